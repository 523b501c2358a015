using Perennial.Core;
using Perennial.Core.Cycle.Returns;
using Perennial.Core.Purchases;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>The customers whose first order fell into one month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Customers">How many.</param>
/// <param name="ReturnedBy">Share who bought again within each of <see cref="CohortInsight.Horizons"/>; null where the
/// month is too young to say.</param>
/// <param name="MedianDays">Days until half of those who came back had done so.</param>
/// <param name="Rule">The rule that finds them.</param>
public sealed record CohortRow(
    DateOnly Month, int Customers, IReadOnlyList<double?> ReturnedBy, int? MedianDays, string Rule);

/// <summary>The way from one purchase to the next.</summary>
/// <param name="FromPurchase">1 is from the first to the second; the last holds all later ones too.</param>
/// <param name="Name">"1st to 2nd".</param>
/// <param name="Customers">Purchases it starts from.</param>
/// <param name="ShareEver">The share followed by another, as far as anybody was seen.</param>
/// <param name="MedianDays">Days by which half of those had come; null where none did.</param>
/// <param name="TripWireDays">Days by which four in five of those had come: who is still silent raises a hand.</param>
/// <param name="Chances">The chance to buy in each span of 30 days of those who have not yet; ends where fewer than 30
/// are left to look at.</param>
/// <param name="Past">Customers who now are silent for longer than the trip wire, but not for a year longer.</param>
/// <param name="PastRule">The rule that finds them.</param>
public sealed record StepRow(
    int FromPurchase, string Name, int Customers, double ShareEver, int? MedianDays, int? TripWireDays,
    IReadOnlyList<double> Chances, int Past, string PastRule);

/// <summary>Who comes back, and when: by month of the first order, and from purchase to purchase.</summary>
/// <param name="Cohorts">The latest first.</param>
/// <param name="Steps">From the first to the second on.</param>
/// <param name="Returned">Share of all customers who came back within each horizon; null where nobody is known for so
/// long.</param>
public sealed record CohortInsight(
    IReadOnlyList<CohortRow> Cohorts, IReadOnlyList<StepRow> Steps, IReadOnlyList<double?> Returned)
{
    const int Spans = 12;
    const int FewestAtRisk = 30;

    /// <summary>Days of a span of <see cref="StepRow.Chances"/>.</summary>
    public const int SpanDays = 30;

    /// <summary>Days of <see cref="CohortRow.ReturnedBy"/>.</summary>
    public static IReadOnlyList<int> Horizons => Core.Cycle.Returns.Cohorts.Horizons;

    internal static CohortInsight Of(ShopView view, IReadOnlyList<Latency> latencies) => new(
        [.. Core.Cycle.Returns.Cohorts.Of(view.Table, view.Calendar).Reverse().Select(cohort =>
        {
            var month = ShopCalendar.Date(cohort.FirstDay);
            return new CohortRow(month, cohort.Customers, cohort.ReturnedBy, cohort.MedianDays,
                RuleText.FirstOrder(month, month.AddMonths(1)));
        })],
        [.. latencies.Where(latency => latency.Curve.Customers > 0).Select(latency => Step(view, latency))],
        [.. Horizons.Select(days => latencies.Count == 0 ? null : latencies[0].Curve.ShareBy(days))]);

    static StepRow Step(ShopView view, Latency latency)
    {
        var from = latency.FromPurchase;
        var isLast = from == Latencies.Steps;
        var (past, rule) = (0, "");
        if (latency.TripWireDays is { } wire)
        {
            var (days, silence) = (view.Table.Values(PurchaseColumns.PurchaseDays),
                view.Table.Values(PurchaseColumns.RecencyDays));
            for (var row = 0; row < days.Length; row++)
            {
                if ((days[row] == from || (isLast && days[row] > from)) && silence[row] > wire
                    && silence[row] <= wire + 365) past++;
            }
            rule = $"purchase_days {(isLast ? ">=" : "=")} {from} and recency_days > {wire} "
                + $"and recency_days <= {wire + 365}";
        }
        var name = isLast ? $"{Ordinal(from)} and later" : $"{Ordinal(from)} to {Ordinal(from + 1)}";
        return new(from, name, latency.Curve.Customers, latency.Curve.ShareEver, latency.MedianDays,
            latency.TripWireDays, Chances(latency.Curve), past, rule);
    }

    // What few people did in a span is chance, and a line through it would be read as news.
    static List<double> Chances(SurvivalCurve curve)
    {
        var chances = new List<double>();
        foreach (var span in curve.Hazard(SpanDays).Take(Spans))
        {
            if (span.ToDay - span.FromDay + 1 < SpanDays || AtRisk(curve, span.FromDay) < FewestAtRisk) break;
            chances.Add(span.Chance);
        }
        return chances;
    }

    static int AtRisk(SurvivalCurve curve, int day)
    {
        var next = Array.FindIndex(curve.Days, known => known >= day);
        return next < 0 ? 0 : curve.AtRisk[next];
    }

    static string Ordinal(int place) => place switch { 1 => "1st", 2 => "2nd", 3 => "3rd", _ => $"{place}th" };
}
