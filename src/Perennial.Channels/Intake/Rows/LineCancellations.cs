using Perennial.Channels.Intake.Reports;
using Perennial.Core;

namespace Perennial.Channels.Intake.Rows;

/// <summary>A line that takes back units sold before.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Product">Which product, −1 unknown.</param>
/// <param name="At">When.</param>
/// <param name="Units">How many units, not negative.</param>
/// <param name="Cents">What they are worth, not negative.</param>
/// <param name="Line">Line of the file.</param>
readonly record struct Cancellation(int Customer, int Product, Instant At, int Units, long Cents, long Line);

/// <summary>Finds for each cancellation line the order lines it takes back.</summary>
/// <remarks>
/// Same customer and same product; of those not later than the cancellation, the latest with units left, walking
/// backwards; first the lines at the same price, then the others. Cancellations are taken in the order of time. What
/// finds no line (bought before the file begins) is counted and not imported.
/// </remarks>
sealed class LineCancellations(OrderCollector orders, LineCollector lines)
{
    readonly List<Cancellation> cancellations = [];

    /// <summary>Notes a cancellation; it is applied when all lines are known.</summary>
    public void Add(Cancellation cancellation) => cancellations.Add(cancellation);

    /// <summary>Applies the cancellations, and counts them.</summary>
    public void Apply(Tally tally)
    {
        var candidates = Candidates();
        foreach (var cancellation in cancellations.OrderBy(c => c.At).ThenBy(c => c.Line))
        {
            var (units, cents) = (cancellation.Units, cancellation.Cents);
            if (candidates.TryGetValue((cancellation.Customer, cancellation.Product), out var sold))
            {
                TakeBack(cancellation, sold, samePrice: true, ref units, ref cents);
                TakeBack(cancellation, sold, samePrice: false, ref units, ref cents);
            }
            OrderRefunds.Count(tally, cancellation.Cents, cents);
        }
    }

    // The lines of each customer and product that has a cancellation, the latest first.
    Dictionary<(int Customer, int Product), List<int>> Candidates()
    {
        var candidates = new Dictionary<(int, int), List<int>>();
        foreach (var cancelled in cancellations) candidates.TryAdd((cancelled.Customer, cancelled.Product), []);
        if (candidates.Count == 0) return candidates;
        for (var line = 0; line < lines.Count; line++)
        {
            var customer = orders.Customer[lines.Order[line]];
            if (candidates.TryGetValue((customer, lines.Product[line]), out var sold)) sold.Add(line);
        }
        foreach (var sold in candidates.Values)
            sold.Sort((one, other) =>
            {
                var byTime = orders.At[lines.Order[other]].CompareTo(orders.At[lines.Order[one]]);
                return byTime != 0 ? byTime : other.CompareTo(one);
            });
        return candidates;
    }

    void TakeBack(Cancellation cancellation, List<int> sold, bool samePrice, ref int units, ref long cents)
    {
        foreach (var line in sold)
        {
            if (units == 0) return;
            var left = lines.Quantity[line] - lines.RefundedQuantity[line];
            var order = lines.Order[line];
            if (left == 0 || orders.At[order] > cancellation.At) continue;
            if (samePrice && !HasPriceOf(cancellation, line)) continue;
            var taken = Math.Min(units, left);
            // Never more than the line is still worth: a price that rose since gives no refund above what was paid.
            var value = Share(cents, taken, units);
            value = Math.Min(value, Share(LeftCents(line), taken, left));
            value = Math.Min(value, orders.Left(order));
            lines.RefundedQuantity[line] += taken;
            lines.RefundedCents[line] += value;
            orders.Refunded[order] += value;
            orders.Date(new DatedRefund(order, cancellation.At, value) { Line = line, Quantity = taken });
            units -= taken;
            cents -= value;
        }
    }

    bool HasPriceOf(Cancellation cancellation, int line) =>
        (Int128)lines.Gross[line] * cancellation.Units == (Int128)cancellation.Cents * lines.Quantity[line];

    long LeftCents(int line) => lines.Gross[line] - lines.Discount[line] - lines.RefundedCents[line];

    static long Share(long cents, int part, int whole) => (long)((Int128)cents * part / whole);
}
