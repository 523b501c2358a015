using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Bench;

/// <summary>Rules over facts in memory; and the same facts as CSV, for another program to answer the same question.
/// </summary>
static class FactRulesBench
{
    const int Runs = 9;

    static readonly string[] rules =
    [
        "has at least 2 product_views within 90d",
        "has order where net > 100 within 180d",
        "has at least 2 orders where product = 'P0003'",
        "has order within 365d and no activity within 60d",
    ];

    public static int Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
        var asOf = ShopCalendar.Utc.EndOf(ShopCalendar.Day(new DateOnly(2026, 6, 30)));
        var shop = BehaviourGenerator.Make(customers, asOf);
        if (args.Length > 1) Write(shop.History, Directory.CreateDirectory(args[1]).FullName, asOf);
        var data = new RuleData(new ProfileTable(Columns.All, shop.Keys)) { History = shop.History };
        var moment = new RuleMoment(asOf, ShopCalendar.Utc);
        foreach (var rule in rules)
        {
            var parsed = RuleParser.Parse(rule);
            var found = 0;
            var times = new double[Runs];
            for (var run = -1; run < times.Length; run++)
            {
                var started = Stopwatch.GetTimestamp();
                found = new RuleTest(parsed, data).Find(moment).Count;
                if (run >= 0) times[run] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
            Array.Sort(times);
            Console.WriteLine($"{times[times.Length / 2]:0.0}\t{times[0]:0.0}\t{found}\t{rule}");
        }
        return 0;
    }

    // How long ago, in seconds: both count from the same instant.
    static void Write(HistoryTable history, string folder, Instant asOf)
    {
        long Ago(Instant at) => (asOf.UnixMs - at.UnixMs) / 1_000;
        using var orders = new StreamWriter(Path.Combine(folder, "orders.csv"));
        using var lines = new StreamWriter(Path.Combine(folder, "lines.csv"));
        using var activities = new StreamWriter(Path.Combine(folder, "activities.csv"));
        orders.WriteLine("customer,number,ago,net_cents");
        lines.WriteLine("number,product");
        activities.WriteLine("customer,kind,ago");
        var (ordered, done) = (history.Orders, history.Activities!);
        for (var row = 0; row < history.CustomerCount; row++)
        {
            for (var i = ordered.Start[row]; i < ordered.Start[row + 1]; i++)
            {
                orders.WriteLine($"{row},{i},{Ago(ordered.At[i])},{ordered.GrossCents[i] - ordered.DiscountCents[i]}");
                for (var line = ordered.Lines!.Start[i]; line < ordered.Lines.Start[i + 1]; line++)
                    lines.WriteLine($"{i},{ordered.Lines.Product[line]}");
            }
            for (var i = done.Start[row]; i < done.Start[row + 1]; i++)
                activities.WriteLine($"{row},{(int)done.Kind[i]},{Ago(done.At[i])}");
        }
    }
}
