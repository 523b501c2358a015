using Perennial.Channels.Intake;
using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;

namespace Perennial.Operations;

/// <summary>A file of orders, scored.</summary>
/// <param name="Report">The account of every row.</param>
/// <param name="Profiles">Every customer of the file with every column.</param>
/// <param name="Run">The cut points, and what they found.</param>
/// <param name="InCallOrder">Rows of the profiles, the most important call first; those without an order last.</param>
sealed record ScoredFile(IntakeReport Report, ProfileTable Profiles, ScoringRun Run, int[] InCallOrder);

/// <summary>Scores a file of orders without any database.</summary>
static class ScoreFile
{
    /// <param name="path">The file; - is standard input.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="scoring">How to score it.</param>
    /// <param name="asOf">As of the end of this day; null for the day of the last order in the file.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="BadInputException">The file cannot be read or has no order.</exception>
    public static ScoredFile Run(string path, IntakeOptions options, ScoringOptions scoring, DateOnly? asOf,
        Action<string, double> progress, CancellationToken cancel)
    {
        var orders = OrderFile.Read(path, options, progress, cancel);
        progress("scoring", 0.9);
        var at = AsOf(asOf, orders.Report, options.Calendar, path);
        var settings = new ProfileSettings { Calendar = options.Calendar };
        var table = ProfileFold.FoldAll(orders.History, orders.Keys, at, settings);
        cancel.ThrowIfCancellationRequested();
        var run = Scorer.Run(table, options.Calendar, scoring, previousAsOfDay: null);
        return new ScoredFile(orders.Report, table, run, InCallOrder(table));
    }

    // Today would be wrong for a file of last year's orders: everybody in it would look lost.
    static Instant AsOf(DateOnly? asOf, IntakeReport report, ShopCalendar calendar, string path)
    {
        if (asOf is { } date) return calendar.EndOf(ShopCalendar.Day(date));
        if (!report.LastOrderAt.HasValue)
            throw new BadInputException(path, "There is no order in it.", "Give a file of orders.");
        return calendar.EndOf(calendar.DayOf(report.LastOrderAt));
    }

    static int[] InCallOrder(ProfileTable table)
    {
        var rank = table.Values(Columns.PriorityRank);
        var order = new int[table.Count];
        var withoutOrder = table.Values(Columns.PriorityTier).AsSpan().Count((byte)0);
        var next = table.Count - withoutOrder;
        for (var row = 0; row < order.Length; row++)
        {
            if (rank[row] > 0) order[rank[row] - 1] = row;
            else order[next++] = row;
        }
        return order;
    }
}
