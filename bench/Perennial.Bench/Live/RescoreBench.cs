using System.Diagnostics;
using System.Globalization;

namespace Perennial.Bench.Live;

/// <summary>How long it takes several processes to compute every profile of a shop anew and to compare everybody.
/// </summary>
static class RescoreBench
{
    /// <summary>Arguments: the store's place, customers (1000000), orders of each (10), processes (2).</summary>
    public static int Run(string[] args)
    {
        var place = args[0];
        var customers = args.Length > 1 ? int.Parse(args[1]) : 1_000_000;
        var ordersEach = args.Length > 2 ? int.Parse(args[2]) : 10;
        var count = args.Length > 3 ? int.Parse(args[3]) : 2;
        LoadedShop.Make(place, customers, ordersEach);
        var watch = Stopwatch.StartNew();
        Process[] processes = [.. Enumerable.Range(0, count).Select(_ =>
            Process.Start(LoadedShop.Perennial("rescore", "--all", "--store", place))!)];
        var logs = processes.Select(process => process.StandardError.ReadToEndAsync()).ToList();
        // Each was asked for a run of its own; the first to end has made one with the others' help.
        Task.WaitAny([.. processes.Select(process => process.WaitForExitAsync())]);
        var seconds = watch.Elapsed.TotalSeconds;
        foreach (var process in processes.Where(process => !process.HasExited)) process.Kill();
        foreach (var process in processes) process.WaitForExit();
        if (processes.All(process => process.ExitCode != 0))
        {
            Console.Error.WriteLine(logs[0].Result);
            return 1;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {customers} | {customers * (long)ordersEach} | {count} | {seconds:0.0} |"));
        return 0;
    }
}
