using System.Diagnostics;
using Perennial.Core.Statistics;
using Perennial.EndToEnd.Commands;
using Perennial.EndToEnd.Live;

namespace Perennial.EndToEnd.Harms;

/// <summary>
/// <c>kill -9</c> at random moments under load: what was acknowledged is there, nothing is there twice, and every
/// change reaches the destination, soon.
/// </summary>
/// <remarks><c>PERENNIAL_KILLS=200</c> kills two hundred times instead of twenty: <c>bench/kills/run.sh</c>.</remarks>
[Collection(ServedShop.Alone)]
public class Killed
{
    const int MostLifeMs = 600;

    static readonly TimeSpan soon = TimeSpan.FromSeconds(15);

    /// <summary>How often.</summary>
    internal static int Kills { get; } =
        int.Parse(Environment.GetEnvironmentVariable("PERENNIAL_KILLS") ?? "20");

    [Fact]
    public async Task Loses_nothing_and_counts_nothing_twice()
    {
        using var folder = new TemporaryFolder();
        await Check(folder.File("shop.db"), null, folder);
    }

    [Fact]
    public async Task Nor_do_three_processes_on_a_database_that_is_killed_too()
    {
        using var database = DatabaseServer.Start();
        using var folder = new TemporaryFolder();
        await Check(database.Address, database, folder);
    }

    static async Task Check(string place, DatabaseServer? database, TemporaryFolder folder)
    {
        await using var shop = await LoadedShop.Start(place, database is null ? 1 : 3, folder);
        var random = new Rng(4);
        var lastAt = 0L;
        for (var kill = 0; kill < Kills && shop.IsSending; kill++)
        {
            // Most of them when it is well at work, some while it begins.
            if (kill % 4 > 0) await shop.Works();
            await Task.Delay(random.NextInt(MostLifeMs));
            lastAt = Stopwatch.GetTimestamp();
            // A process is the last.
            if (database is not null && kill % 5 == 2) database.Crash();
            else await shop.Servers.StartAgain(shop.Servers.Kill(random));
        }
        await shop.Rest();
        var (toldAt, changes) = await shop.EverythingIsTold();
        var late = Stopwatch.GetElapsedTime(lastAt, toldAt);
        HarmReport.Add(database is null ? "`kill -9`" : "`kill -9` of a process or the database", Kills, shop, changes,
            late);
        Assert.True(late < soon, $"The last change came {late.TotalSeconds:0.0} s after the last kill.");
        Assert.True(shop.Loader.CutOff > Kills / 2,
            $"Only {shop.Loader.CutOff} lists were on their way when it was killed.");
        await shop.AssertWhole();
    }
}
