using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Parts;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Bench;

/// <summary>Rules over column arrays in memory; and the same columns as CSV, for another program to answer the same
/// question.</summary>
static class RulesBench
{
    static readonly string[] rules =
    [
        "r in (1, 2) and fxm >= 4",
        "cycle_status in ('late', 'very late') and pressure_status != 'over'",
        "recency_days between 30 and 120 and revenue > 100 and orders >= 2 and p_buy_30d < 20% and fxm >= 3",
    ];

    public static int Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
        var asOf = ShopCalendar.Utc.EndOf(ShopCalendar.Day(new DateOnly(2026, 6, 30)));
        var table = Made(customers, asOf);
        if (args.Length > 1) WriteCsv(table, args[1]);
        foreach (var rule in rules)
        {
            var parsed = RuleParser.Parse(rule);
            var moment = new RuleMoment(asOf, ShopCalendar.Utc);
            var found = 0;
            var times = new double[21];
            for (var run = -3; run < times.Length; run++)
            {
                var started = Stopwatch.GetTimestamp();
                found = new RuleTest(parsed, new RuleData(table)).Find(moment).Count;
                if (run >= 0) times[run] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
            Array.Sort(times);
            Console.WriteLine($"{times[times.Length / 2]:0.00}\t{times[0]:0.00}\t{found}\t{rule}");
        }
        return 0;
    }

    static ProfileTable Made(int customers, Instant asOf)
    {
        var table = new ProfileTable(Columns.All, BehaviourGenerator.Keys(customers));
        var random = new Core.Statistics.Rng(42);
        var today = ShopCalendar.Utc.DayOf(asOf);
        for (var row = 0; row < customers; row++)
        {
            var silence = random.NextInt(900);
            table.Values(PurchaseColumns.LastOrderAt)[row] = new Instant(asOf.UnixMs - silence * 86_400_000L);
            table.Values(PurchaseColumns.LastOrderDay)[row] = today - silence;
            table.Values(PurchaseColumns.Orders)[row] = 1 + random.NextInt(9);
            table.Values(PurchaseColumns.Revenue)[row] = random.NextInt(100_000);
            table.Values(RfmColumns.R)[row] = (byte)(1 + random.NextInt(5));
            table.Values(RfmColumns.Fxm)[row] = (byte)(1 + random.NextInt(5));
            table.Values(CycleColumns.Status)[row] = (byte)(1 + random.NextInt(6));
            table.Values(PressureColumns.Status)[row] = (byte)(1 + random.NextInt(4));
            table.Values(CycleColumns.BuyChance30)[row] = Math.Round(random.NextDouble(), 4);
        }
        table.ReadAt(asOf, ShopCalendar.Utc);
        return table;
    }

    static void WriteCsv(ProfileTable table, string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("recency_days,orders,revenue,r,fxm,cycle_status,pressure_status,p_buy_30d");
        for (var row = 0; row < table.Count; row++)
        {
            file.WriteLine($"{table.Values(PurchaseColumns.RecencyDays)[row]},"
                + $"{table.Values(PurchaseColumns.Orders)[row]},"
                + $"{table.Values(PurchaseColumns.Revenue)[row] / 100m},{table.Values(RfmColumns.R)[row]},"
                + $"{table.Values(RfmColumns.Fxm)[row]},{table.Label(CycleColumns.Status, row)},"
                + $"{table.Label(PressureColumns.Status, row)},{table.Values(CycleColumns.BuyChance30)[row]}");
        }
    }
}
