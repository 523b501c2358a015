using Perennial.Core;
using Perennial.Watch;

namespace Perennial.Live;

/// <summary>Runs an operation again and again until it is stopped. What goes wrong once is logged and tried again.
/// </summary>
sealed class Timers(ILogger log) : IAsyncDisposable
{
    readonly CancellationTokenSource stop = new();
    readonly List<Task> running = [];

    /// <summary>Starts one.</summary>
    /// <param name="name">For the log.</param>
    /// <param name="every">From the end of one to the start of the next.</param>
    /// <param name="operation">What to do.</param>
    public void Start(string name, TimeSpan every, Action<CancellationToken> operation) =>
        running.Add(Task.Run(() => Repeat(name, every, operation)));

    /// <summary>Starts one that waits until it is woken.</summary>
    /// <param name="name">For the log.</param>
    /// <param name="wake">Wakes it.</param>
    /// <param name="operation">What to do.</param>
    public void StartWhen(string name, Wake wake, Action<CancellationToken> operation) =>
        running.Add(Task.Run(() => Repeat(name, TimeSpan.Zero, operation, wake)));

    async Task Repeat(string name, TimeSpan every, Action<CancellationToken> operation, Wake? wake = null)
    {
        while (!stop.IsCancellationRequested)
        {
            if (wake is not null)
            {
                await wake.Wait(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
                if (!wake.WasCalled()) continue;
            }
            try
            {
                operation(stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (BadInputException error)
            {
                Log.Failed(log, name, $"{error.Place}: {error.Problem} {error.Remedy}");
            }
            catch (Exception error)
            {
                Log.Broke(log, name, error);
            }
            await Task.Delay(every, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Stops all, at the next point where each can be.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(running);
        stop.Dispose();
    }
}

/// <summary>What timers say.</summary>
static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Job} could not run: {Problem}")]
    public static partial void Failed(ILogger log, string job, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void Said(ILogger log, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Job} failed")]
    public static partial void Broke(ILogger log, string job, Exception error);
}
