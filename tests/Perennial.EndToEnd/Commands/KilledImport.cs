using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Perennial.EndToEnd.Commands;

/// <summary>An import killed at any moment leaves a store that doctor passes and that a re-run completes.</summary>
public class KilledImport
{
    // Enough that every phase of an import lasts for a while; all of the file would only make each longer.
    const int Kills = 8, Lines = 60_000;

    static readonly string OnlineRetail = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "..", "..", "data", "online_retail", "online_retail.csv.gz"));

    [Fact]
    public async Task Leaves_a_sound_store_that_a_rerun_completes()
    {
        using var folder = new TemporaryFolder();
        var file = Cut(folder.File("orders.csv"));
        var whole = await Import(file, folder.File("whole.db"));
        var expected = await Export(folder.File("whole.db"));
        var killedWhileRunning = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var store = folder.File($"killed-{kill}.db");
            // Spread over the whole run: reading, writing, folding, committing, scoring.
            var killed = await Killed(file, store, whole.Took * (kill + 0.5) / Kills);
            if (killed) killedWhileRunning++;

            if (File.Exists(store)) await Sound(store);
            var again = await Import(file, store);
            Assert.Equal(whole.Orders, again.Orders);
            Assert.Equal(expected, await Export(store));
            await Sound(store);
        }
        Assert.True(killedWhileRunning > Kills / 2,
            $"Only {killedWhileRunning} of {Kills} were still running when killed.");
    }

    static string Cut(string file)
    {
        using var packed = new GZipStream(File.OpenRead(OnlineRetail), CompressionMode.Decompress);
        using var lines = new StreamReader(packed, Encoding.Latin1);
        using var cut = new StreamWriter(file, append: false, Encoding.Latin1);
        for (var line = 0; line < Lines; line++) cut.WriteLine(lines.ReadLine());
        return file;
    }

    static async Task<bool> Killed(string file, string store, TimeSpan after)
    {
        using var process = PerennialProcess.Start("import", file, "--store", store, "--rejects", "none");
        var finished = PerennialProcess.Finish(process);
        await Task.WhenAny(finished, Task.Delay(after));
        var running = !process.HasExited;
        process.Kill();
        await finished;
        return running;
    }

    static async Task<(TimeSpan Took, int Orders)> Import(string file, string store)
    {
        var started = Stopwatch.GetTimestamp();
        var run = await PerennialProcess.Run("import", file, "--store", store, "--rejects", "none", "--json");
        Assert.True(run.ExitCode == 0, run.Log);
        var orders = JsonDocument.Parse(run.Output).RootElement.GetProperty("written").GetProperty("orders");
        string[] fates = ["added", "updated", "unchanged"];
        return (Stopwatch.GetElapsedTime(started), fates.Sum(fate => orders.GetProperty(fate).GetInt32()));
    }

    static async Task Sound(string store)
    {
        var doctor = await PerennialProcess.Run("doctor", "--store", store);
        Assert.True(doctor.ExitCode == 0, doctor.Output + doctor.Log);
    }

    static async Task<string> Export(string store) =>
        (await PerennialProcess.Run("export", "--store", store, "--as-of", "2011-12-31")).Output;
}
