using Perennial.Watch;

namespace Perennial.Loops;

/// <summary>
/// Keeps every loop of a process going: what fails is said once, waits, and is tried again until it works. Nothing that
/// goes on for as long as the process is started in any other way.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="log">Where what fails is said.</param>
sealed class Supervisor(TimeProvider time, ILogger log) : IAsyncDisposable
{
    readonly Lock gate = new();
    readonly List<Loop> loops = [];
    readonly List<Task> kept = [];
    readonly CancellationTokenSource stop = new();
    TaskCompletionSource storeIsBack = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The loops that run, in the order of their start.</summary>
    public IReadOnlyList<Loop> Loops
    {
        get
        {
            lock (gate) return [.. loops];
        }
    }

    /// <summary>Those that are away.</summary>
    public IReadOnlyList<LoopAway> Away => [.. Loops.Select(loop => loop.Away).OfType<LoopAway>()];

    /// <summary>Runs a loop until it ends by itself or is cancelled; where it fails it is begun again.</summary>
    /// <param name="name">What it does, in words.</param>
    /// <param name="work">Runs it, and tells the loop where its work has succeeded.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="pauses">Between tries; null for the usual ones.</param>
    public async Task Run(
        string name, Func<Loop, CancellationToken, Task> work, CancellationToken cancel, Pauses? pauses = null)
    {
        var loop = new Loop(name, pauses ?? Pauses.Usual, time, log);
        lock (gate) loops.Add(loop);
        // Whoever starts it does not wait for its first piece of work.
        await Task.Yield();
        Loop.Current = name;
        try
        {
            while (!cancel.IsCancellationRequested && await Fails(loop, work, cancel) is { } pause)
                await Wait(loop, pause, cancel);
        }
        finally
        {
            lock (gate) loops.Remove(loop);
        }
    }

    static async Task<TimeSpan?> Fails(Loop loop, Func<Loop, CancellationToken, Task> work, CancellationToken cancel)
    {
        try
        {
            await work(loop, cancel);
            return null;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            return loop.Failed(error);
        }
    }

    async Task Wait(Loop loop, TimeSpan pause, CancellationToken cancel)
    {
        Task back;
        lock (gate) back = storeIsBack.Task;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var over = Task.Delay(pause, time, enough.Token);
        await (loop.WaitsForStore ? Task.WhenAny(over, back) : Task.WhenAny(over));
        await enough.CancelAsync();
    }

    /// <summary>Does something again and again until the supervisor is disposed of.</summary>
    /// <param name="name">What it does, in words.</param>
    /// <param name="every">From the end of one to the start of the next.</param>
    /// <param name="operation">Does it.</param>
    /// <param name="pauses">Between tries; null for the usual ones.</param>
    public void Every(string name, TimeSpan every, Action<CancellationToken> operation, Pauses? pauses = null) =>
        Keep(name, async (loop, cancel) =>
        {
            while (true)
            {
                cancel.ThrowIfCancellationRequested();
                operation(cancel);
                loop.Worked();
                await Task.Delay(every, time, cancel);
            }
        }, pauses);

    /// <summary>Does something whenever it is woken, until the supervisor is disposed of.</summary>
    /// <param name="name">What it does, in words.</param>
    /// <param name="wake">Wakes it.</param>
    /// <param name="operation">Does it.</param>
    public void When(string name, Wake wake, Action<CancellationToken> operation) => Keep(name, async (loop, cancel) =>
    {
        while (true)
        {
            // What failed is done again without being asked for once more.
            if (loop.Away is null) await wake.Wait(Timeout.InfiniteTimeSpan, time, cancel);
            cancel.ThrowIfCancellationRequested();
            wake.WasCalled();
            operation(cancel);
            loop.Worked();
        }
    });

    /// <summary>Keeps a loop going until the supervisor is disposed of.</summary>
    public void Keep(string name, Func<Loop, CancellationToken, Task> work, Pauses? pauses = null)
    {
        lock (gate) kept.Add(Task.Run(() => Run(name, work, stop.Token, pauses)));
    }

    /// <summary>The store works again: whoever waits for it is tried at once.</summary>
    public void StoreIsBack()
    {
        TaskCompletionSource back;
        lock (gate)
            (back, storeIsBack) = (storeIsBack, new(TaskCreationOptions.RunContinuationsAsynchronously));
        back.SetResult();
    }

    /// <summary>Stops what it keeps, each at the next point where it can be.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(kept);
        stop.Dispose();
    }
}
