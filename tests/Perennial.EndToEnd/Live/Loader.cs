using System.Net;

namespace Perennial.EndToEnd.Live;

/// <summary>Sends calls as trackers do: several lists at once, each again and again until it is acknowledged, whatever
/// happens to the servers.</summary>
/// <param name="key">The write key.</param>
/// <param name="address">Where to send next; may change.</param>
/// <param name="next">Makes the next list.</param>
sealed class Loader(string key, Func<Uri> address, Func<string[]> next) : IDisposable
{
    static readonly TimeSpan pause = TimeSpan.FromMilliseconds(20);

    readonly List<string> acknowledged = [];
    readonly HttpClient client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };
    volatile TaskCompletionSource open = Opened();
    int cutOff, lists, atWork;

    /// <summary>Every call that was answered with 200.</summary>
    public IReadOnlyList<string> Acknowledged => acknowledged;

    /// <summary>How many lists were on their way, or being written, when a server was killed.</summary>
    public int CutOff => Volatile.Read(ref cutOff);

    /// <summary>Lists acknowledged so far.</summary>
    public int Lists => Volatile.Read(ref lists);

    /// <summary>Sends until stopped; what was begun is brought to its end.</summary>
    public async Task Run(int sideBySide, CancellationToken stop)
    {
        async Task Work()
        {
            while (!stop.IsCancellationRequested)
            {
                Interlocked.Increment(ref atWork);
                var isOpen = open.Task.IsCompleted;
                if (isOpen) await SendNext();
                Interlocked.Decrement(ref atWork);
                if (!isOpen) await open.Task;
            }
        }
        await Task.WhenAll(Enumerable.Range(0, sideBySide).Select(_ => Task.Run(Work, CancellationToken.None)));
    }

    /// <summary>Sends nothing until it resumes, and returns once nothing is on its way.</summary>
    public async Task Pause()
    {
        open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        while (Volatile.Read(ref atWork) > 0) await Task.Delay(pause);
    }

    /// <summary>Goes on.</summary>
    public void Resume() => open.TrySetResult();

    static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    async Task SendNext()
    {
        string[] calls;
        lock (acknowledged) calls = next();
        while (!await TrySend(calls)) await Task.Delay(pause);
        lock (acknowledged)
        {
            acknowledged.AddRange(calls);
            lists++;
        }
    }

    public void Dispose() => client.Dispose();

    async Task<bool> TrySend(string[] calls)
    {
        try
        {
            using var request = ServedShop.Request(address(), "/v1/batch", key, new StringContent(Calls.Batch(calls)));
            using var answer = await client.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.OK) return true;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            return false;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            if (error is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError })
                Interlocked.Increment(ref cutOff);
            return false;
        }
    }
}
