using System.Diagnostics;

namespace Perennial.EndToEnd.Commands;

/// <summary>What a finished run of the program left.</summary>
/// <param name="ExitCode">0 done, 1 bad input, 2 usage; 137 where it was killed.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Log">Standard error.</param>
sealed record Finished(int ExitCode, string Output, string Log);

/// <summary>Runs the built program as a shell would.</summary>
static class PerennialProcess
{
    public static string Path { get; } = System.IO.Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Perennial", "release",
        OperatingSystem.IsWindows() ? "perennial.exe" : "perennial");

    public static Process Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{Path} did not start.");
        process.StandardInput.Close();
        return process;
    }

    public static async Task<Finished> Run(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        return await Finish(process);
    }

    public static async Task<Finished> Finish(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var log = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Finished(process.ExitCode, await output, await log);
    }
}
