using Npgsql;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Erasure;
using Perennial.Tests.Store;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Postgres;

/// <summary>What is promised of a server's own files, and what is not: its write-ahead log.</summary>
public sealed class PostgresTraces : StoreContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();

    string Asked(string sql)
    {
        using var connection = new NpgsqlConnection(Address);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return (string)command.ExecuteScalar()!;
    }

    [Fact]
    public void Bytes_of_whoever_was_erased_are_in_no_file_of_the_database_once_it_is_finished()
    {
        string[] words = ["Qwolmexatrin", "blumzuppelqua", "vexanorti@zuqwimo.bolparx", "Kwenzigasse nullelf"];
        Write(Batch([(words[0], new CustomerDetails
        {
            LastName = words[1], Email = words[2], Address1 = words[3],
        })], Order(words[0], "N-quobalti", 5, 100)));
        Write(Batch(Order("ben", "2", 5, 100)));
        Score(Now);
        var files = Path.Combine(Asked("show data_directory"), "base",
            Asked("select oid::text from pg_database where datname = current_database()"));

        var receipt = Store.Erasure.Erase(
            new ErasureRequest([Id(words[0])], "asked", Now, Actor.Terminal("tests")), Moment);
        Assert.True(receipt.Remains.InFiles);
        PostgresServer.Administer("checkpoint");
        Assert.NotEmpty(FileBytes.Holding(files, words));

        Assert.True(Store.Erasure.CleanTraces(Stop), Readers());

        AssertNothingIsLeft(files, [.. words, "N-quobalti"]);
        Assert.False(Store.Erasure.TracesAreLeft);
        AssertSound();
        AssertOthersWaitNoLonger();
    }

    [Fact]
    public async Task Rows_that_somebody_still_reads_are_waited_for()
    {
        const string word = "Zwelmoxatrib";
        Write(Batch(Order(word, "1", 5, 100)));
        Score(Now);
        var files = Path.Combine(Asked("show data_directory"), "base",
            Asked("select oid::text from pg_database where datname = current_database()"));
        using var reader = new NpgsqlConnection(Address);
        reader.Open();
        var reading = reader.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        using (var command = new NpgsqlCommand("select count(*) from customer", reader, reading))
            Assert.Equal(1L, command.ExecuteScalar());
        Store.Erasure.Erase(new ErasureRequest([Id(word)], "asked", Now, Actor.Terminal("tests")), Moment);

        var cleaning = Task.Run(() => Store.Erasure.CleanTraces(Stop), Stop);
        await Task.Delay(500, Stop);
        Assert.False(cleaning.IsCompleted);
        await reading.RollbackAsync(Stop);

        Assert.True(await cleaning, Readers());
        AssertNothingIsLeft(files, word);
    }

    [Fact]
    public async Task Whoever_writes_in_another_database_of_the_server_is_waited_for()
    {
        const string word = "Qwibmaxolter";
        Write(Batch(Order(word, "1", 5, 100)));
        Score(Now);
        var files = Path.Combine(Asked("show data_directory"), "base",
            Asked("select oid::text from pg_database where datname = current_database()"));
        using var other = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Address) { Database = "postgres", Pooling = false }.ConnectionString);
        other.Open();
        var writing = other.BeginTransaction();
        using (var command = new NpgsqlCommand("select pg_current_xact_id()", other, writing)) command.ExecuteScalar();
        Store.Erasure.Erase(new ErasureRequest([Id(word)], "asked", Now, Actor.Terminal("tests")), Moment);

        var cleaning = Task.Run(() => Store.Erasure.CleanTraces(Stop), Stop);
        await Task.Delay(500, Stop);
        Assert.False(cleaning.IsCompleted);
        await writing.RollbackAsync(Stop);

        Assert.True(await cleaning, Readers());
        AssertNothingIsLeft(files, word);
    }

    void AssertNothingIsLeft(string files, params string[] words)
    {
        var left = FileBytes.Holding(files, words);
        var relations = left.Select(found => found[..found.IndexOf(':')]).Distinct()
            .Where(file => file.All(char.IsDigit))
            .Select(file => Asked($"select concat('{file}', ' is ', pg_filenode_relation(0, {file}))"));
        Assert.True(left.Count == 0, string.Join('\n', [.. relations, Readers(), .. left.Take(20)]));
    }

    string Readers() => Asked("""
        select coalesce(string_agg(concat_ws(' ', pid, backend_type, state, wait_event, backend_xid, backend_xmin,
            xact_start, query), E'\n'), '') from pg_stat_activity where datname = current_database()
        """);

    // A session that is in the pool keeps what was set for it.
    void AssertOthersWaitNoLonger()
    {
        using var engine = ShopPlace.Engine(Address, new StoreOptions());
        var open = new List<Database>();
        for (var i = 0; i < 20; i++) open.Add(engine.Connect());
        foreach (var one in open)
        {
            using (var limit = one.Prepare("show lock_timeout"))
            {
                Assert.True(limit.Step());
                Assert.Equal("10s", limit.Text(0));
            }
            one.Dispose();
        }
    }
}
