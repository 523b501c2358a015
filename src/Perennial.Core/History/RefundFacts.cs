namespace Perennial.Core.History;

/// <summary>What was given back to customers, refund by refund, grouped by customer and in time order within one.
/// </summary>
/// <remarks>A refund is a rise of what had been given back of an order, in the unit of its goods: those of one order
/// add up to its <see cref="OrderFacts.RefundedCents"/>. What an order's own statement says without a day was
/// given back on the order's own.</remarks>
public sealed class RefundFacts
{
    /// <summary>Where each customer's refunds start, and the end of the last customer's.</summary>
    public required int[] Start { get; init; }

    /// <summary>When each was made.</summary>
    public required Instant[] At { get; init; }

    /// <summary>How much, cents of the shop's currency; positive.</summary>
    public required long[] Cents { get; init; }

    /// <summary>Of which order: its index in the orders of the table.</summary>
    public required int[] Order { get; init; }

    /// <summary>When the shop first knew of each; <see cref="Instant.None"/> where nobody wrote that down: when it was
    /// made. Empty where nobody asked.</summary>
    public Instant[] KnownAt { get; init; } = [];

    /// <summary>The refunds of orders: those that have a past by its changes, others on the order's own day.</summary>
    internal static RefundFacts Of(OrderFacts orders)
    {
        var refunds = new RefundFactsBuilder();
        var (statements, changes) = (orders.Past?.Statements ?? [], orders.Past?.Changes ?? []);
        var (statement, change) = (0, 0);
        for (var customer = 0; orders.RefundedCents.Length > 0 && customer + 1 < orders.Start.Length; customer++)
        {
            for (var order = orders.Start[customer]; order < orders.Start[customer + 1]; order++)
            {
                while (statement < statements.Length && statements[statement].Order < order) statement++;
                while (change < changes.Length && changes[change].Order < order) change++;
                var (earliest, latest, first) = (statement, -1, change);
                for (; statement < statements.Length && statements[statement].Order == order; statement++)
                    latest = statement;
                while (change < changes.Length && changes[change].Order == order) change++;
                if (orders.RefundedCents[order] == 0) continue;
                refunds.BeginOrder(customer, order);
                var at = orders.At[order];
                var knownAt = orders.KnownAt.Length == 0 ? Instant.None : orders.KnownAt[order];
                if (latest >= 0)
                {
                    if (statements[latest].RefundedAt.HasValue) at = statements[latest].RefundedAt;
                    refunds.Add(statements[latest], at, changes.AsSpan(first..change));
                    knownAt = FirstKnown(statements.AsSpan(earliest..(latest + 1)), statements[latest].RefundedCents);
                }
                refunds.EndOrder(orders.RefundedCents[order], at, knownAt);
            }
        }
        return refunds.Build(orders.Start.Length - 1);
    }

    /// <summary>When the shop first knew that so much had been given back of an order, by its own statements.</summary>
    internal static Instant FirstKnown(ReadOnlySpan<PastStatement> statements, long cents)
    {
        var first = Instant.Never;
        foreach (ref readonly var one in statements)
            if (one.RefundedCents >= cents && one.KnownAt < first) first = one.KnownAt;
        return first;
    }

    /// <summary>The refunds of some of the orders.</summary>
    /// <param name="customers">Number of customers.</param>
    /// <param name="placeOf">The index that each order has among those that stay; −1 where it does not.</param>
    internal RefundFacts Of(int customers, int[] placeOf)
    {
        var refunds = new RefundFactsBuilder();
        for (var customer = 0; customer < customers; customer++)
            for (var i = Start[customer]; i < Start[customer + 1]; i++)
                if (placeOf[Order[i]] >= 0) refunds.Add(customer, this, i, placeOf[Order[i]]);
        return refunds.Build(customers);
    }
}
