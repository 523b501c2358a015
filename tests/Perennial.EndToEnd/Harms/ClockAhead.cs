using System.Diagnostics;
using Perennial.Core.Statistics;
using Perennial.EndToEnd.Commands;
using Perennial.EndToEnd.Live;

namespace Perennial.EndToEnd.Harms;

/// <summary>A server's clock 400 days ahead, and back, under load: with the repair that the manual tells of the shop is
/// what it would have been, and the destination was told.</summary>
[Collection(ServedShop.Alone)]
public class ClockAhead
{
    const int Days = 400, Lists = 40;

    static readonly TimeSpan soon = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Leaves_nothing_once_it_is_back_and_repaired(bool isKilledMeanwhile)
    {
        using var folder = new TemporaryFolder();
        var (store, clock) = (folder.File("shop.db"), folder.File("clock"));
        MovedClock.Set(clock, 0);
        await using var shop = await LoadedShop.Start(store, 1, folder, clock);
        using var client = new HttpClient();
        await shop.Works();

        var lastAt = 0L;
        var rounds = Math.Max(1, Killed.Kills / 20);
        for (var round = 0; round < rounds; round++)
        {
            await GoesAheadAndBack(shop, client, clock, isKilledMeanwhile);
            // Once is enough, however soon it is: the store is looked at again in the end.
            var repair = await PerennialProcess.Run("doctor", "--repair", "--store", store);
            Assert.True(repair.ExitCode == 0, repair.Output + repair.Log);
            lastAt = Stopwatch.GetTimestamp();
            await shop.Tells(soon);
        }
        await shop.Rest();
        var (toldAt, changes) = await shop.EverythingIsTold();
        HarmReport.Add($"the clock {Days} days ahead and back{(isKilledMeanwhile ? ", killed meanwhile" : "")}", rounds,
            shop, changes, Stopwatch.GetElapsedTime(lastAt, toldAt));
        await shop.AssertWhole();
    }

    static async Task GoesAheadAndBack(LoadedShop shop, HttpClient client, string clock, bool isKilledMeanwhile)
    {
        MovedClock.Set(clock, Days);
        await shop.Works(Lists);
        await shop.Tells(soon);
        Assert.Empty(await shop.Servers.All[0].Problems(client));
        int? killed = isKilledMeanwhile ? shop.Servers.Kill(new Rng(1)) : null;
        MovedClock.Set(clock, 0);
        if (killed is { } which) await shop.Servers.StartAgain(which);
        await shop.Works(Lists);
        Assert.Empty(await shop.Servers.All[0].Problems(client));
    }
}
