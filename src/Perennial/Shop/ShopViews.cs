using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Customers;

namespace Perennial.Shop;

/// <summary>
/// Hands out the current <see cref="ShopView"/>, and reads a new one when the store or the calendar day has changed.
/// </summary>
/// <remarks>At most one reading runs at a time. Requests wait for it a moment (a small shop is read within it), then
/// are served from the view before; but whoever has changed something waits until the view shows it.</remarks>
public sealed class ShopViews(
    Func<long> version, Func<Instant, ShopView> load, Func<CustomerId, CustomerRecord?> customer, TimeProvider clock)
{
    /// <summary>How long a request waits for a reading.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    readonly Lock gate = new();
    ShopView? current;
    Task<ShopView>? loading;

    /// <summary>The store that is read, for what one page asks of it and for changes; null where a shop is only
    /// looked at.</summary>
    internal ShopStore? Store { get; init; }

    /// <summary>Whether rules are asked of the store's database: where there is one that several processes share, it
    /// finds whom a rule means faster than everybody is read. A file's customers are in memory, where a rule takes
    /// milliseconds.</summary>
    internal bool AsksStore { get; init; }

    /// <summary>The store that rules are asked of; null where the view answers them: its profiles are not as of now,
    /// or it is kept in memory anyway.</summary>
    internal ShopStore? Asked =>
        AsksStore && Store is { } store && store.ProfileState.FoldedAsOf is null ? store : null;

    /// <summary>Tells the present.</summary>
    public TimeProvider Clock => clock;

    /// <summary>The present.</summary>
    public Instant Now => Instant.From(clock.GetUtcNow());

    /// <summary>The store's version: it rises with every change, whichever process makes it.</summary>
    public long Version() => version();

    /// <summary>The view to answer a request from.</summary>
    public Task<ShopView> Current(CancellationToken cancel = default) => Current(0, cancel);

    /// <summary>The view to answer a request from, for whoever has changed something.</summary>
    /// <param name="atLeast">The version that it has to show at least: the store's after the change.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<ShopView> Current(long atLeast, CancellationToken cancel)
    {
        while (true)
        {
            var now = Now;
            var seen = version();
            // A number that another store gave is no reason to wait for ever.
            var wanted = Math.Min(atLeast, seen);
            Task<ShopView> reading;
            ShopView? old;
            lock (gate)
            {
                old = current;
                if (old is not null && old.Version == seen && old.Today == old.Calendar.DayOf(now)) return old;
                reading = loading ??= Task.Run(() => Load(now), CancellationToken.None);
            }
            if (old is not null && old.Version >= wanted)
            {
                await Task.WhenAny(reading, Task.Delay(Patience, clock, cancel));
                return reading.IsCompletedSuccessfully ? await reading : old;
            }
            // One that was begun before the change does not show it: then there is another.
            if (await reading.WaitAsync(cancel) is var read && read.Version >= wanted) return read;
        }
    }

    /// <summary>One customer as the store has them now, or null if it does not know the customer. Nobody else is
    /// read.</summary>
    public async Task<CustomerView?> One(CustomerId id, CancellationToken cancel = default)
    {
        if (Store is { } store) return CustomerView.Of(store, id, Now);
        var view = await Current(cancel);
        return view.RowOf(id) is >= 0 and var row && customer(id) is { } record ? new(view, row, record) : null;
    }

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
