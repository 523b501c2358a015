using Perennial.Core;
using Perennial.Core.AtRisk;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Purchases;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>How good one forecast of repeat buyers was in the days before the scoring run.</summary>
/// <param name="Forecast">Which.</param>
/// <param name="Days">Days ahead.</param>
/// <param name="Customers">How many were forecast.</param>
/// <param name="LogLoss">Less is better.</param>
/// <param name="Auc">The chance that of a buyer and a non-buyer the buyer was rated higher; more is better.</param>
/// <param name="IsUsed">Whether the columns follow from it.</param>
public sealed record ForecastRow(string Forecast, int Days, int Customers, double LogLoss, double Auc, bool IsUsed);

/// <summary>Customers of one cycle status, and what to expect of them.</summary>
/// <param name="Status">How many they are.</param>
/// <param name="BuyChance30">Their mean chance of an order within 30 days; null where not forecast.</param>
/// <param name="BuyChance90">The same within 90 days.</param>
/// <param name="RevenueCents">Their revenue so far.</param>
/// <param name="AtRiskCents">Their at_risk together; null where nobody has any.</param>
public sealed record StatusRow(
    Part Status, double? BuyChance30, double? BuyChance90, long RevenueCents, long? AtRiskCents);

/// <summary>Who is due, who is late: everybody, by product category and by quarter of the first order.</summary>
public sealed record CycleInsight
{
    /// <summary>Whether the scoring run found a cycle.</summary>
    public required bool IsFitted { get; init; }

    /// <summary>What the data say of cycles, in words.</summary>
    public required string Verdict { get; init; }

    /// <summary>Which forecast within 90 days is used and why, in words; empty without one.</summary>
    public required string ForecastVerdict { get; init; }

    /// <summary>Whether the plain regression is used in place of the cycle.</summary>
    public required bool Fallback { get; init; }

    /// <summary>Every status, from recent to unknown.</summary>
    public required IReadOnlyList<StatusRow> Statuses { get; init; }

    /// <summary>The same by product category, the most customers first.</summary>
    public required IReadOnlyList<SplitRow> Categories { get; init; }

    /// <summary>The same by quarter of the first order, the latest first.</summary>
    public required IReadOnlyList<SplitRow> Cohorts { get; init; }

    /// <summary>How good the forecasts were.</summary>
    public required IReadOnlyList<ForecastRow> Forecasts { get; init; }

    /// <summary>How far all chances together may run too high or too low, in words; empty where nothing is known of it.
    /// </summary>
    public required string LevelWords { get; init; }

    /// <summary>The spread of p_buy_90d.</summary>
    public required Distribution Chances { get; init; }

    /// <summary>Customers who should have come back by now: late and very late.</summary>
    public int Late => Count(CycleStatus.Late) + Count(CycleStatus.VeryLate);

    /// <summary>Customers whose next order is due soon.</summary>
    public int Due => Count(CycleStatus.Soon);

    /// <summary>Customers with a status, those with one purchase among them.</summary>
    public int Customers => Statuses.Sum(row => row.Status.Customers);

    int Count(CycleStatus status) => Statuses[(int)status - 1].Status.Customers;

    internal static CycleInsight Of(ShopView view)
    {
        var model = view.ScoringRun?.Models.Cycle;
        return new CycleInsight
        {
            IsFitted = model is not null,
            Verdict = model?.Verdict ?? "No scoring run has looked for cycles yet.",
            ForecastVerdict = model?.Days90.Verdict ?? "",
            Fallback = model?.Days90.Fallback ?? false,
            LevelWords = model is null ? "" : WordsOfLevel(model.Days90, view.Table.Values(CycleColumns.BuyChance90)),
            Statuses = StatusesOf(view),
            Categories = [.. (view.ScoringRun?.Models.Categories?.Categories ?? [])
                .Where(category => category.StatusCustomers.Count > 0)
                .OrderByDescending(category => category.StatusCustomers.Sum()).Select(CategoryRow)],
            Cohorts = CohortsOf(view),
            Forecasts = model is null ? [] : [.. Rows(model.Days30), .. Rows(model.Days90)],
            Chances = Distribution.Of(CycleColumns.BuyChance90.Name, view.Table.Values(CycleColumns.BuyChance90)),
        };
    }

