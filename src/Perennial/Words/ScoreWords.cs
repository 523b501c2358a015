using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;

namespace Perennial.Words;

/// <summary>One score of one customer with the cut points that gave it.</summary>
/// <param name="Letter">R, F or M.</param>
/// <param name="Score">The score; 0 if the customer has none.</param>
/// <param name="Bins">The highest possible score.</param>
/// <param name="Measure">The measure in words: "last order 2026-08-03".</param>
/// <param name="Limits">What this score and the next take: "score 4 starts at 2026-07-01, score 5 at
/// 2026-09-12".</param>
public sealed record ScoreExplained(string Letter, int Score, int Bins, string Measure, string Limits)
{
    /// <summary>The whole sentence.</summary>
    public override string ToString() => $"{Letter} = {Score}: {Measure}; {Limits}";
}

/// <summary>Explains R, F and M by the frozen cut points of a scoring run.</summary>
public static class ScoreWords
{
    /// <summary>The three scores of a row, or none where the customer was not scored.</summary>
    public static IReadOnlyList<ScoreExplained> Explain(
        ScoringRun run, ProfileTable table, int row, ShopCalendar calendar)
    {
        var (r, f, m) = (table.Values(RfmColumns.R)[row], table.Values(RfmColumns.F)[row],
            table.Values(RfmColumns.M)[row]);
        var lastOrderAt = table.Values(PurchaseColumns.LastOrderAt)[row];
        if (r == 0 || f == 0 || m == 0 || !lastOrderAt.HasValue) return [];

        var cut = run.CutPoints;
        var forF = cut.F.Count == 1 ? cut.F[0] : cut.F[r - 1];
        var forM = cut.M.Count == 1 ? cut.M[0] : cut.M[(r - 1) * cut.Bins + f - 1];
        var orders = table.Values(PurchaseColumns.Frequency)[row];
        var money = table.Values(PurchaseColumns.Monetary)[row];
        return
        [
            new("R", r, cut.Bins, $"last order {Day(calendar.DayOf(lastOrderAt))}", Limits(cut.R, r, Day)),
            new("F", f, cut.Bins, orders == 1 ? "1 order" : $"{orders:N0} orders",
                Limits(forF, f, Count) + Among(cut.F.Count, $"R = {r}")),
            new("M", m, cut.Bins, $"revenue {CallWords.Money(money)}",
                Limits(forM, m, CallWords.Money) + Among(cut.M.Count, $"R = {r} and F = {f}")),
        ];
    }

    /// <summary>What a score and the next one take, in words.</summary>
    /// <param name="points">The cut points of the measure.</param>
    /// <param name="score">1..limits + 1.</param>
    /// <param name="words">Turns a whole value of the measure (a day, orders, cents) into words.</param>
    public static string Limits(CutPoints points, int score, Func<long, string> words)
    {
        var top = points.Limits.Length + 1;
        // A score whose limits coincide, or whose limit nobody reaches, is given to nobody: the next one that somebody
        // can have is of interest.
        var next = score + 1;
        while (next <= top && (!IsReached(points, next) || IsCollapsed(points, next, top))) next++;
        var hasLower = score > 1 && IsReached(points, score);
        var lower = hasLower ? $"score {score} starts at {words(First(points, score))}" : "";
        if (next > top) return hasLower ? $"{lower}, the highest" : "the only score";
        var start = words(First(points, next));
        var upper = hasLower ? $"{lower}, score {next} at {start}" : $"score {next} starts at {start}";
        var tied = points.Ties.Count > 0 && (IsCut(points, score) || IsCut(points, next));
        return tied ? upper + " (equal values were cut there by the other measures, then by key)" : upper;
    }

    // Days, orders and cents are whole numbers, so a limit between two of them starts at the next whole one.
    static long First(CutPoints points, int score)
    {
        var limit = points.Limits[score - 2];
        return (long)(points.LimitScoresHigher ? Math.Ceiling(limit) : Math.Floor(limit) + 1);
    }

    static bool IsReached(CutPoints points, int score) => Math.Abs(points.Limits[score - 2]) < 1e15;

    static bool IsCollapsed(CutPoints points, int score, int top) =>
        score < top && points.Ties.Count == 0 && IsReached(points, score + 1)
        && First(points, score) == First(points, score + 1);

    static bool IsCut(CutPoints points, int score) => score >= 2 && score - 2 < points.Ties.Count;

    static string Among(int sets, string group) => sets == 1 ? "" : $" among customers with {group}";

    static string Day(long day) => ShopCalendar.Date((int)day).ToString("yyyy-MM-dd");

    static string Count(long orders) => orders == 1 ? "1 order" : $"{orders:N0} orders";
}
