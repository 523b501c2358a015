using System.Diagnostics;
using Perennial.Channels.Files;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Orders;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;

namespace Perennial.Bench;

/// <summary>The steps of <c>perennial score ORDERS.csv --out SCORED.csv</c>, timed one by one.</summary>
static class ScoreBench
{
    public static int Run(string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        void Report(string step)
        {
            using var process = Process.GetCurrentProcess();
            var used = process.TotalProcessorTime - processor;
            Console.WriteLine(
                $"{step,-8} {clock.Elapsed.TotalMilliseconds,6:N0} ms, {used.TotalMilliseconds,6:N0} ms of processors,"
                + $" {Environment.WorkingSet / 1e6,6:N0} MB");
            processor = process.TotalProcessorTime;
            clock.Restart();
        }

        using (var process = Process.GetCurrentProcess())
        {
            var up = TimeProvider.System.GetLocalNow() - process.StartTime;
            Console.WriteLine($"start    {up.TotalMilliseconds,6:N0} ms");
        }
        var now = Instant.From(TimeProvider.System.GetUtcNow());
        var options = new IntakeOptions { Now = now, RejectsPath = "none" };
        var read = OrderFileReader.Read(arguments[0], options);
        Report("read");
        var asOf = ShopCalendar.Utc.EndOf(ShopCalendar.Utc.DayOf(read.Report.LastOrderAt));
        var table = ProfileFold.FoldAll(read.Batch.History, read.Batch.Keys, asOf, new ProfileSettings());
        Report("fold");
        var segments = new RfmSegmentSet("halves", 5,
        [
            new RfmSegmentRule { Name = "active", R = new ScoreRange(4, 5) },
            new RfmSegmentRule { Name = "going", R = new ScoreRange(2, 3) },
        ]);
        var run = Scorer.Run(table, ShopCalendar.Utc, new ScoringOptions { RfmSegmentSet = segments }, null);
        Report("score");
        if (arguments.Length > 1)
        {
            var rows = new int[table.Count];
            var rank = table.Values(PriorityColumns.Rank);
            for (var row = 0; row < rows.Length; row++) rows[rank[row] - 1] = row;
            ProfileCsv.Write(arguments[1], table, rows, run.CutPoints.Bins);
            Report("write");
        }
        Console.WriteLine($"{read.Report.RowsRead:N0} rows, {run.Customers:N0} customers");
        return 0;
    }
}
