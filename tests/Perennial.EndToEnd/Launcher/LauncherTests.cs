using System.Diagnostics;
using Perennial.EndToEnd.Commands;

namespace Perennial.EndToEnd.Launcher;

/// <summary><c>./perennial</c> at the root: what a newcomer types first.</summary>
public class LauncherTests
{
    static readonly string Root = FindRoot();

    [Fact]
    public async Task It_builds_once_runs_from_anywhere_and_keeps_standard_output_for_data()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("./perennial is a shell script.");
        using var elsewhere = new TemporaryFolder();
        var link = elsewhere.File("perennial");
        File.CreateSymbolicLink(link, Path.Combine(Root, "perennial"));

        // Two at once: one builds, the other waits for it.
        var both = await Task.WhenAll(Run(link, "--version"), Run(link, "--version"));
        Assert.All(both, run => Assert.True(run.ExitCode == 0, run.Log));
        Assert.All(both, run => Assert.Matches(@"^\d+\.\d+\.\d+\S*\s*$", run.Output));

        var again = await Run(link, "--version");
        Assert.Equal("", again.Log);
        Assert.Equal(both[0].Output, again.Output);

        var usage = await Run(link, "no-such-verb");
        Assert.Equal(2, usage.ExitCode);
        Assert.Equal("", usage.Output);
    }

    static async Task<Finished> Run(string program, string argument)
    {
        var start = new ProcessStartInfo(program, [argument])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        return await PerennialProcess.Finish(process);
    }

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Perennial.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
