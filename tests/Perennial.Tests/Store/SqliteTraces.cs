using Perennial.Core.Intake;
using Perennial.Core.Statistics;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Engines.Sqlite;
using Perennial.Data.Erasure;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>Nothing of an erased person is found in the bytes of the shop's files.</summary>
public sealed class SqliteTraces : StoreContract
{
    const int Customers = 500;

    static readonly int Erased = Suite.Cases(15);

    // Words of their own, of which every part stands nowhere else.
    static string[] WordsOf(int i)
    {
        var random = new Rng((ulong)(7_000 + i));
        string Word(int length) => string.Concat(
            Enumerable.Range(0, length).Select(_ => (char)('a' + random.NextInt(26))));
        return [$"K{Word(12)}", Word(9), Word(11), $"{Word(10)}@{Word(8)}.{Word(7)}", $"{Word(30)} {i}", $"N{Word(9)}"];
    }

    static CustomerDetails Details(string[] words) => new()
    {
        FirstName = words[1], LastName = words[2], Email = words[3], Address1 = words[4], City = "Lyon",
        ConsentEmail = true,
    };

    // In parts and with changes, so that pages are split, joined and moved about.
    void WriteShop()
    {
        Store.Tell();
        foreach (var some in Enumerable.Range(0, Customers).Chunk(50))
        {
            var words = some.Select(WordsOf).ToList();
            Write(Batch([.. words.Select(one => (one[0], (CustomerDetails?)Details(one)))],
                [.. words.Select(one => Order(one[0], one[5], 5, 1_000))]));
            Write(Batch([.. some.Select(i => WordsOf((i * 31) % (some[^1] + 1)))
                .Select(one => (one[0], (CustomerDetails?)(Details(one) with { Address2 = new string('.', 90) })))]));
        }
    }

    ErasureReceipt Erase(int i) => Store.Erasure.Erase(
        new ErasureRequest([Id(WordsOf(i)[0])], "asked", Now, Actor.Terminal("tests")), Moment);

    [Fact]
    public void Of_whoever_is_erased_no_byte_is_left_in_the_file_its_log_and_whatever_is_beside_it()
    {
        WriteShop();
        Store.Destinations.Remove("told");
        int[] gone = [.. Enumerable.Range(0, Erased).Select(i => i * 37 % Customers)];
        Assert.NotEmpty(FileBytes.Holding(Folder, WordsOf(gone[0])));
        var others = Store.Profiles.Load().Count - Erased;

        foreach (var i in gone) Assert.False(Erase(i).Remains.InFiles);

        Assert.Empty(FileBytes.Holding(Folder, gone.SelectMany(WordsOf)));
        Assert.False(Store.Erasure.TracesAreLeft);
        Assert.Equal(others, Store.Profiles.Load().Count);
        AssertSound();
        Assert.NotEmpty(FileBytes.Holding(Folder, WordsOf(1)));
    }

    [Fact]
    public void A_file_of_an_older_version_is_cleaned_once_and_goes_on_where_it_was_stopped()
    {
        const int rows = 60_000;
        using (var old = SqliteDatabase.Open(File, TimeSpan.FromSeconds(5)))
        {
            StoreFile.MarkAsOurs(old);
            Migrations.Apply(old, [.. Migrations.Known.Where(migration => migration.Number < 21)], Now);
            old.Execute("pragma secure_delete = off; insert into shard values (0, 1, 1, 0, 0, 0, 0)");
            // Free pages, free blocks beside rows in use, and long rows that continue on pages used before.
            old.Execute($"""
                begin;
                with recursive n (i) as (select 1 union all select i + 1 from n where i < {rows})
                insert into setting (name, value)
                select 'kwolmexatrin' || i,
                  'blumzuppelqua' || i || hex(zeroblob(case when i % 97 = 0 then 4500 else 150 end))
                from n;
                delete from setting where abs(random()) % 40 <> 0;
                update setting set name = 'kept' || name;
                update setting set name = substr(name, 17), value = hex(zeroblob(2300 + length(value) / 3));
                commit;
                """);
        }
        Assert.NotEmpty(FileBytes.Holding(Folder, "kwolmexatrin", "blumzuppelqua"));
        var sound = Reopen().Settings.All();
        Assert.True(Store.Erasure.TracesAreLeft);
        using (var stopped = new CancellationTokenSource())
        {
            stopped.Cancel();
            Assert.Throws<OperationCanceledException>(() => Store.Erasure.CleanTraces(stopped.Token));
        }
        Assert.True(int.Parse(Ask("select next_page from trace_cleaning").Single()[0]) > 1);
        Assert.NotEmpty(FileBytes.Holding(Folder, "kwolmexatrin", "blumzuppelqua"));

        Assert.True(Store.Erasure.CleanTraces(Stop));

        Assert.Empty(FileBytes.Holding(Folder, "kwolmexatrin", "blumzuppelqua"));
        Assert.False(Reopen().Erasure.TracesAreLeft);
        Assert.Equal(sound, Store.Settings.All());
        AssertSound();
    }

    [Fact]
    public async Task It_is_cleaned_while_others_write_and_nothing_of_theirs_is_touched()
    {
        WriteShop();
        Store.Destinations.Remove("told");
        using var another = OpenAnother();
        using var enough = new CancellationTokenSource();
        var written = 0;
        var writing = Task.Run(() =>
        {
            for (; !enough.IsCancellationRequested; written++)
            {
                another.Intake.Write(Batch([($"new{written}", new CustomerDetails { Address1 = new string('x', 200) })],
                    Order($"new{written}", $"w{written}", 5, 100)), another.Moment());
            }
        }, Stop);
        int[] gone = [.. Enumerable.Range(0, Erased).Select(i => i * 37 % Customers)];
        foreach (var i in gone) Erase(i);
        await enough.CancelAsync();
        await writing;
        Assert.True(Store.Erasure.CleanTraces(Stop));

        Assert.Empty(FileBytes.Holding(Folder, gone.SelectMany(WordsOf)));
        Assert.Equal(Customers - Erased + written, Store.Profiles.Load().Count);
        AssertSound();
    }

    [Fact]
    public void Whoever_reads_for_long_puts_it_off_and_the_report_says_so()
    {
        WriteShop();
        Store.Destinations.Remove("told");
        Close();
        using var hurried = ShopStore.Open(
            File, Now, new StoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(200) });
        using (var reader = Connect(File))
        {
            using var reading = reader.BeginTransaction(deferred: true);
            using var read = reader.CreateCommand();
            read.CommandText = "select count(*) from customer";
            read.Transaction = reading;
            Assert.Equal((long)Customers, read.ExecuteScalar());

            Assert.True(hurried.Erasure.Erase(
                new ErasureRequest([Id(WordsOf(3)[0])], "asked", Now, Actor.Terminal("tests")), hurried.Moment())
                .Remains.InFiles);
            Assert.True(hurried.Erasure.TracesAreLeft);
        }
        Assert.True(hurried.Erasure.CleanTraces(Stop));
        Assert.Empty(FileBytes.Holding(Folder, WordsOf(3)));
    }
}
