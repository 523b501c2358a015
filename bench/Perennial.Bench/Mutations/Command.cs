using System.Diagnostics;

namespace Perennial.Bench.Mutations;

/// <summary>A program run to its end, or until its time is up.</summary>
/// <param name="ExitCode">Null where it was stopped.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Seconds">How long it took.</param>
readonly record struct Command(int? ExitCode, string Output, double Seconds)
{
    public static Command Run(string program, IEnumerable<string> arguments, int mutant, TimeSpan patience)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PERENNIAL_MUTANT"] = mutant.ToString();
        start.Environment["PERENNIAL_WHOLE"] = "1";
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExit(patience);
        if (!ended) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return new Command(ended ? process.ExitCode : null, output.Result + errors.Result, watch.Elapsed.TotalSeconds);
    }
}
