using System.Threading.Channels;

namespace Perennial.Watch;

/// <summary>Wakes one who waits. However often it is called meanwhile, whoever was busy is woken once.</summary>
sealed class Wake
{
    readonly Channel<bool> calls = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes. Costs next to nothing; may be called from any thread, whenever.</summary>
    public void Call() => calls.Writer.TryWrite(true);

    /// <summary>Whether it was called since this was last asked.</summary>
    public bool WasCalled() => calls.Reader.TryRead(out _);

    /// <summary>Waits for a call that nobody has answered, at most for some time. It stays to be answered.</summary>
    public async Task Wait(TimeSpan atMost, TimeProvider time, CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var woken = calls.Reader.WaitToReadAsync(enough.Token).AsTask();
        await Task.WhenAny(woken, Task.Delay(atMost, time, enough.Token));
        await enough.CancelAsync();
        await woken.ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
