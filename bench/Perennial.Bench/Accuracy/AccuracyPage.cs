using System.Globalization;
using System.Text;
using Perennial.Core.Recommendations;

namespace Perennial.Bench.Accuracy;

/// <summary>docs/reference/accuracy.md.</summary>
static class AccuracyPage
{
    public static string Of(
        IReadOnlyList<MeasuredSet> sets, IReadOnlyDictionary<(string Set, string Measure), double> before)
    {
        var page = new StringBuilder(Head);
        page.Append(CultureInfo.InvariantCulture, $"""


            ## What ranks who buys within 90 days

            Of two customers with a cycle, one who bought and one who did not, how often the first stands higher (AUC;
            .5 is a coin). The status has five ranks, and says where customers stand in their own rhythm; to
            choose who buys, go by the chance. *Percentile* is what statuses are cut from, that of the silence
            in the own rhythm: no limits between statuses rank better. *In fifths* is the chance in five ranks.
            *Plain* is a logistic regression on number of purchases, silence and tenure.

            | set | forecasts | cycle_status | percentile | recency | p_buy_90d | before | in fifths | plain |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var set in sets.Where(set => set.Cycle.Ranking is not null))
        {
            var r = set.Cycle.Ranking!;
            page.Append(CultureInfo.InvariantCulture,
                $"| {set.Name} | {r.Customers:N0} | {r.Status:.000} | {r.Percentile:.000} | ");
            page.Append(CultureInfo.InvariantCulture, $"{r.Recency:.000} | {r.Chance:.000} | ");
            page.Append(CultureInfo.InvariantCulture,
                $"{Before(before, set, "AUC p_buy_90d", ".000")} | {r.Fifths:.000} | {r.Plain:.000} |\n");
        }
        Zones(page, sets);
        foreach (var days in new[] { 90, 30 }) Calibrations(page, sets, before, days);
        Risks(page, sets);
        Discovered(page, sets);
        return page.ToString();
    }

    static void Zones(StringBuilder page, IReadOnlyList<MeasuredSet> sets)
    {
        page.Append("""

            ## Whether fitted zones rank better than statuses

            Five zones whose limits are fitted, on every day forecast from, to the days whose 90 days were over by
            then, and that rank the days after. *Of percentile*: of the silence in the own rhythm, as statuses are.
            *Of both*: of the percentile and the chance together, weighed by a logistic regression of those days.
            Nothing was chosen on any set but that there are five.

            | set | forecasts | cycle_status | of percentile | of both | chance in fifths | recency | p_buy_90d |
            |---|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var set in sets)
        {
            if (set.Zones is not { } z) continue;
            page.Append(CultureInfo.InvariantCulture,
                $"| {set.Name} | {z.Forecasts:N0} | {z.Status:.000} | {z.OfPercentile:.000} | {z.OfBoth:.000} | ");
            page.Append(CultureInfo.InvariantCulture, $"{z.Fifths:.000} | {z.Recency:.000} | {z.Chance:.000} |\n");
        }
    }

