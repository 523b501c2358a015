using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Orders;
using Perennial.Channels.Intake.Reports;
using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Scoring;
using Perennial.Shop;

namespace Perennial.Import;

/// <summary>A file, scored.</summary>
/// <param name="Report">The account of every row.</param>
/// <param name="Profiles">Every customer of the file with every column.</param>
/// <param name="ScoringRun">The cut points, and what they found.</param>
/// <param name="InCallOrder">Rows of the profiles, the most important call first; those without an order last.</param>
sealed record ScoredFile(IntakeReport Report, ProfileTable Profiles, ScoringRun ScoringRun, int[] InCallOrder);

/// <summary>Scores a file of orders, or of one row per customer, without any database.</summary>
static class ScoreFile
{
    /// <param name="path">The file; - is standard input.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="scoring">How to score it.</param>
    /// <param name="asOf">As of the end of this day; null for the day of the last order in the file.</param>
    /// <param name="everything">Compute every column, fitting every model; else those of purchases.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="BadInputException">The file cannot be read or has no order.</exception>
    public static ScoredFile Run(string path, IntakeOptions options, ScoringOptions scoring, DateOnly? asOf,
        bool everything, Action<string, double> progress, CancellationToken cancel)
    {
        var (report, table, past) = CustomerSummaryFile.Is(path, options)
            ? Customers(path, options, asOf, cancel)
            : Orders(path, options, asOf, everything ? scoring.Cycle : null, progress, cancel);
        cancel.ThrowIfCancellationRequested();
        progress("scoring", 0.9);
        var run = Scorer.Run(table, options.Calendar, scoring, previousAsOfDay: null, past);
        return new ScoredFile(report, table, run, InCallOrder(table));
    }

    static (IntakeReport, ProfileTable, ShopPast?) Orders(string path, IntakeOptions options, DateOnly? asOf,
        CycleOptions? cycle, Action<string, double> progress, CancellationToken cancel)
    {
        var intake = OrderFileReader.Read(path, options, new ReadingProgress(progress), cancel);
        if (asOf is { } day) AsOfDay.Check(day, options.Calendar, intake.Report.FirstOrderAt, options.Now);
        var at = AsOf(asOf, intake.Report.LastOrderAt, options.Calendar, path);
        var settings = new ProfileSettings { Calendar = options.Calendar, PurchasesOnly = cycle is null };
        var begun = asOf is null ? null : Begun(intake.Batch.History, at);
        ProfileTable Fold(Instant at)
        {
            var all = ProfileFold.FoldAll(
                intake.Batch.History.AsOf(at, Instant.Never), intake.Batch.Keys, at, settings);
            return begun is null ? all : ProfileCopy.Only(all, begun, options.Calendar);
        }
        ShopPast? past = null;
        if (cycle is not null)
        {
            progress("looking back", 0.7);
            var profiles = new PastProfiles(
                Fold(ProfilesNowAndBefore.Before(at, 30, options.Calendar)),
                Fold(ProfilesNowAndBefore.Before(at, 90, options.Calendar)));
            past = new ShopPast(profiles, PastBuyers.Of(intake.Batch.History.AsOf(at, Instant.Never),
                intake.Batch.Keys, at, options.Calendar, settings.Gaps, cycle));
        }
        return (intake.Report, Fold(at), past);
    }

    // Whoever had ordered by then; null for everybody. The others were not there yet.
    static List<int>? Begun(HistoryTable history, Instant at)
    {
        List<int> rows = [.. Enumerable.Range(0, history.CustomerCount)
            .Where(row => history[row].Orders.At is [var first, ..] && first <= at)];
        return rows.Count == history.CustomerCount ? null : rows;
    }

    static (IntakeReport, ProfileTable, ShopPast?) Customers(
        string path, IntakeOptions options, DateOnly? asOf, CancellationToken cancel)
    {
        var from = asOf is { } day ? options.Calendar.EndOf(ShopCalendar.Day(day)) : options.Now;
        var file = CustomerSummaryFile.TryRead(path, options, from, cancel)!;
        if (asOf is { } told) AsOfDay.Check(told, options.Calendar, Instant.None, options.Now);
        var lastOrderAt = file.LastOrderAt.Length == 0 ? Instant.None : file.LastOrderAt.Max();
        var at = AsOf(asOf, lastOrderAt, options.Calendar, path);
        var table = new ProfileTable(Columns.All, file.Keys);
        var fold = new ProfileFold(at, new ProfileSettings { Calendar = options.Calendar }, table);
        for (var row = 0; row < table.Count; row++)
            fold.FoldTotals(row, file.LastOrderAt[row], file.Orders[row], file.RevenueCents[row]);
        table.ReadAt(at, options.Calendar);
        return (file.Report, table, null);
    }

    // Today would be wrong for a file of last year's orders: everybody in it would look lost.
    static Instant AsOf(DateOnly? asOf, Instant lastOrderAt, ShopCalendar calendar, string path)
    {
        if (asOf is { } date) return calendar.EndOf(ShopCalendar.Day(date));
        if (!lastOrderAt.HasValue)
            throw new BadInputException(path, "There is no order in it.", "Give a file of orders.");
        return calendar.EndOf(calendar.DayOf(lastOrderAt));
    }

    static int[] InCallOrder(ProfileTable table)
    {
        var rank = table.Values(PriorityColumns.Rank);
        var order = new int[table.Count];
        var next = rank.Count(one => one > 0);
        for (var row = 0; row < order.Length; row++)
        {
            if (rank[row] > 0) order[rank[row] - 1] = row;
            else order[next++] = row;
        }
        return order;
    }
}
