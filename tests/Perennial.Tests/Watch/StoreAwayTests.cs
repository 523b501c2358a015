using System.Net;
using Microsoft.Data.Sqlite;
using Npgsql;
using Perennial.Data;
using Perennial.Tests.Postgres;
using Perennial.Tests.Store;

namespace Perennial.Tests.Watch;

/// <summary>A server whose store is away says so, acknowledges nothing, and comes back.</summary>
public sealed class StoreAwayTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-away-");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static async Task<WatchedShop> Served(StorePlace? place = null)
    {
        var shop = place is null ? new WatchedShop() : new WatchedShop(place.Address, place.Options);
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
        await using var shop = await Served(new FilePlace(disk.Folder));
        disk.Fill();
        await WatchedShop.Until(async () => await shop.View("full") == 503);
        var (status, problems) = await shop.Ready();
        Assert.Equal(503, status);
        Assert.Contains(problems, one => one.Contains("disk is full") && one.Contains("since"));

        disk.Empty();

        await WatchedShop.Until(async () => (await shop.Ready()).Status == 200);
        Assert.Equal(200, await shop.View("full"));
    }

    [Fact]
    public async Task The_log_says_it_once_for_everybody()
    {
        await using var shop = await Served();
        File.Delete(shop.File);
        for (var again = 0; again < 5; again++) Assert.Equal(503, await shop.View("after"));
        await Task.Delay(TimeSpan.FromSeconds(2.5), Cancel);
        Assert.Single(shop.Log.Lines, line => line.StartsWith("Warning"));
        Assert.Single(shop.Log.Lines, line => line.Contains(" store_away:") && line.Contains("gone"));
        Assert.DoesNotContain("   at ", shop.Log.Text);
    }

    static async Task AssertTold(WatchedShop shop, string path, string type)
    {
        using var answer = await shop.Client.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("The database", text);
        Assert.DoesNotContain("postgres", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, InWholeRuns]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_table_that_is_away_is_said_and_is_over_once_it_is_there(bool isDatabase)
    {
        using StorePlace place = isDatabase ? new DatabasePlace(isAlone: true) : new FilePlace(folder.FullName);
        await using var shop = await Served(place);
        Beside(place, "alter table activity rename to elsewhere");
        Assert.Equal(503, await shop.View("away"));
        Assert.Contains((await shop.Ready()).Problems, one => one.StartsWith("The database refuses a statement"));
        // It stays so as long as it is.
        await Task.Delay(TimeSpan.FromSeconds(1.5), Cancel);
        Assert.Equal(503, (await shop.Ready()).Status);

        Beside(place, "alter table elsewhere rename to activity");

        await WatchedShop.Until(async () => (await shop.Ready()).Status == 200);
        Assert.Equal(200, await shop.View("away"));
        Assert.Single(shop.Log.Lines, line => line.Contains(" store_away:") && line.Contains("refused"));
        Assert.Single(shop.Log.Lines, line => line.Contains(" store_back:"));
        Assert.DoesNotContain("   at ", shop.Log.Text);
    }

    [Fact, InWholeRuns]
    public async Task A_database_that_ends_every_connection_is_said_and_is_over_once_it_lets_in()
    {
        using var place = new DatabasePlace(isAlone: true);
        await using var shop = await Served(place);
        var name = new NpgsqlConnectionStringBuilder(place.Address).Database;
        PostgresServer.Administer($"alter database {name} allow_connections false");
        PostgresServer.Administer($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        Assert.Equal(503, await shop.View("away"));
        var (status, problems) = await shop.Ready();
        Assert.Equal(503, status);
        Assert.Contains(problems, one => one.StartsWith("The database") && one.Contains("since"));
        await WatchedShop.Until(async () => (await shop.Ready()).Problems.Any(one => one.StartsWith("looking")));
        await AssertTold(shop, "/data", "text/html");
        await AssertTold(shop, "/customers", "text/html");
        await AssertTold(shop, "/api/segments", "application/problem+json");

        PostgresServer.Administer($"alter database {name} allow_connections true");

        await WatchedShop.Until(async () => (await shop.Ready()).Status == 200);
        Assert.Equal(200, await shop.View("away"));
        Assert.Single(shop.Log.Lines, line => line.Contains(" store_away:"));
        Assert.DoesNotContain("   at ", shop.Log.Text);
    }

    static void Beside(StorePlace place, string sql)
    {
        using var engine = ShopPlace.Engine(place.Address, place.Options);
        using var database = engine.Connect();
        database.Execute(sql);
    }

    public void Dispose() => folder.Delete(recursive: true);

    static void Copy(string file, string to)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        using var copy = new SqliteConnection($"Data Source={to};Pooling=false");
        connection.Open();
        copy.Open();
        connection.BackupDatabase(copy);
    }
}
