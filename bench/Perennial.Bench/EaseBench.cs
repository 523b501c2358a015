using System.Diagnostics;
using System.Runtime.InteropServices;
using Perennial.Core.Recommendations;

namespace Perennial.Bench;

/// <summary>EASE from many order lines: counting what is bought together, and solving; and the matrix as a file, for
/// another program to solve the same one.</summary>
static class EaseBench
{
    public static int Run(string[] args)
    {
        var items = args.Length > 0 ? int.Parse(args[0]) : 5_000;
        var lines = args.Length > 1 ? int.Parse(args[1]) : 10_000_000;
        const int productsPerCustomer = 20;
        var started = Stopwatch.GetTimestamp();
        var counts = Counted(items, lines, productsPerCustomer);
        var counting = Stopwatch.GetElapsedTime(started).TotalSeconds;
        int[] numbers = [.. Enumerable.Range(0, items)];
        if (args.Length > 2) WriteMatrix(counts, items, args[2]);
        started = Stopwatch.GetTimestamp();
        var weights = Ease.Fit(counts, numbers, lambda: 200);
        var solving = Stopwatch.GetElapsedTime(started).TotalSeconds;
        // The sum of one row tells whether another program found the same weights.
        var sum = weights[0].ToArray().Sum(weight => (double)weight);
        Console.WriteLine($"{counting:0.00}\t{solving:0.00}\t{sum:0.0000}");
        return 0;
    }

    // Few products sell most (a square law), and each customer has some from a neighbourhood, so that pairs differ.
    static CoOccurrence Counted(int items, int lines, int productsPerCustomer)
    {
        var counts = new CoOccurrence();
        var rng = new Core.Statistics.Rng(42);
        var bought = new HashSet<int>();
        for (var customer = 0; customer < lines / productsPerCustomer; customer++)
        {
            bought.Clear();
            var home = rng.NextInt(items);
            for (var line = 0; line < productsPerCustomer; line++)
            {
                var popular = (int)((long)rng.NextInt(items) * rng.NextInt(items) / items);
                bought.Add(rng.NextInt(2) == 0 ? popular : (home + rng.NextInt(100)) % items);
            }
            int[] after = [.. bought.Order()];
            counts.Change([], after);
        }
        return counts;
    }

    // Row by row, doubles: the matrix before λ is added.
    static void WriteMatrix(CoOccurrence counts, int items, string path)
    {
        using var file = File.Create(path);
        var row = new double[items];
        for (var i = 0; i < items; i++)
        {
            for (var j = 0; j < items; j++) row[j] = i == j ? counts.CustomersOf(i) : counts.Together(i, j);
            file.Write(MemoryMarshal.AsBytes(row.AsSpan()));
        }
    }
}
