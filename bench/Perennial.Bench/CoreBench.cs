using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Rfm;

namespace Perennial.Bench;

/// <summary>The fold of many orders in memory, and rescoring many profiles: best and median of several runs.</summary>
static class CoreBench
{
    public static int Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
        var perCustomer = args.Length > 1 ? int.Parse(args[1]) : 10;
        var asOf = ShopCalendar.Utc.EndOf(ShopCalendar.Day(new DateOnly(2026, 6, 30)));
        var (history, keys) = Made(customers, perCustomer, asOf);
        Console.WriteLine($"| {history.Orders.At.Length:N0} orders, {customers:N0} customers | median ms | best ms |");
        Console.WriteLine("|---|--:|--:|");

        ProfileTable? table = null;
        Time("fold, columns of purchases", 7, () =>
            table = ProfileFold.FoldAll(history, keys, asOf, new ProfileSettings { PurchasesOnly = true }));
        var options = new ScoringOptions { RfmSegmentSet = RfmSegmentSets.Load(RfmSegmentSets.Default) };
        Time("rescore: cut points, scores, segments, lists, ranks", 15,
            () => Scorer.Run(table!, ShopCalendar.Utc, options, null));
        Population? population = null;
        Time("- of which: population and cut points", 15, () =>
            RfmScoring.FindCutPoints(population = Population.Of(table!, ShopCalendar.Utc), options.Rfm));
        Time("- of which: lists, tiers, ranks", 15, () => PriorityLists.Rank(population!, options.Priority));
        return 0;
    }

    // Half the orders carry a discount and a few a refund, so that no array is empty. SplitMix64 (Steele et al. 2014).
    static (HistoryTable, CustomerKeys) Made(int customers, int perCustomer, Instant asOf)
    {
        var total = customers * perCustomer;
        var (at, gross, discount, refunded) = (new Instant[total], new long[total], new long[total], new long[total]);
        var start = new int[customers + 1];
        var state = 42UL;
        for (var customer = 0; customer < customers; customer++)
        {
            start[customer + 1] = (customer + 1) * perCustomer;
            for (var i = start[customer]; i < start[customer + 1]; i++)
            {
                var random = Next(ref state);
                at[i] = new Instant(asOf.UnixMs - (long)(random % (1000UL * 86_400_000)));
                gross[i] = (long)(random >> 40) % 20_000 + 500;
                discount[i] = (random & 1) == 0 ? gross[i] / 10 : 0;
                refunded[i] = (random & 63) == 0 ? gross[i] - discount[i] : 0;
            }
            at.AsSpan(start[customer], perCustomer).Sort();
        }
        return (new HistoryTable(customers, new OrderFacts
        {
            Start = start,
            At = at,
            GrossCents = gross,
            DiscountCents = discount,
            RefundedCents = refunded,
        }), BehaviourGenerator.Keys(customers));
    }

    static ulong Next(ref ulong state)
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    static void Time(string what, int runs, Action action)
    {
        for (var warmUp = 0; warmUp < 3; warmUp++) action();
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
