using Microsoft.Data.Sqlite;

namespace Perennial.Tests.Watch;

/// <summary>A server whose file is gone, or whose disk is full, says so, acknowledges nothing, and comes back.</summary>
public sealed class StoreAwayTests
{
    static async Task<WatchedShop> Served(string? folder = null)
    {
        var shop = folder is null ? new WatchedShop() : new WatchedShop(folder);
        await shop.InitializeAsync();
        Assert.Equal(200, await shop.View("before"));
        await WatchedShop.Until(async () => (await shop.Ready()).Status == 200);
        return shop;
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("deleted with what stands beside it")]
    [InlineData("replaced by a copy")]
    [InlineData("without its log")]
    public async Task Nothing_is_acknowledged_any_more_once_the_file_is(string what)
    {
        await using var shop = await Served();
        var copy = shop.File + ".copy";
        if (what == "replaced by a copy") Copy(shop.File, copy);
        if (what == "without its log") File.Delete(shop.File + "-wal");
        else File.Delete(shop.File);
        if (what == "deleted with what stands beside it")
            foreach (var beside in new[] { "-wal", "-shm" }) File.Delete(shop.File + beside);
        if (what == "replaced by a copy") File.Move(copy, shop.File);

        Assert.Equal(503, await shop.View("after"));
        var (status, problems) = await shop.Ready();
        Assert.Equal(503, status);
        Assert.Contains(problems, one => one.Contains("deleted or replaced") && one.Contains("since"));
        Assert.Equal(503, await shop.View("after"));
        Assert.All(problems, one => Assert.DoesNotContain(shop.File, one));
    }

    [Fact]
    public async Task A_file_that_was_moved_away_and_is_put_back_is_written_again()
    {
        await using var shop = await Served();
        File.Move(shop.File, shop.File + ".aside");
        Assert.Equal(503, await shop.View("away"));
        Assert.Equal(503, (await shop.Ready()).Status);

        File.Move(shop.File + ".aside", shop.File);

        await WatchedShop.Until(async () => (await shop.Ready()).Status == 200);
        Assert.Equal(200, await shop.View("away"));
    }

    [Fact]
    public async Task A_full_disk_is_said_and_is_over_once_there_is_room()
    {
        using var disk = SmallDisk.Mount();
        await using var shop = await Served(disk.Folder);
        disk.Fill();
        await WatchedShop.Until(async () => await shop.View("full") == 503);
        var (status, problems) = await shop.Ready();
        Assert.Equal(503, status);
        Assert.Contains(problems, one => one.Contains("disk is full") && one.Contains("since"));

        disk.Empty();

        await WatchedShop.Until(async () => (await shop.Ready()).Status == 200);
        Assert.Equal(200, await shop.View("full"));
    }

    static void Copy(string file, string to)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        using var copy = new SqliteConnection($"Data Source={to};Pooling=false");
        connection.Open();
        copy.Open();
        connection.BackupDatabase(copy);
    }
}