    static void Risks(StringBuilder page, IReadOnlyList<MeasuredSet> sets)
    {
        page.Append("""

            ## Whether at_risk is what is lost

            Computed on days a year ago and more, 90 days apart, and compared with the 365 days after; sums in
            each set's currency. *Expected* is what late and very late customers were to spend, *spent* what
            they did. *Rhythm* is what they would have, had they kept to it; nobody can have seen that, so it
            stands beside what customers of the same rhythm who were on time that day then spent, as if they
            were as many. *Uncapped* is the rhythm alone, without the limit of what the year to the last order
            brought.

            | set | days | late | expected | spent | off by | rhythm | on time spent | off by | uncapped | at risk |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var set in sets)
        {
            if (set.Risk is not { } risk)
            {
                page.Append(CultureInfo.InvariantCulture,
                    $"| {set.Name} | hardly anybody was late a year before the end | | | | | | | | | |\n");
                continue;
            }
            page.Append(CultureInfo.InvariantCulture,
                $"| {set.Name} | {risk.Origins} | {risk.Late:N0} | {risk.Expected:N0} | {risk.Spent:N0} | ");
            page.Append(CultureInfo.InvariantCulture,
                $"{Share(risk.Expected, risk.Spent)} | {risk.Rhythm:N0} | {risk.OnTime:N0} | ");
            page.Append(CultureInfo.InvariantCulture,
                $"{Share(risk.Rhythm, risk.OnTime)} | {risk.Uncapped:N0} | {risk.AtRisk:N0} |\n");
        }
    }

    static void Discovered(StringBuilder page, IReadOnlyList<MeasuredSet> sets)
    {
        page.Append("""

            ## Whether discover beats what is popular

            Of customers who bought something new to them within 90 days, the share of whom one of the six
            products offered was among it (HR@6). How to recommend is chosen on the 90 days before the last 90
            and reported on the last, as every scoring run does by itself; where nothing beats popularity, that is
            used. *EASE* is what was used before there was a choice, with a place kept for new products.

            | set | customers | used | chosen on | popular then | after it | popular | EASE |
            |---|--:|---|--:|--:|--:|--:|--:|

            """);
        foreach (var set in sets)
        {
            if (set.Discover is not { Customers: > 0, LaterCustomers: > 0 } trial) continue;
            var ease = trial.Methods.First(one => one.Method == RecommendationMethod.Ease);
            page.Append(CultureInfo.InvariantCulture, $"| {set.Name} | {trial.LaterCustomers:N0} | ");
            page.Append(CultureInfo.InvariantCulture,
                $"{trial.Chosen.Method.ToString().ToLowerInvariant()}{(trial.Chosen.WithCold ? ", with new" : "")} | ");
            page.Append(CultureInfo.InvariantCulture, $"{Rate(trial.Chosen.Hits, trial.Customers)} | ");
            page.Append(CultureInfo.InvariantCulture, $"{Rate(trial.Popular.Hits, trial.Customers)} | ");
            page.Append(CultureInfo.InvariantCulture, $"{Rate(trial.Chosen.LaterHits, trial.LaterCustomers)} | ");
            page.Append(CultureInfo.InvariantCulture, $"{Rate(trial.Popular.LaterHits, trial.LaterCustomers)} | ");
            page.Append(CultureInfo.InvariantCulture, $"{Rate(ease.LaterHits, trial.LaterCustomers)} |\n");
        }
    }

    static string Rate(int hits, int customers) =>
        ((double)hits / customers).ToString(".000", CultureInfo.InvariantCulture);

    static string Share(double said, double was) => was <= 0 ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{(said / was - 1) * 100:+0;−0;0} %");

    const string Head = """
        # How right the forecasts are

        Made by `bench/accuracy/run.sh`; `perennial validate cycle` says the same of a shop's own past. Every forecast
        is fitted to what was known on a day of the past, and compared with what came after. *Before* is what the same
        command found on 2026-11-30, before calibration learnt from more than one day of the past. What is random is
        drawn with a fixed seed.
        """;

    static void Calibrations(StringBuilder page, IReadOnlyList<MeasuredSet> sets,
        IReadOnlyDictionary<(string Set, string Measure), double> before, int days)
    {
        page.Append(CultureInfo.InvariantCulture, $"""

            ## Whether p_buy_{days}d is as high as what happens

            All customers with an order, from days {days} apart or more, so that nothing to come is forecast
            twice. *Allowed* holds 95 of 100 draws of 1,000 from the forecasts themselves. *By tenths*: the mean
            over ten parts, from the lowest chances to the highest, of how far given and bought lie apart, in
            points, and how far chance alone puts them. *In* counts the days on which the two lay no further
            apart than the run of that day said of itself: a whole period lies above or below what is usual, and a
            shop's first year tells nothing of its season.

            | set | days | forecasts | given | bought | allowed | off by | before | by tenths | allowed | before | in |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var set in sets)
        {
            if ((days == 30 ? set.Cycle.Calibration30 : set.Cycle.Calibration90) is not { } c) continue;
            var gap = Before(before, set, $"p_buy_{days}d gap", "0.0", 100);
            page.Append(CultureInfo.InvariantCulture,
                $"| {set.Name} | {c.Origins} | {c.Forecasts:N0} | {c.Given:.000} | ");
            page.Append(
                CultureInfo.InvariantCulture, $"{c.Bought:.000} | {c.BoughtLow:.000} to {c.BoughtHigh:.000} | ");
            page.Append(CultureInfo.InvariantCulture,
                $"{Off(c.Given - c.Bought, c.Beyond != 0)} | {OffBefore(before, set, days)} | ");
            page.Append(CultureInfo.InvariantCulture,
                $"{Bold($"{c.MeanGap * 100:0.0}", c.GapBeyond > 0)} | {c.MeanGapHigh * 100:0.0} | {gap} | ");
            page.Append(CultureInfo.InvariantCulture, $"{c.ByDay.Count(day => day.Holds)} of {c.ByDay.Count} |\n");
        }
    }

    // Bold where it is more than chance allows.
    static string Off(double gap, bool beyond)
    {
        var points = string.Create(CultureInfo.InvariantCulture, $"{gap * 100:+0.0;−0.0;0.0}");
        return Bold(points, beyond);
    }

    static string Bold(string text, bool bold) => bold ? $"**{text}**" : text;

    static string OffBefore(
        IReadOnlyDictionary<(string Set, string Measure), double> before, MeasuredSet set, int days)
    {
        var name = $"p_buy_{days}d";
        if (!before.TryGetValue((set.Name, $"{name} given"), out var given)) return "";
        double Of(string measure) => before[(set.Name, $"{name} {measure}")];
        return Off(given - Of("bought"), Of("bought") < Of("low") || Of("bought") > Of("high"));
    }

    static string Before(IReadOnlyDictionary<(string Set, string Measure), double> before, MeasuredSet set,
        string measure, string format, double times = 1) =>
        before.TryGetValue((set.Name, measure), out var value)
            ? (value * times).ToString(format, CultureInfo.InvariantCulture) : "";
}
