using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Shop;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Scoring;

/// <summary>Says in a terminal what a scoring run found.</summary>
static class ScoringTables
{
    public static void PrintScoringRun(IAnsiConsole console, ScoringRun run)
    {
        var day = $"{ShopCalendar.Date(run.AsOfDay):yyyy-MM-dd}";
        console.MarkupLineInterpolated($"{run.Customers:N0} customers scored as of {day}, {Method(run)}.");
        console.Write(CutPoints(run));
        console.Write(RfmSegments(run));
        if (Moves(run) is { } moves) console.Write(moves);
    }

    /// <summary>Where each score begins, and how many customers have it.</summary>
    public static Table CutPoints(ScoringRun run)
    {
        var table = PlainTable.Of("#score", "#R: last order from", "#customers", "#F: orders", "#customers",
            "#M: total", "#customers");
        var nested = run.CutPoints.F.Count > 1;
        for (var score = run.CutPoints.Bins; score >= 1; score--)
        {
            table.AddRow($"{score}",
                From(run.CutPoints.R, score, day => $"{ShopCalendar.Date((int)day):yyyy-MM-dd}"),
                Count(run.Counts.R[score - 1]),
                nested ? "within R" : From(run.CutPoints.F[0], score, orders => $"{orders:N0}"),
                Count(run.Counts.F[score - 1]),
                nested ? "within R, F" : From(run.CutPoints.M[0], score, CallWords.Money),
                Count(run.Counts.M[score - 1]));
        }
        return table;
    }

    public static Table RfmSegments(ScoringRun run)
    {
        var table = PlainTable.Of("RFM segment", "#customers", "#share", "#orders", "#revenue", "#per order");
        foreach (var total in run.RfmSegmentTotals)
        {
            var perOrder = total.Orders == 0 ? "" : CallWords.Money(Average.Cents(total.RevenueCents, total.Orders));
            table.AddRow(new Text(total.Name), new Text($"{total.Customers:N0}"),
                new Text($"{(double)total.Customers / run.Customers:P1}"), new Text($"{total.Orders:N0}"),
                new Text(CallWords.Money(total.RevenueCents)), new Text(perOrder));
        }
        return table;
    }

    public static Table Tiers(ProfileTable profiles)
    {
        var count = new int[CallWords.Tiers.Count + 1];
        foreach (var tier in profiles.Values(PriorityColumns.Tier)) count[tier]++;
        var table = PlainTable.Of("#tier", "meaning", "#customers");
        for (var tier = 1; tier <= CallWords.Tiers.Count; tier++)
            table.AddRow($"{tier}", CallWords.Tiers[tier - 1], $"{count[tier]:N0}");
        return table;
    }

    static Table? Moves(ScoringRun run)
    {
        var moved = run.Moves.Where(move => move.From != move.To && move.From.Length > 0).Take(10).ToList();
        if (moved.Count == 0) return null;
        var table = PlainTable.Of("moved from", "to", "#customers");
        foreach (var move in moved)
            table.AddRow(new Text(move.From), new Text(move.To), new Text($"{move.Customers:N0}"));
        return table;
    }

    static string From(CutPoints points, int score, Func<long, string> words) =>
        points.StartOf(score) is { } least ? words(least) : "";

    static string Count(int customers) => customers == 0 ? "nobody" : $"{customers:N0}";

    static string Method(ScoringRun run) => run.Rfm.Method switch
    {
        RfmMethod.TiesTogether => $"{run.Rfm.Bins} quantiles, equal values together",
        RfmMethod.NTile => $"{run.Rfm.Bins} groups of equal size",
        RfmMethod.Nested => $"{run.Rfm.Bins} nested groups of equal size",
        RfmMethod.Fixed => "limits given by hand",
        RfmMethod.PercentileCuts => "percentiles given by hand",
        RfmMethod.OneTimeBuyerFloor => "one-time buyers and lost customers apart, quantiles for the rest",
        RfmMethod.RankPercent => $"{run.Rfm.Bins} scores by average rank",
        RfmMethod.RfmR => "as the R package rfm does",
        _ => run.Rfm.Method.ToString(),
    };
}
