using Perennial.Core;
using Perennial.Core.Allocation;
using Perennial.Core.Capacity;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Capacity;

namespace Perennial.Allocation;

/// <summary>What contacts of those who wait add, as far as it was measured.</summary>
sealed class ContactValues
{
    readonly ShopStore store;
    readonly MeasuredValues values;
    readonly int today;

    ContactValues(ShopStore store, IReadOnlyList<MeasuredValue> all, int today)
    {
        (this.store, values, this.today) = (store, new MeasuredValues(all), today);
        IsAny = all.Any(one => MeasuredValues.IsFresh(one, today));
    }

    /// <summary>Those of a day.</summary>
    public static ContactValues Of(ShopStore store, int today) => new(store, store.MeasuredValues.All(), today);

    /// <summary>Whether there is any that is not too old.</summary>
    public bool IsAny { get; }

    /// <summary>What a contact adds, in thousandths of a cent; null where nobody knows, or it is none.</summary>
    public long? Of(WaitingKind kind) => kind.Kind.Channel() is { } channel
        ? values.Of(kind.Segment, channel, kind.Offer, today)?.Value : null;

    /// <summary>The first of those who wait for the same, with what a contact adds to them: all who can have it.
    /// </summary>
    public IReadOnlyList<(int Shard, Waiter Waiter)> First(
        ScarceThings things, string demand, long enoughFor, Instant now) => IsAny
        ? store.Capacity.FirstOfEachKind(things, demand, enoughFor, now, Of)
        : store.Capacity.First(things, demand, enoughFor, now);
}
