using Perennial.Core.History;

namespace Perennial.Core.Lifetime;

/// <summary>
/// What the models know of each customer: (x, t_x, T), the mean value of repeat purchases, and, where a last part of
/// the history was held out, what happened in it.
/// </summary>
/// <remarks>
/// Orders of one period (day, week …) are one purchase, their values added, before anything is counted. The day of the
/// split still belongs to the calibration; the holdout begins the day after. Who first bought later is left out, and so
/// are orders that were fully returned.
/// </remarks>
public sealed class PurchaseCounts
{
    readonly TimeUnit unit;
    readonly List<int> row = [], x = [], held = [], recent = [];
    readonly List<double> lastAt = [], age = [], mean = [];
    readonly List<long> heldCents = [];

    PurchaseCounts(TimeUnit unit) => this.unit = unit;

    /// <summary>Number of customers.</summary>
    public int Count => row.Count;

    /// <summary>Each customer's row in the history.</summary>
    public IReadOnlyList<int> Row => row;

    /// <summary>Repeat purchases until the split.</summary>
    public IReadOnlyList<int> X => x;

    /// <summary>Time from the first purchase to the last, t_x.</summary>
    public IReadOnlyList<double> LastAt => lastAt;

    /// <summary>Time from the first purchase to the split, T.</summary>
    public IReadOnlyList<double> Age => age;

    /// <summary>Mean value of a repeat purchase in currency; 0 without one.</summary>
    public IReadOnlyList<double> Mean => mean;

    /// <summary>Purchases after the split.</summary>
    public IReadOnlyList<int> Held => held;

    /// <summary>What they were worth, cents.</summary>
    public IReadOnlyList<long> HeldCents => heldCents;

    /// <summary>Repeat purchases in as long a time before the split as the holdout lasts.</summary>
    public IReadOnlyList<int> Recent => recent;

    /// <summary>How long the holdout lasts, in units of time; 0 without one.</summary>
    public double HeldTime { get; private set; }

    /// <summary>Sum of the logarithms of all gaps between purchases.</summary>
    public double SumLogGaps { get; private set; }

    /// <summary>Counts the purchases of every customer.</summary>
    /// <param name="history">Orders.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="unit">Unit of time.</param>
    /// <param name="splitDay">Last day of the calibration.</param>
    /// <param name="endDay">Last day of the holdout; not before the split.</param>
    /// <exception cref="ArgumentException">The end is before the split.</exception>
    public static PurchaseCounts Of(
        HistoryTable history, ShopCalendar calendar, TimeUnit unit, int splitDay, int endDay)
    {
        var counts = new PurchaseCounts(unit);
        counts.Add(history, calendar, splitDay, endDay, firstRow: 0);
        return counts;
    }

    /// <summary>Counts the purchases of customers who come in chunks.</summary>
    /// <param name="chunks">Histories, one after the other; rows are numbered on.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="unit">Unit of time.</param>
    /// <param name="splits">Split and end of each count wanted.</param>
    public static IReadOnlyList<PurchaseCounts> Of(IEnumerable<HistoryTable> chunks, ShopCalendar calendar,
        TimeUnit unit, IReadOnlyList<(int SplitDay, int EndDay)> splits)
    {
        PurchaseCounts[] counts = [.. splits.Select(_ => new PurchaseCounts(unit))];
        var firstRow = 0;
        foreach (var chunk in chunks)
        {
            for (var i = 0; i < counts.Length; i++)
                counts[i].Add(chunk, calendar, splits[i].SplitDay, splits[i].EndDay, firstRow);
            firstRow += chunk.CustomerCount;
        }
        return counts;
    }

    /// <summary>Equal customers counted once.</summary>
    public BuyingPatterns Patterns() => BuyingPatterns.Of([.. x], [.. lastAt], [.. age], SumLogGaps);

    /// <summary>What repeat purchases were worth.</summary>
    public SpendPatterns Spend() => SpendPatterns.Of([.. x], [.. mean]);

    /// <summary>Customers by periods with a purchase, for BG/BB.</summary>
    public IReadOnlyList<PeriodPattern> Periods() =>
        [.. Enumerable.Range(0, Count).GroupBy(PeriodsOf)
            .Select(group => new PeriodPattern(group.Key.X, group.Key.LastAt, group.Key.Age, group.Count()))
            .OrderBy(p => (p.X, p.LastAt, p.Periods))];

    /// <summary>One customer in whole periods: purchases, the last of them, periods seen.</summary>
    public (int X, int LastAt, int Age) PeriodsOf(int customer)
    {
        var scale = unit.PeriodsPerUnit();
        return (x[customer], (int)Math.Round(lastAt[customer] * scale), (int)Math.Round(age[customer] * scale));
    }

    void Add(HistoryTable history, ShopCalendar calendar, int splitDay, int endDay, int firstRow)
    {
        if (endDay < splitDay) throw new ArgumentException($"Day {endDay} is before the split on day {splitDay}.");
        var (split, end) = (unit.PeriodOf(splitDay), unit.PeriodOf(endDay));
        var scale = unit.PeriodsPerUnit();
        HeldTime = (end - split) / scale;
        var periods = new List<(int Period, long Cents, bool Held)>();
        // What was given back after the split is not known on its day.
        var before = history.AsOf(calendar.EndOf(splitDay), Instant.Never);
        var after = history.AsOf(calendar.EndOf(endDay), Instant.Never);
        for (var customer = 0; customer < history.CustomerCount; customer++)
        {
            periods.Clear();
            Collect(before[customer].Orders, calendar, int.MinValue, splitDay, isHeld: false, periods);
            Collect(after[customer].Orders, calendar, splitDay, endDay, isHeld: true, periods);
            if (periods.Count == 0 || periods[0].Held) continue;
            var (first, last, purchases, cents) = (periods[0].Period, periods[0].Period, 0, 0L);
            var (later, laterCents, lately) = (0, 0L, 0);
            foreach (var (period, value, isHeld) in periods.Skip(1))
            {
                if (isHeld)
                {
                    later++;
                    laterCents += value;
                    continue;
                }
                SumLogGaps += Math.Log((period - last) / scale);
                purchases++;
                cents += value;
                last = period;
                if (split - period < end - split) lately++;
            }
            row.Add(firstRow + customer);
            x.Add(purchases);
            lastAt.Add((last - first) / scale);
            age.Add((split - first) / scale);
            mean.Add(purchases == 0 ? 0 : cents / 100.0 / purchases);
            held.Add(later);
            heldCents.Add(laterCents);
            recent.Add(lately);
        }
    }

    // Periods with a purchase after one day and until another.
    void Collect(OrderSlice orders, ShopCalendar calendar, int afterDay, int endDay, bool isHeld,
        List<(int Period, long Cents, bool Held)> periods)
    {
        var at = orders.At;
        var gross = orders.GrossCents;
        var discount = orders.DiscountCents;
        var refunded = orders.RefundedCents;
        for (var i = 0; i < at.Length; i++)
        {
            var day = calendar.DayOf(at[i]);
            if (day <= afterDay) continue;
            if (day > endDay) break;
            var paid = discount.IsEmpty ? gross[i] : gross[i] - discount[i];
            var given = refunded.IsEmpty ? 0 : refunded[i];
            if (given > 0 && given >= paid) continue;
            var period = unit.PeriodOf(day);
            if (periods.Count > 0 && periods[^1].Period == period && periods[^1].Held == isHeld)
                periods[^1] = (period, periods[^1].Cents + paid - given, isHeld);
            else periods.Add((period, paid - given, isHeld));
        }
    }
}
