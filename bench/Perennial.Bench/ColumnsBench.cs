using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Rfm;

namespace Perennial.Bench;

/// <summary>Every column of many customers in memory: the fold, one customer's refold, and a scoring run with all
/// models.</summary>
static class ColumnsBench
{
    public static int Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
        var asOf = ShopCalendar.Utc.EndOf(ShopCalendar.Day(new DateOnly(2026, 6, 30)));
        var shop = BehaviourGenerator.Make(customers, asOf);
        var facts = shop.History;
        Console.WriteLine($"{customers:N0} customers, {facts.Orders.At.Length:N0} orders, "
            + $"{facts.Orders.Lines!.Product.Length:N0} lines, {facts.Activities!.At.Length:N0} activities, "
            + $"{facts.Contacts!.At.Length:N0} contacts, {facts.Responses!.At.Length:N0} responses.");
        Console.WriteLine();
        Console.WriteLine("| | median ms | best ms |");
        Console.WriteLine("|---|--:|--:|");

        var settings = new ProfileSettings();
        ProfileTable Fold(Instant at, bool purchasesOnly = false) => ProfileFold.FoldAll(
            facts, shop.Keys, at, settings with { PurchasesOnly = purchasesOnly });
        ProfileTable? table = null;
        Time("fold, purchases only", 3, () => Fold(asOf, purchasesOnly: true));
        Time("fold, every fact and status column", 3, () => table = Fold(asOf));
        const long day = 86_400_000;
        var before = new PastProfiles(Fold(new(asOf.UnixMs - 30 * day)), Fold(new(asOf.UnixMs - 90 * day)));
        PastBuyers? buyers = null;
        Time("buyers on days of the past", 3, () => buyers = PastBuyers.Of(
            facts, shop.Keys, asOf, ShopCalendar.Utc, settings.Gaps, new CycleOptions()));
        var past = new ShopPast(before, buyers!);
        var options = new ScoringOptions { RfmSegmentSet = RfmSegmentSets.Load(RfmSegmentSets.Default) };
        ScoringRun? run = null;
        Time("scoring run with every model fitted", 3,
            () => run = Scorer.Run(table!, ShopCalendar.Utc, options, null, past));
        Refolds(shop, asOf, settings, run!);
        return 0;
    }

    // What one event costs: the fold of one customer and the columns that follow by the frozen models.
    static void Refolds(BehaviourGenerator.Shop shop, Instant asOf, ProfileSettings settings, ScoringRun run)
    {
        const int customers = 20_000;
        var one = new ProfileTable(Columns.All, shop.Keys);
        var fold = new ProfileFold(asOf, settings, one);
        var times = new double[customers];
        for (var round = 0; round < 2; round++)
        {
            for (var row = 0; row < customers; row++)
            {
                var started = Stopwatch.GetTimestamp();
                fold.Fold(shop.History[row], row);
                times[row] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            }
        }
        Array.Sort(times);
        one.ReadAt(asOf, settings.Calendar);
        var apply = new double[9];
        for (var i = 0; i < apply.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Scorer.Apply(run, one, Enumerable.Range(0, customers), settings.Calendar);
            apply[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds / customers;
        }
        Array.Sort(apply);
        Console.WriteLine();
        Console.WriteLine($"One customer's refold: {times[customers / 2]:N1} µs at the median"
            + $" ({times[^(customers / 100)]:N1} at the 99th percentile);"
            + $" the columns that follow from models {apply[4]:N1} µs a customer.");
    }

    internal static void Time(string what, int runs, Action action)
    {
        action();
        var times = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            GC.Collect();
            var started = Stopwatch.GetTimestamp();
            action();
            times[run] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Array.Sort(times);
        Console.WriteLine($"| {what} | {times[runs / 2]:N0} | {times[0]:N0} |");
    }
}
