using Perennial.Core.Statistics;
using Perennial.EndToEnd.Commands;
using Perennial.EndToEnd.Live;

namespace Perennial.EndToEnd.Harms;

/// <summary>A server's clock 400 days ahead, and back, under load: with the repair that the manual tells of the shop is
/// what it would have been, and the destination was told.</summary>
[Collection(ServedShop.Alone)]
public class ClockAhead
{
    const int Days = 400;

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

        MovedClock.Set(clock, Days);
        await shop.Works(40);
        await shop.Tells(TimeSpan.FromSeconds(15));
        Assert.Empty(await shop.Servers.All[0].Problems(client));
        if (isKilledMeanwhile)
        {
            var which = shop.Servers.Kill(new Rng(1));
            MovedClock.Set(clock, 0);
            await shop.Servers.StartAgain(which);
        }
        else MovedClock.Set(clock, 0);

        await shop.Works(40);
        Assert.Empty(await shop.Servers.All[0].Problems(client));
        var repair = await PerennialProcess.Run("doctor", "--repair", "--store", store);
        Assert.True(repair.ExitCode == 0, repair.Output + repair.Log);
        await shop.Tells(TimeSpan.FromSeconds(15));
        await shop.Rest();
        _ = await shop.EverythingIsTold();
        await shop.AssertWhole();
    }
}
