using System.Text;
using Perennial.Channels.Intake.Reports;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Refunds that a file books as rows of their own, and the orders they take back.</summary>
/// <remarks>
/// A refund takes back the order that has its number; what is left of it, the customer's earlier order of
/// exactly that value; then the earlier orders walking backwards from the latest, as far as it goes. What finds no
/// order is kept for the order that has its number, which another file may have; without one it is counted and not
/// imported.
/// </remarks>
sealed class OrderRefunds(OrderCollector orders)
{
    readonly List<Refund> refunds = [];

    readonly record struct Refund(int Customer, Instant At, long Cents, string Number, long Line);

    /// <summary>Notes a refund; it is applied when all orders are known.</summary>
    public void Add(int customer, Instant at, long cents, ReadOnlySpan<byte> number, long line) =>
        refunds.Add(new Refund(customer, at, cents, Encoding.UTF8.GetString(number), line));

    /// <summary>Applies the refunds in the order of time, and counts them.</summary>
    public void Apply(Tally tally)
    {
        if (refunds.Count == 0) return;
        var concerned = refunds.Select(refund => refund.Customer).ToHashSet();
        var ordersOf = Enumerable.Range(0, orders.Count).Where(order => concerned.Contains(orders.Customer[order]))
            .OrderByDescending(order => orders.At[order]).ThenByDescending(order => order)
            .ToLookup(order => orders.Customer[order]);
        foreach (var refund in refunds.OrderBy(refund => refund.At).ThenBy(refund => refund.Line))
        {
            var rest = refund.Cents;
            if (refund.Number.Length > 0)
            {
                var own = orders.Find(Encoding.UTF8.GetBytes(refund.Number));
                if (own >= 0 && orders.Customer[own] == refund.Customer) rest -= TakeBack(own, rest, refund.At);
            }
            var earlier = ordersOf[refund.Customer].Where(order => orders.At[order] <= refund.At).ToList();
            var exact = earlier.FindIndex(order => rest > 0 && orders.Left(order) == rest);
            if (exact >= 0) rest -= TakeBack(earlier[exact], rest, refund.At);
            foreach (var order in earlier) rest -= TakeBack(order, rest, refund.At);
            if (rest == refund.Cents && refund.Number.Length > 0 && !Has(refund.Number)) Keep(tally, refund);
            else Count(tally, refund.Cents, rest);
        }
    }

    /// <summary>What became of orders that the file does not have.</summary>
    /// <param name="source">The system that the file comes from.</param>
    public IReadOnlyList<OrderChangeFact> Elsewhere(string source)
    {
        var ids = new RefundIds(source);
        return
        [
            .. kept.Select(refund => new OrderChangeFact(-1, OrderId.Numbered(source, refund.Number),
                ids.Next(refund.Number, new DatedRefund(-1, refund.At, refund.Cents), line: -1), refund.At,
                refund.Cents)),
        ];
    }

    readonly List<Refund> kept = [];

    bool Has(string number) => orders.Find(Encoding.UTF8.GetBytes(number)) >= 0;

    void Keep(Tally tally, Refund refund)
    {
        kept.Add(refund);
        tally.Add(Reason.KeptForOrder, -refund.Cents, -refund.Cents);
    }

    long TakeBack(int order, long cents, Instant at)
    {
        var taken = Math.Min(cents, orders.Left(order));
        if (taken <= 0) return 0;
        orders.Refunded[order] += taken;
        orders.Date(new DatedRefund(order, at, taken));
        return taken;
    }

    /// <summary>Counts a row that took back something, or nothing.</summary>
    /// <param name="tally">Where.</param>
    /// <param name="cents">What it wanted to take back.</param>
    /// <param name="rest">What it found no order for.</param>
    public static void Count(Tally tally, long cents, long rest)
    {
        if (rest == 0) tally.Add(Reason.TakenBack, -cents);
        else if (rest < cents) tally.Add(Reason.TakenBackInPart, rest - cents, -rest);
        else tally.Add(Reason.NothingToTakeBack, -cents, -rest);
    }
}
