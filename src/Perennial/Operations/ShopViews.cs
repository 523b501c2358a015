using Perennial.Core;
using Perennial.Data;

namespace Perennial.Operations;

/// <summary>
/// Hands out the current <see cref="ShopView"/>, and reads a new one when the store or the calendar day has changed.
/// </summary>
/// <remarks>At most one reading runs at a time. Requests wait for it a moment (a small shop is read within it), then
/// are served from the view before.</remarks>
public sealed class ShopViews(
    Func<long> version, Func<Instant, ShopView> load, Func<CustomerId, CustomerRecord?> customer, TimeProvider clock)
{
    static readonly TimeSpan patience = TimeSpan.FromMilliseconds(400);

    readonly Lock gate = new();
    ShopView? current;
    Task<ShopView>? loading;

    /// <summary>The store that is read, for what one page asks of it and for changes; null where a shop is only
    /// looked at.</summary>
    internal ShopStore? Store { get; init; }

    /// <summary>Tells the present.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The present.</summary>
    public Instant Now => Instant.From(clock.GetUtcNow());

    /// <summary>The view to answer a request from.</summary>
    public async Task<ShopView> Current(CancellationToken cancel = default)
    {
        var now = Now;
        var seen = version();
        Task<ShopView> reading;
        ShopView? old;
        lock (gate)
        {
            old = current;
            if (old is not null && old.Version == seen && old.Today == old.Calendar.DayOf(now)) return old;
            reading = loading ??= Task.Run(() => Load(now), CancellationToken.None);
        }
        if (old is null) return await reading.WaitAsync(cancel);
        await Task.WhenAny(reading, Task.Delay(patience, cancel));
        return reading.IsCompletedSuccessfully ? await reading : old;
    }

    /// <summary>One customer's facts, or null if the store does not know the customer.</summary>
    public CustomerRecord? Customer(CustomerId id) => customer(id);

    ShopView Load(Instant now)
    {
        try
        {
            var view = load(now);
            lock (gate) current = view;
            // Nobody waits for it, and the first to sort a million names does not either.
            _ = Task.Run(view.Prepare);
            return view;
        }
        finally
        {
            lock (gate) loading = null;
        }
    }
}
