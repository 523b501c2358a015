using Npgsql;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Engines.Postgres;
using Perennial.Tests.Store;

namespace Perennial.Tests.Postgres;

public sealed class PostgresOpening : IDisposable
{
    static readonly StoreOptions fewShards = new() { NewShards = 2 };

    readonly string address = PostgresServer.RentEmpty();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("postgres://ann:s3cret@db.example:5433/shop", "postgres://ann@db.example:5433/shop")]
    [InlineData("postgresql://ann@db.example/shop?sslmode=require", "postgres://ann@db.example/shop")]
    [InlineData("postgres://ann:a%40b@c@db.example/shop", "postgres://ann@db.example/shop")]
    [InlineData("Host=db.example;Username=ann;Password=s3cret;Database=shop", "postgres://ann@db.example/shop")]
    public void An_address_is_shown_without_its_password(string address, string shown)
    {
        Assert.True(ShopPlace.IsDatabase(address));
        Assert.Equal(shown, ShopPlace.Shown(address));
    }

    [Fact]
    public void What_is_escaped_in_an_address_is_what_was_meant()
    {
        var parsed = PostgresPlace.Parse("postgres://ann:p%3Ass@db.example/my%20shop?search_path=perennial");

        Assert.Equal(("p:ss", "my shop", "perennial"), (parsed.Password, parsed.Database, parsed.SearchPath));
    }

    [Fact]
    public void An_address_that_is_none_is_refused_without_repeating_it()
    {
        var error = Assert.ThrowsAny<BadInputException>(() => ShopStore.Open("postgres://ann:s3cret@:x/", Some.Now));

        Assert.DoesNotContain("s3cret", error.ToString());
    }

    [Fact]
    public void Whoever_cannot_connect_is_told_why_without_the_password()
    {
        var missing = new NpgsqlConnectionStringBuilder(address) { Database = "nowhere", Password = "s3cret" };
        var nobody = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = 1, Password = "s3cret" };

        var noDatabase = Assert.ThrowsAny<BadInputException>(() => ShopStore.Open($"{missing}", Some.Now));
        var noServer = Assert.ThrowsAny<BadInputException>(() => ShopStore.Open($"{nobody}", Some.Now));

        Assert.Contains("no such database", noDatabase.Problem);
        Assert.Contains("cannot be reached", noServer.Problem);
        Assert.DoesNotContain("s3cret", noDatabase.ToString() + noServer);
    }

    [Fact]
    public void Another_programs_tables_are_left_alone()
    {
        Execute("create table customer (id integer)");

        Assert.Contains("another program", Assert.ThrowsAny<BadInputException>(
            () => ShopStore.Open(address, Some.Now)).Problem);
        Assert.Contains("another program", Assert.ThrowsAny<BadInputException>(
            () => StoreCheck.Run(address, cancellation: Stop)).Problem);
    }

    [Fact]
    public async Task Many_processes_that_start_at_once_make_one_store()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            _ => Task.Run(() => ShopStore.Open(address, Some.Now, fewShards), Stop)));

        Assert.All(stores, store => Assert.Equal(2, store.ShardCount));
        foreach (var store in stores) store.Dispose();
        Assert.Empty(StoreCheck.Run(address, cancellation: Stop));
    }

    [Fact]
    public async Task Whoever_opens_waits_for_another_to_bring_the_store_up_to_date_however_short_its_patience()
    {
        using var another = new NpgsqlConnection(address);
        another.Open();
        using var transaction = another.BeginTransaction();
        using (var command = new NpgsqlCommand(PostgresDatabase.SchemaLock, another, transaction))
            command.ExecuteNonQuery();
        var opening = Task.Run(() => ShopStore.Open(address, Some.Now, fewShards with
        {
            BusyTimeout = TimeSpan.FromMilliseconds(100),
        }), Stop);

        await Task.Delay(400, Stop);
        Assert.False(opening.IsCompletedSuccessfully);
        transaction.Commit();

        using var store = await opening;
        Assert.Equal(2, store.ShardCount);
    }

    [Fact]
    public void A_store_keeps_the_number_of_its_shards()
    {
        ShopStore.Open(address, Some.Now, fewShards).Dispose();

        using var again = ShopStore.Open(address, Some.Now);

        Assert.Equal(2, again.ShardCount);
    }

    [Fact]
    public void A_planted_fault_is_found()
    {
        using (var store = ShopStore.Open(address, Some.Now, fewShards))
            store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000)),
                store.Moment(), cancellation: Stop);
        Execute("update profile set orders = 2");
        Execute("update pg_index set indisvalid = false where indexrelid = 'profile_due'::regclass");

        Assert.Contains("profile_due", Assert.Single(StoreCheck.Run(address, cancellation: Stop)).Problem);

        Execute("update pg_index set indisvalid = true where indexrelid = 'profile_due'::regclass");
        Assert.Equal("profiles-count-the-orders", Assert.Single(StoreCheck.Run(address, cancellation: Stop)).Check);
    }

    [Fact]
    public void What_PostgreSQL_cannot_hold_in_a_text_becomes_a_question_mark()
    {
        using var store = ShopStore.Open(address, Some.Now, fewShards);

        store.Settings.Put("shop_name", "a\0b", Some.Now);

        Assert.Equal("a?b", store.Settings.Of("shop_name"));
    }

    [Fact]
    public void A_connection_that_was_cut_while_idle_is_replaced()
    {
        using var store = ShopStore.Open(address, Some.Now, fewShards);
        store.Settings.Put("shop_name", "Fleurs", Some.Now);
        Execute("""
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
            """);

        Assert.ThrowsAny<BadInputException>(() => store.Settings.Of("shop_name"));
        Assert.Equal("Fleurs", store.Settings.Of("shop_name"));
    }

    void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(address);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
    }
}
