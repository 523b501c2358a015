using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.Lifetime;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Scoring;
using Perennial.Core.Statistics;
using Perennial.Rfm;

namespace Perennial.Bench;

/// <summary>Fitting lifetime models to many customers who buy as MBG/NBD says, and writing their columns.</summary>
static class LifetimeBench
{
    const int LongestDays = 1_095;

    // CDNOW's estimates, in weeks.
    static readonly BgNbd Truth = new(0.525, 6.183, 0.891, 1.614) { MayLeaveAtOnce = true };

    public static int Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
        var (now, past) = Made(customers);
        var (x, last, age) = Counts(now);
        BuyingPatterns patterns = null!;
        Console.WriteLine($"| {customers:N0} customers | seconds | |");
        Console.WriteLine("|---|--:|---|");
        Time("count equal patterns", () => $"{(patterns = BuyingPatterns.OfDays(x, last, age, 7)).Count:N0} patterns");
        foreach (var kind in new[] { PurchaseModelKind.BgNbd, PurchaseModelKind.MbgNbd, PurchaseModelKind.ParetoNbd })
        {
            Time($"fit {PurchaseFitting.NameOf(kind)}", () =>
            {
                var fit = PurchaseFitting.Fit(kind, patterns);
                return $"{string.Join(" ", fit.Parameters.Select(p => $"{p:0.0000}"))}, {fit.Verdict}";
            });
        }
        var options = new ScoringOptions { RfmSegmentSet = RfmSegmentSets.Load(RfmSegmentSets.Default) };
        Time("scoring run without models", () =>
        {
            Scorer.Run(now, ShopCalendar.Utc, options, null);
            return "";
        });
        return 0;
    }

    static (ProfileTable Now, ProfileTable Past) Made(int customers)
    {
        var keys = CustomerKeys.From([.. Enumerable.Range(0, customers).Select(i => $"{i:d8}")]);
        var (now, past) = (new ProfileTable(Columns.All, keys), new ProfileTable(Columns.All, keys));
        var asOf = ShopCalendar.Day(new DateOnly(2026, 6, 30));
        var days = new List<int>();
        for (var row = 0; row < customers; row++)
        {
            var rng = Rng.ForStream(42, (ulong)row);
            var first = asOf - rng.NextInt(LongestDays);
            var rate = rng.NextGamma(Truth.R) / Truth.Alpha / 7;
            var leaving = rng.NextBeta(Truth.A, Truth.B);
            days.Clear();
            days.Add(first);
            for (var at = (double)first; !rng.Chance(leaving);)
            {
                at += rng.NextExponential() / rate;
                if (!(at < asOf + 1)) break;
                if ((int)at > days[^1]) days.Add((int)at);
            }
            var cents = (long)(1000 + 100_000 * rng.NextGamma(2) / (1 + rng.NextGamma(30)));
            Write(now, row, days, cents, asOf);
            Write(past, row, days, cents, asOf - 90);
        }
        now.ReadAt(ShopCalendar.Utc.EndOf(asOf), ShopCalendar.Utc);
        past.ReadAt(ShopCalendar.Utc.EndOf(asOf - 90), ShopCalendar.Utc);
        return (now, past);
    }

    static void Write(ProfileTable table, int row, List<int> days, long cents, int asOf)
    {
        var count = days.Count(day => day <= asOf);
        table.Values(PurchaseColumns.PurchaseDays)[row] = count;
        table.Values(PurchaseColumns.Frequency)[row] = count;
        table.Values(PurchaseColumns.Revenue)[row] = count * cents;
        table.Values(PurchaseColumns.Monetary)[row] = count * cents;
        if (count == 0) return;
        table.Values(PurchaseColumns.FirstDayRevenue)[row] = cents;
        table.Values(PurchaseColumns.FirstOrderDay)[row] = days[0];
        table.Values(PurchaseColumns.LastOrderDay)[row] = days[count - 1];
        table.Values(PurchaseColumns.LastOrderAt)[row] = ShopCalendar.Utc.StartOf(days[count - 1]);
    }

    static (int[] X, int[] Last, int[] Age) Counts(ProfileTable table)
    {
        var (days, first) = (table.Values(PurchaseColumns.PurchaseDays), table.Values(PurchaseColumns.FirstOrderDay));
        var last = table.Values(PurchaseColumns.LastOrderDay);
        var today = ShopCalendar.Utc.DayOf(table.AsOf);
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(row => days[row] > 0)];
        return ([.. rows.Select(row => days[row] - 1)], [.. rows.Select(row => last[row] - first[row])],
            [.. rows.Select(row => today - first[row])]);
    }

    static void Time(string what, Func<string> work)
    {
        var clock = Stopwatch.StartNew();
        var note = work();
        Console.WriteLine($"| {what} | {clock.Elapsed.TotalSeconds:0.00} | {note} |");
    }
}
