using System.Diagnostics;
using System.Globalization;
using Perennial.Core.Allocation;
using Perennial.Core.Statistics;

namespace Perennial.Bench;

/// <summary>Allocation alone: e-mail, SMS, letter or call, with one of two offers, under minutes of staff, postage and
/// messages. And a problem as a linear program in a file, for another program to solve the same one.</summary>
static class AllocationBench
{
    const int Options = 8;

    public static int Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
        var runs = args.Length > 1 ? int.Parse(args[1]) : 5;
        var drawn = Draw(customers);
        if (args.Length > 2) Write(drawn, args[2]);
        var problem = new AllocationProblem(drawn.First, drawn.Values, drawn.Uses, drawn.Capacities);
        var (fresh, again) = (new double[runs], new double[runs]);
        AllocationResult? result = null;
        for (var run = 0; run < runs; run++)
        {
            (fresh[run], result) = Timed(() => Allocator.Solve(problem));
            // Tomorrow's prices are a little different from today's.
            double[] yesterday = [.. result.Prices.Select(price => price * 1.02)];
            (again[run], _) = Timed(() => Allocator.Solve(problem, yesterday));
        }
        Array.Sort(fresh);
        Array.Sort(again);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{fresh[runs / 2]:0.000}\t{fresh[^1]:0.000}\t{again[runs / 2]:0.000}\t")
            + string.Create(CultureInfo.InvariantCulture,
                $"{result!.Value}\t{result.PriceBound:0.0}\t{100 * result.GapShare:0.000000}"));
        return 0;
    }

    static (double Seconds, AllocationResult Result) Timed(Func<AllocationResult> solve)
    {
        var started = Stopwatch.GetTimestamp();
        var result = solve();
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, result);
    }

    sealed record Drawn(int[] First, long[] Values, int[][] Uses, long[] Capacities);

    static Drawn Draw(int customers)
    {
        var rng = new Rng(2026);
        var count = customers * Options;
        var (values, seconds, postage, messages) = (new long[count], new int[count], new int[count], new int[count]);
        long[] cost = [1, 1, 7, 7, 85, 85, 150, 150];
        for (var customer = 0; customer < customers; customer++)
        {
            var size = Math.Exp(rng.NextNormal());
            for (var option = 0; option < Options; option++)
            {
                var (candidate, channel) = (customer * Options + option, option / 2);
                // Thousandths of a cent.
                values[candidate] = (long)(40_000 * size * (1 + channel) * Math.Exp(rng.NextNormal() / 2))
                    - 1_000 * cost[option];
                if (channel == 1) messages[candidate] = 1;
                if (channel == 2) postage[candidate] = 85 + rng.NextInt(60);
                if (channel == 3) seconds[candidate] = 60 + rng.NextInt(300);
            }
        }
        return new([.. Enumerable.Range(0, customers + 1).Select(i => i * Options)], values,
            [seconds, postage, messages], [customers * 20L, customers * 20L, customers / 5L]);
    }

    // As CPLEX writes linear programs.
    static void Write(Drawn drawn, string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("Maximize");
        Sum("obj:", candidate => drawn.Values[candidate], Enumerable.Range(0, drawn.Values.Length), "");
        file.WriteLine("Subject To");
        for (var resource = 0; resource < drawn.Uses.Length; resource++)
        {
            var use = drawn.Uses[resource];
            Sum($"r{resource}:", candidate => use[candidate],
                Enumerable.Range(0, use.Length).Where(one => use[one] > 0), $"<= {drawn.Capacities[resource]}");
        }
        for (var customer = 0; customer < drawn.First.Length - 1; customer++)
            Sum($"c{customer}:", _ => 1, Enumerable.Range(drawn.First[customer], Options), "<= 1");
        file.WriteLine("End");

        void Sum(string name, Func<int, long> factor, IEnumerable<int> candidates, string end)
        {
            file.WriteLine($" {name}");
            foreach (var some in candidates.Chunk(8))
                file.WriteLine(string.Concat(some.Select(one => $" {factor(one):+0;-0} x{one}")));
            if (end.Length > 0) file.WriteLine($" {end}");
        }
    }
}
