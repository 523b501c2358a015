using Perennial.Core.History;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Ids of refunds, which are the same in every file of a source: of those that agree in everything each has
/// the number of those before it.</summary>
sealed class RefundIds(string source)
{
    readonly Dictionary<string, int> seen = [];

    /// <summary>The id of the next.</summary>
    /// <param name="order">What its order is called.</param>
    /// <param name="refund">What was given back.</param>
    /// <param name="line">Which line of the order, from 0; −1 where that is not known.</param>
    public FactId Next(string order, in DatedRefund refund, int line)
    {
        var what = $"{order}:{(long)refund.Unit}:{refund.At.UnixMs}:{refund.Cents}:{line}:{refund.Quantity}";
        var occurrence = seen[what] = seen.GetValueOrDefault(what, -1) + 1;
        return FactId.Numbered($"{source}:refund", $"{what}:{occurrence}");
    }
}

/// <summary>What became of a file's orders at dates of their own: returns, refunds and cancellations.</summary>
static class PastOrders
{
    /// <summary>Makes dated changes; null where the file has none.</summary>
    /// <param name="source">The system that the file comes from.</param>
    /// <param name="orders">The orders, with what was given back in all.</param>
    /// <param name="lines">Their lines, if the file has any.</param>
    /// <param name="position">For each place among the grouped orders, the order that belongs there.</param>
    public static OrderPast? Of(string source, OrderCollector orders, LineCollector? lines, int[] position)
    {
        if (orders.Dated.Count == 0) return null;
        var past = new OrderPastBuilder();
        var lineNumber = lines?.NumberInOrder(orders.Count) ?? [];
        var ids = new RefundIds(source);
        void Add(DatedRefund refund)
        {
            var line = refund.Line < 0 ? -1 : lineNumber[refund.Line];
            past.Add(new PastChange(refund.Order, refund.At, refund.Cents)
            {
                Unit = refund.Unit, Line = line, Quantity = refund.Quantity,
                Id = ids.Next(NameOf(orders, refund.Order), refund, line),
            });
        }
        foreach (var all in orders.Dated.GroupBy(refund => refund.Order))
        {
            var order = all.Key;
            var undated = orders.Refunded[order] - all.Sum(refund => refund.Cents);
            // What the order's own row says was given back, and what other rows took back, add up.
            var single = undated > 0 || all.Count() > 1;
            foreach (var refund in all) Add(single ? refund with { Unit = RefundUnit.Goods } : refund);
            if (undated > 0) Add(new DatedRefund(order, orders.At[order], undated));
            past.Add(new PastStatement(order, Core.Instant.None, orders.Gross[order], orders.Discount[order])
            {
                TotalCents = orders.Total[order], Flags = orders.Flags[order], Mechanism = orders.Mechanism[order],
            });
        }
        return past.Build(position);
    }

    /// <summary>Says how many orders were given back, wholly or in part, on a day that the file does not say.</summary>
    public static void Warn(OrderCollector orders, List<string> warnings)
    {
        var dated = new Dictionary<int, long>();
        foreach (var refund in orders.Dated)
            dated[refund.Order] = dated.GetValueOrDefault(refund.Order) + refund.Cents;
        var undated = 0;
        var refunded = orders.Refunded;
        for (var order = 0; order < refunded.Length; order++)
            if (refunded[order] > 0 && refunded[order] > dated.GetValueOrDefault(order)) undated++;
        if (undated == 0) return;
        warnings.Add($"{undated:N0} orders were given back on a day that the file does not say: of orders that are new,"
            + " that counts from the order's own day, of others from now. If a column says it,"
            + " map it with --map refunded_at=COLUMN.");
    }

    // Within its customer, whose part of the store it stands in, an order without number is told by instant and amount.
    static string NameOf(OrderCollector orders, int order)
    {
        var number = orders.Number(order);
        return number.IsEmpty ? $"@{orders.At[order].UnixMs}:{orders.Gross[order]}"
            : System.Text.Encoding.UTF8.GetString(number);
    }
}
