using System.Runtime.InteropServices;

namespace Perennial.Core.History;

/// <summary>Collects refunds in whatever order they come.</summary>
public sealed class RefundFactsBuilder
{
    readonly List<int> customers = [], orders = [];
    readonly List<Instant> at = [], known = [];
    readonly List<long> cents = [];
    int customerNow, orderNow;
    long givenNow;

    /// <summary>Adds a refund of a table.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="from">The table's refunds.</param>
    /// <param name="refund">Which of them.</param>
    /// <param name="order">Of which order.</param>
    public void Add(int customer, RefundFacts from, int refund, int order) => Add(customer, from.At[refund],
        from.Cents[refund], order, from.KnownAt.Length == 0 ? Instant.None : from.KnownAt[refund]);

    // Nothing where nothing was given back.
    void Add(int customer, Instant when, long refundCents, int order, Instant knownAt)
    {
        if (refundCents <= 0) return;
        customers.Add(customer);
        at.Add(when);
        cents.Add(refundCents);
        orders.Add(order);
        known.Add(knownAt);
    }

    /// <summary>Goes to an order.</summary>
    public void BeginOrder(int customer, int order) => (customerNow, orderNow, givenNow) = (customer, order, 0);

    /// <summary>Adds a dated refund of the order gone to. What came back at one instant is one refund, however many
    /// lines it was of, and was known when the last of them was.</summary>
    /// <param name="when">When it was made.</param>
    /// <param name="refundCents">What it gave back; nothing where others had given it back already.</param>
    /// <param name="knownAt">When the shop first knew of it; None where nobody asked or knows.</param>
    public void Add(Instant when, long refundCents, Instant knownAt)
    {
        if (givenNow > 0 && at[^1] == when) (cents[^1], known[^1]) = (cents[^1] + refundCents, knownAt);
        else Add(customerNow, when, refundCents, orderNow, knownAt);
        givenNow += refundCents;
    }

    /// <summary>Adds the dated refunds of the order gone to, in time order.</summary>
    internal void Add(in PastStatement statement, Instant saidAt, ReadOnlySpan<PastChange> changes)
    {
        var steps = new RefundSteps(statement.GrossCents - statement.DiscountCents, statement.TotalCents,
            statement.RefundedCents, saidAt);
        foreach (ref readonly var change in changes)
            Add(change.At, steps.Next(change.At, change.RefundedCents, change.Unit), change.KnownAt);
    }

    /// <summary>Adds what else the order gone to says was given back.</summary>
    /// <param name="refundedCents">What was given back of the order in all.</param>
    /// <param name="saidAt">From when what it says counts.</param>
    /// <param name="knownAt">When the shop first knew of that; None where nobody asked or knows.</param>
    public void EndOrder(long refundedCents, Instant saidAt, Instant knownAt) =>
        Add(customerNow, saidAt, refundedCents - givenNow, orderNow, knownAt);

    /// <summary>What was collected.</summary>
    /// <param name="count">Number of customers.</param>
    /// <param name="position">For each place among the orders of the table, the number that the order there had when
    /// its refunds were added; null where that is the place.</param>
    public RefundFacts Build(int count, int[]? position = null)
    {
        var place = position is null || orders.Count == 0 ? null : new int[position.Length];
        for (var i = 0; i < place?.Length; i++) place[position![i]] = i;
        var (start, from) = OrderGrouping.Group(CollectionsMarshal.AsSpan(customers),
            CollectionsMarshal.AsSpan(at), count);
        return new RefundFacts
        {
            Start = start,
            At = Array.ConvertAll(from, i => at[i]),
            Cents = Array.ConvertAll(from, i => cents[i]),
            Order = Array.ConvertAll(from, i => place is null ? orders[i] : place[orders[i]]),
            KnownAt = known.TrueForAll(one => one == Instant.None) ? [] : Array.ConvertAll(from, i => known[i]),
        };
    }
}