    static string WordsOfLevel(HorizonModel model, double[] chances)
    {
        var off = model.MayBeOff(chances);
        if (double.IsNaN(off)) return "";
        var why = model.KnowsSeason ? "levels of past periods have moved as much"
            : "the shop's past holds less than a year to learn from, so that its season is not known";
        return $"All chances within {model.Days} days together may run up to {off * 100:0} points too high or too low: "
            + $"{why}.";
    }

    static IReadOnlyList<StatusRow> StatusesOf(ShopView view)
    {
        var status = view.Table.Values(CycleColumns.Status);
        var (chance30, chance90) = (view.Table.Values(CycleColumns.BuyChance30),
            view.Table.Values(CycleColumns.BuyChance90));
        var revenue = view.Table.Values(PurchaseColumns.Revenue);
        var atRisk = view.Table.Values(AtRiskColumns.AtRisk);
        var names = CycleStatuses.Names;
        var lost = new long?[names.Count];
        var (counts, cents) = (new int[names.Count], new long[names.Count]);
        var (within30, within90) = (new Mean[names.Count], new Mean[names.Count]);
        for (var row = 0; row < status.Length; row++)
        {
            if (status[row] == 0) continue;
            var i = status[row] - 1;
            counts[i]++;
            cents[i] += Math.Max(0, revenue[row]);
            if (atRisk[row] != AtRiskColumns.AtRisk.NoValue) lost[i] = (lost[i] ?? 0) + atRisk[row];
            within30[i].Add(chance30[row]);
            within90[i].Add(chance90[row]);
        }
        return [.. Part.Of(names, counts, Rule).Select((part, i) =>
            new StatusRow(part, within30[i].Value, within90[i].Value, cents[i], lost[i]))];
    }

    static SplitRow CategoryRow(CategoryCycle category)
    {
        var bought = $"has order where {RuleText.Is("category", category.Name)}";
        return new SplitRow(category.Name, category.StatusCustomers.Sum(),
            Part.Of(CycleStatuses.Names, category.StatusCustomers, name => $"{Rule(name)} and {bought}"),
            category.Verdict, bought);
    }

    static IReadOnlyList<SplitRow> CohortsOf(ShopView view)
    {
        var (status, first) = (view.Table.Values(CycleColumns.Status),
            view.Table.Values(PurchaseColumns.FirstOrderDay));
        var quarters = new SortedDictionary<int, int[]>();
        for (var row = 0; row < status.Length; row++)
        {
            if (status[row] == 0) continue;
            var date = ShopCalendar.Date(first[row]);
            var quarter = date.Year * 4 + (date.Month - 1) / 3;
            if (!quarters.TryGetValue(quarter, out var counts))
                quarters[quarter] = counts = new int[CycleStatuses.Names.Count];
            counts[status[row] - 1]++;
        }
        return [.. quarters.Reverse().Select(entry =>
        {
            var from = new DateOnly(entry.Key / 4, entry.Key % 4 * 3 + 1, 1);
            var rule = RuleText.FirstOrder(from, from.AddMonths(3));
            return new SplitRow($"{from.Year} Q{entry.Key % 4 + 1}", entry.Value.Sum(),
                Part.Of(CycleStatuses.Names, entry.Value, name => $"{Rule(name)} and {rule}"), "", rule);
        })];
    }

    static IEnumerable<ForecastRow> Rows(HorizonModel model)
    {
        (string Name, ForecastScore? Score, bool IsUsed)[] rows =
        [
            ("purchase cycle, calibrated", model.Calibrated, !model.Fallback),
            ("number, recency and tenure alone", model.PlainLogistic, model.Fallback),
            ("recency alone", model.Recency, false),
        ];
        foreach (var (name, score, isUsed) in rows)
        {
            if (score is not null)
                yield return new(name, model.Days, score.Customers, score.LogLoss, score.Auc, isUsed);
        }
    }

    static string Rule(string status) => RuleText.Is(CycleColumns.Status.Name, status);
}

/// <summary>A mean of those that have a value.</summary>
struct Mean
{
    double sum;
    int count;

    public readonly double? Value => count == 0 ? null : sum / count;

    public void Add(double value)
    {
        if (double.IsNaN(value)) return;
        sum += value;
        count++;
    }
}
