using System.Diagnostics;
using Perennial.Core.Statistics;
using Perennial.EndToEnd.Commands;
using Perennial.EndToEnd.Live;
using Perennial.Tests.Watch;

namespace Perennial.EndToEnd.Harms;

/// <summary>
/// Whatever befalls the store while it is served under load: <c>/ready</c> says so and why, and yes again afterwards;
/// what was acknowledged is there, nothing is there twice, and every change reaches the destination. Where several
/// processes serve it one is killed meanwhile; where one does, in every second round.
/// </summary>
/// <remarks>One round of each, or one for every twenty of <c>PERENNIAL_KILLS</c>.</remarks>
[Collection(ServedShop.Alone)]
public class Harmed
{
    const int DiskMegabytes = 192;

    static readonly TimeSpan soon = TimeSpan.FromSeconds(15), answersArrive = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_file_is_written_again_and_nothing_is_lost()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("shop.db");
        await using var shop = await LoadedShop.Start(file, 1, folder);
        await Check(shop, FileHarms.All(file, shop));
    }

    [Fact]
    public async Task So_is_a_file_whose_disk_is_full()
    {
        using var folder = new TemporaryFolder();
        using var disk = SmallDisk.Mount(DiskMegabytes);
        await using var shop = await LoadedShop.Start(Path.Combine(disk.Folder, "shop.db"), 1, folder);
        await Check(shop, [Full(disk)]);
    }

    [Fact]
    public async Task So_is_a_database_that_ends_cancels_and_refuses()
    {
        using var server = DatabaseServer.Start();
        using var folder = new TemporaryFolder();
        await using var shop = await LoadedShop.Start(server.Address, 3, folder);
        await Check(shop, DatabaseHarms.All(server, server.Address));
    }

    // Where its own log finds no room, the server ends itself, as when it is killed: the tables alone stand there.
    [Fact]
    public async Task So_is_a_database_whose_disk_is_full()
    {
        using var server = DatabaseServer.Start();
        using var folder = new TemporaryFolder();
        using var disk = SmallDisk.Mount(DiskMegabytes);
        DatabaseServer.Own(disk.Folder);
        server.Execute($"create tablespace small location '{disk.Folder}'");
        server.Execute("create database shop tablespace small");
        await using (var shop = await LoadedShop.Start(server.AddressOf("shop"), 2, folder))
            await Check(shop, [Full(disk)]);
        server.Stop();
    }

    static Harm Full(SmallDisk disk) => new("the disk full", ["The disk is full"],
        () =>
        {
            disk.Fill();
            return Task.CompletedTask;
        },
        () =>
        {
            disk.Empty();
            return Task.CompletedTask;
        })
    {
        // Some events find room in pages that are there.
        IsSteady = false,
    };

    static async Task Check(LoadedShop shop, IReadOnlyList<Harm> harms)
    {
        var random = new Rng(6);
        using var client = new HttpClient();
        var lastAt = 0L;
        var rounds = Math.Max(1, Killed.Kills / 20);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var harm in harms)
            {
                await Befalls(shop, harm, client, random,
                    isKilled: shop.Servers.All.Count > 1 || round % 2 == 1);
                lastAt = Stopwatch.GetTimestamp();
            }
        }
        await shop.Rest();
        var (toldAt, changes) = await shop.EverythingIsTold();
        HarmReport.Add(string.Join(", ", harms.Select(harm => harm.Name)), rounds, shop, changes,
            Stopwatch.GetElapsedTime(lastAt, toldAt));
        await shop.AssertWhole();
    }

    static async Task Befalls(LoadedShop shop, Harm harm, HttpClient client, Rng random, bool isKilled)
    {
        await shop.Works();
        await AllSay(shop, client, "all is well", problems => problems.Count == 0);
        await harm.Begin();
        await AllSay(shop, client, harm.Name, problems => Says(harm, problems));
        // What was answered before may still be on its way back.
        await Task.Delay(answersArrive);
        var taken = shop.Loader.Lists;
        var lasted = Stopwatch.StartNew();
        int? killed = isKilled ? shop.Servers.Kill(random) : null;
        while (lasted.Elapsed < harm.Lasts)
        {
            await Task.Delay(50);
            if (!harm.IsSteady) continue;
            foreach (var server in shop.Servers.All.Where(one => one.IsRunning))
                Assert.True(Says(harm, await server.Problems(client)), $"It says nothing any more of {harm.Name}.");
        }
        if (harm.StopsIntake) Assert.Equal(taken, shop.Loader.Lists);
        await harm.End();
        if (killed is { } which) await shop.Servers.StartAgain(which);
        await AllSay(shop, client, $"all is well after {harm.Name}", problems => problems.Count == 0);
        await shop.Works();
        await shop.Tells(soon);
    }

    static bool Says(Harm harm, IReadOnlyList<string> problems) => problems.Any(problem =>
        harm.Says.Any(problem.Contains) && problem.Contains("since"));

    // Each of them, at some moment.
    static Task AllSay(
        LoadedShop shop, HttpClient client, string what, Func<IReadOnlyList<string>, bool> isSaid)
    {
        var left = shop.Servers.All.ToHashSet();
        return Waiting.Until(soon, $"every process says it, {what}", async () =>
        {
            var problem = "";
            foreach (var server in left.ToList())
            {
                var problems = await server.Problems(client);
                if (isSaid(problems)) left.Remove(server);
                else problem = $"It says: {string.Join(' ', problems)}\n{server.Log}";
            }
            return left.Count == 0 ? null : problem;
        });
    }
}
