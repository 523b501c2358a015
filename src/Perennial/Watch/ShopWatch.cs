using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Watching;

namespace Perennial.Watch;

/// <summary>
/// The one who looks whether there is anything to do: it asks the store for everything at once, once a second, and
/// wakes whoever waits for what it saw. Nobody else asks the store while nothing happens; who has something new to
/// watch puts it into <c>pulse</c> (sql/queries/watch.sql) and <see cref="ShopPulse"/>, and listens here.
/// </summary>
/// <param name="store">The shop.</param>
/// <param name="time">The clock.</param>
/// <remarks>Safe for several threads.</remarks>
sealed class ShopWatch(ShopStore store, TimeProvider time)
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // A look that comes a little early is as good, and keeps two askers from asking one after the other.
    static readonly long freshMs = (long)(Every.TotalMilliseconds * 0.95);

    readonly Lock gate = new();
    volatile ShopPulse? last;

    /// <summary>What the last look saw; null before the first.</summary>
    public ShopPulse? Last => last;

    /// <summary>Called after every look, on the thread that looked: whoever has something to do is only woken.
    /// </summary>
    public event Action<ShopPulse>? Saw;

    /// <summary>Looks. To be called once every <see cref="Every"/>.</summary>
    /// <exception cref="BadInputException">The store does not answer.</exception>
    public void Look()
    {
        var pulse = Recent(Instant.From(time.GetUtcNow()));
        Saw?.Invoke(pulse);
    }

    /// <summary>What was seen less than a second before an instant: where nobody has looked since, it looks.</summary>
    /// <exception cref="BadInputException">The store does not answer.</exception>
    public ShopPulse Recent(Instant now)
    {
        lock (gate)
        {
            if (last is { } known && known.At <= now && now.UnixMs - known.At.UnixMs < freshMs) return known;
            return last = store.Watch.Pulse(now);
        }
    }
}
