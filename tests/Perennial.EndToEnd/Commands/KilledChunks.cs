using System.Diagnostics;
using System.Text.Json;
using Perennial.Data;
using Perennial.Data.Intake;
using Perennial.EndToEnd.Live;

namespace Perennial.EndToEnd.Commands;

/// <summary>Work that concerns everybody, killed at any moment: what it left is sound, and the same command goes on
/// with it; an import is taken back just as well.</summary>
public class KilledChunks
{
    const int Kills = 2, Known = 3_000, Customers = 6_000;

    [Fact]
    public async Task An_import_into_a_shop_that_has_customers_goes_on_or_is_taken_back()
    {
        using var folder = new TemporaryFolder();
        var first = Orders(folder.File("first.csv"), "a", Known);
        var more = Orders(folder.File("more.csv"), "b", Customers);
        await Run("import", first, "--store", folder.File("shop.db"), "--rejects", "none");
        Copy(folder, "shop", "whole");
        var before = await Export(folder.File("shop.db"));
        await Run("import", more, "--store", folder.File("whole.db"), "--rejects", "none");
        var after = await Export(folder.File("whole.db"));
        var killedWhileWriting = 0;
        for (var kill = 0; kill < 2 * Kills; kill++)
        {
            Copy(folder, "shop", "killed");
            var store = folder.File("killed.db");
            await Kill(store, Customers * (1 + 2 * (kill / 2)) / (2 * Kills),
                "import", more, "--store", store, "--rejects", "none");
            await Sound(store);
            var left = UnderWay(await PerennialProcess.Run("imports", "--store", store, "--json"));
            if (left is not null) killedWhileWriting++;
            var isTakenBack = kill % 2 == 1 && left is not null;
            if (isTakenBack) await Run("imports", "--take-back", $"{left}", "--store", store);
            else await Run("import", more, "--store", store, "--rejects", "none");
            Assert.Equal(isTakenBack ? before : after, await Export(store));
            await Sound(store);
        }
        Assert.True(killedWhileWriting > 0, "None was writing when it was killed.");
    }

    [Fact]
    public async Task A_scoring_run_goes_on()
    {
        using var folder = new TemporaryFolder();
        var store = folder.File("shop.db");
        await Run("import", Orders(folder.File("first.csv"), "a", Customers), "--store", store, "--rejects", "none");
        var took = await Run("rescore", "--all", "--store", store);
        var whole = await Scores(store);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Kill(took * (0.3 + 0.65 * (kill + 0.5) / Kills), "rescore", "--all", "--store", store);
            await Sound(store);
        }
        await Run("rescore", "--store", store);
        Assert.Equal(whole, await Scores(store));
        await Sound(store);
    }

    static string Orders(string file, string name, int customers)
    {
        File.WriteAllLines(file, ["order_id,customer,date,amount", .. Enumerable.Range(0, customers).Select(
            i => $"{name}{i},c{i},2026-0{1 + i % 9}-{10 + i % 19},{10 + i % 90}.00")]);
        return file;
    }

    static void Copy(TemporaryFolder folder, string from, string to)
    {
        foreach (var beside in new[] { "-wal", "-shm" }) File.Delete(folder.File($"{to}.db{beside}"));
        File.Copy(folder.File($"{from}.db"), folder.File($"{to}.db"), overwrite: true);
    }

    static async Task<TimeSpan> Run(params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        var run = await PerennialProcess.Run(arguments);
        Assert.True(run.ExitCode == 0, run.Log);
        return Stopwatch.GetElapsedTime(started);
    }

    // As soon as it has written so many orders.
    static async Task Kill(string store, int orders, params string[] arguments)
    {
        using var shop = ShopStore.Open(store, ServedShop.Now);
        using var process = PerennialProcess.Start(arguments);
        var finished = PerennialProcess.Finish(process);
        while (!finished.IsCompleted && !(shop.Intake.Imports(1) is [{ State: ImportState.UnderWay } import]
            && import.Orders.Added >= orders)) await Task.Delay(1);
        process.Kill();
        await finished;
    }

    static async Task Kill(TimeSpan after, params string[] arguments)
    {
        using var process = PerennialProcess.Start(arguments);
        var finished = PerennialProcess.Finish(process);
        await Task.WhenAny(finished, Task.Delay(after));
        process.Kill();
        await finished;
    }

    static long? UnderWay(Finished imports)
    {
        Assert.True(imports.ExitCode == 0, imports.Log);
        foreach (var import in JsonDocument.Parse(imports.Output).RootElement.EnumerateArray())
            if (import.GetProperty("state").GetString() == "under way") return import.GetProperty("id").GetInt64();
        return null;
    }

    static async Task Sound(string store)
    {
        var doctor = await PerennialProcess.Run("doctor", "--store", store);
        Assert.True(doctor.ExitCode == 0, doctor.Output + doctor.Log);
    }

    static async Task<string> Export(string store) =>
        (await PerennialProcess.Run("export", "--store", store, "--as-of", "2026-10-31")).Output;

    static async Task<string> Scores(string store)
    {
        string[] compared = ["customer_id", "r", "f", "m", "segment", "priority_rank"];
        var rows = (await PerennialProcess.Run("export", "--store", store)).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(',')).ToList();
        int[] at = [.. rows[0].Index().Where(column => compared.Contains(column.Item)).Select(column => column.Index)];
        Assert.Equal(compared.Length, at.Length);
        return string.Join('\n', rows.Select(row => string.Join(',', at.Select(column => row[column]))).Order());
    }
}
