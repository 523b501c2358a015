using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Cycle.Returns;

/// <summary>How long a customer was seen after the first purchase.</summary>
/// <param name="Days">Until the second, or until now.</param>
/// <param name="IsReturn">Whether the second came.</param>
/// <param name="FirstDay">The day of the first.</param>
public readonly record struct FirstStay(int Days, bool IsReturn, int FirstDay);

/// <summary>When customers who bought once buy again: the chance per day by days since the first purchase, and how much
/// more or less often than all others those of one month of first purchases do.</summary>
/// <param name="FromDay">Where each span of days starts, ascending from 0; the last has no end.</param>
/// <param name="PerDay">The chance per day in each span, as a rate.</param>
/// <param name="AtRisk">How many were seen in each span.</param>
/// <param name="Months">Months of first purchases, as 12 · year + month − 1, ascending.</param>
/// <param name="Factors">How many times as often as all others customers of the month return; drawn to 1 where they
/// are few.</param>
/// <param name="Customers">Customers seen.</param>
/// <param name="Returned">Those who came back.</param>
public sealed record ReturnCurve(
    int[] FromDay, double[] PerDay, int[] AtRisk, int[] Months, double[] Factors, int Customers, int Returned)
{
    // Spans that widen as customers grow few.
    static readonly int[] Spans =
        [0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, 540, 730, 1095, 1460];

    // As if so many expected returns of a month had come just as expected.
    const double PriorReturns = 20;

    /// <summary>The curve of a table's customers.</summary>
    /// <param name="table">With the fold's columns.</param>
    /// <param name="today">The day of the table.</param>
    /// <returns>The curve; null where nobody came back.</returns>
    public static ReturnCurve? Of(ProfileTable table, int today) => Of([.. StaysOf(table, today)]);

    /// <summary>The curve of some customers.</summary>
    /// <param name="stays">One for each.</param>
    /// <returns>The curve; null where nobody came back.</returns>
    public static ReturnCurve? Of(IReadOnlyList<FirstStay> stays)
    {
        var (events, days, atRisk) = (new double[Spans.Length], new double[Spans.Length], new int[Spans.Length]);
        var (customers, returned) = (0, 0);
        foreach (var (stay, isReturn, _) in stays)
        {
            customers++;
            if (isReturn) returned++;
            for (var i = 0; i < Spans.Length && Spans[i] < stay; i++)
            {
                atRisk[i]++;
                days[i] += Math.Min(stay, End(i)) - Spans[i];
                if (isReturn && stay <= End(i)) events[i]++;
            }
        }
        if (returned == 0) return null;
        var perDay = new double[Spans.Length];
        // Where few are left, half a return more than seen, but never above the span before.
        for (var i = 0; i < perDay.Length; i++)
        {
            perDay[i] = days[i] > 0 ? events[i] / days[i] : 0;
            if (i == 0 || events[i] >= 5) continue;
            var before = perDay[i - 1];
            perDay[i] = Math.Min(before, (events[i] + 0.5) / (days[i] + 0.5 / Math.Max(before, 1e-6)));
        }
        var curve = new ReturnCurve([.. Spans], perDay, atRisk, [], [], customers, returned);
        return curve.WithMonths(stays);
    }

    /// <summary>The chance that a customer who has not come back yet does so within some days.</summary>
    /// <param name="firstDay">The day of the first purchase.</param>
    /// <param name="silenceDays">Days since then.</param>
    /// <param name="withinDays">Days to come.</param>
    public double Returns(int firstDay, double silenceDays, double withinDays) =>
        1 - Math.Exp(-FactorOf(Month(firstDay)) * (Sum(silenceDays + withinDays) - Sum(silenceDays)));

    /// <summary>How many times as often as all others customers of a month come back; 1 for a month not seen.</summary>
    public double FactorOf(int month)
    {
        var index = Array.BinarySearch(Months, month);
        return index >= 0 ? Factors[index] : 1;
    }

    /// <summary>The month of a day, as 12 · year + month − 1.</summary>
    public static int Month(int day)
    {
        var date = ShopCalendar.Date(day);
        return 12 * date.Year + date.Month - 1;
    }

    /// <summary>The rates summed up to a day.</summary>
    double Sum(double day)
    {
        var sum = 0.0;
        for (var i = 0; i < FromDay.Length && FromDay[i] < day; i++)
        {
            var end = i + 1 < FromDay.Length ? FromDay[i + 1] : double.PositiveInfinity;
            sum += PerDay[i] * (Math.Min(day, end) - FromDay[i]);
        }
        return sum;
    }

    ReturnCurve WithMonths(IReadOnlyList<FirstStay> stays)
    {
        var months = new SortedDictionary<int, (double Seen, double Expected)>();
        foreach (var (stay, isReturn, firstDay) in stays)
        {
            var month = Month(firstDay);
            var (seen, expected) = months.GetValueOrDefault(month);
            months[month] = (seen + (isReturn ? 1 : 0), expected + Sum(stay));
        }
        return this with
        {
            Months = [.. months.Keys],
            Factors = [.. months.Values.Select(m => (m.Seen + PriorReturns) / (m.Expected + PriorReturns))],
        };
    }

    static IEnumerable<FirstStay> StaysOf(ProfileTable table, int today)
    {
        var (purchaseDays, firstDay, firstGap) = (table.Values(PurchaseColumns.PurchaseDays),
            table.Values(PurchaseColumns.FirstOrderDay), table.Values(PurchaseColumns.FirstGapDays));
        for (var row = 0; row < table.Count; row++)
        {
            if (purchaseDays[row] <= 0) continue;
            var isReturn = purchaseDays[row] > 1;
            yield return new(isReturn ? firstGap[row] : today - firstDay[row], isReturn, firstDay[row]);
        }
    }

    static int End(int span) => span + 1 < Spans.Length ? Spans[span + 1] : int.MaxValue;
}
