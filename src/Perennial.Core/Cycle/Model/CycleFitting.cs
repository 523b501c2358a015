using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Cycle.Returns;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Cycle.Model;

/// <summary>Fits the purchase cycle of a shop from its profiles, now and 30 and 90 days ago.</summary>
public static class CycleFitting
{
    /// <summary>Fits everything.</summary>
    /// <param name="table">With the fold's columns, as of the scoring run.</param>
    /// <param name="past">The same customers before.</param>
    /// <param name="buyers">Buyers on days of the past year, and what came next.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <returns>The model; null where nobody has an order.</returns>
    public static CycleModel? Fit(
        ProfileTable table, PastProfiles past, PastBuyers buyers, CycleOptions options, ShopCalendar calendar)
    {
        options.Check();
        var (today, day90) = (calendar.DayOf(table.AsOf), calendar.DayOf(past.Days90.AsOf));
        var repeaters = Repeaters(table);
        if (!table.Values(PurchaseColumns.PurchaseDays).AsSpan().ContainsAnyInRange(1, int.MaxValue)) return null;
        // Calibration is honest only with what could be known then; the fit of then is where that of now begins.
        var gapsThen = FitGaps(past.Days90, day90, options, null);
        var gaps = FitGaps(table, today, options, gapsThen);
        var days = buyers.Days();
        var days90 = HorizonFit.Fit(90, gapsThen, days);
        var days30 = HorizonFit.Fit(30, gapsThen, days);
        var (k, customers) = RegularityOf(table);
        var regular = k >= options.RegularFrom;
        return new CycleModel
        {
            Gaps = gaps,
            FirstReturns = ReturnCurve.Of(table, today),
            Days30 = days30,
            Days90 = days90,
            InactiveBelow = options.Zones.InactiveShareOfBase * (days90.BaseShare ?? 1),
            Regularity = k,
            RegularityCustomers = customers,
            Regular = regular,
            Zones = options.Zones,
            Verdict = gaps is null ? TooFew(repeaters, options) : Words(k, customers, regular),
        };
    }

    /// <summary>Fits the gaps alone; null where too few customers bought again.</summary>
    /// <param name="table">With the fold's columns.</param>
    /// <param name="today">The day of the table.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="start">Where to begin; null for a guess.</param>
    public static GapParameters? FitGaps(ProfileTable table, int today, CycleOptions options, GapParameters? start)
    {
        if (Repeaters(table) < options.FewestRepeaters) return null;
        var buyers = new Buyers(table);
        var samples = new List<GapSample>();
        foreach (var row in buyers.Sample(options.FitCustomers))
        {
            var buyer = buyers.At(row, today);
            samples.Add(new GapSample(buyer.Sums, buyer.SilenceDays));
        }
        return GapFit.Fit(samples, start);
    }

    /// <summary>Wheat and Morrison's k from the last two gaps of everybody who has two.</summary>
    public static (double K, int Customers) RegularityOf(ProfileTable table)
    {
        var (last, before) = (table.Values(PurchaseColumns.LastGapDays), table.Values(CycleColumns.GapBeforeLastDays));
        return Regularity.WheatMorrison(Enumerable.Range(0, table.Count)
            .Where(row => before[row] != CycleColumns.GapBeforeLastDays.NoValue)
            .Select(row => ((double)before[row], (double)last[row])));
    }

    static int Repeaters(ProfileTable table)
    {
        var count = 0;
        foreach (var days in table.Values(PurchaseColumns.PurchaseDays)) if (days > 1) count++;
        return count;
    }

    static string TooFew(int repeaters, CycleOptions options) =>
        $"{repeaters:N0} customers bought on two days or more: a cycle needs {options.FewestRepeaters:N0}.";

    static string Words(double k, int customers, bool regular) => regular
        ? $"Customers buy regularly (k {k:0.00} from {customers:N0}; 1 is random)."
        : $"Customers do not buy regularly (k {k:0.00} from {customers:N0}; 1 is random): read their cycle as a rough "
            + "guide, and go by the chance to buy.";
}
