using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Purchases;
using Perennial.Data.Access;
using Perennial.Data.Batches;
using Perennial.Data.Intake;
using Perennial.Import;
using Perennial.Moments;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>An import into a shop that has customers is written some customers at a time; one that is left goes on or
/// is taken back.</summary>
public abstract class ImportContract : StoreContract
{
    const int Customers = 30, Known = 10, Kills = 3;

    static readonly ImportNote note = new("more.csv", """{"rows":30}""");

    protected override int PerChunk => 4;

    sealed class KilledException : Exception;

    sealed class Between(Action<int> act) : IProgress<WriteProgress>
    {
        int times;

        public void Report(WriteProgress value) => act(++times);
    }

    void KnownShop()
    {
        Store.Tell();
        Write(Batch([.. Enumerable.Range(0, Known).Select(i => Order($"c{i}", $"first-{i}", 30 + i, 1_000))]));
    }

    // Of everybody: those who are known, and as many again and more.
    static FactBatch More => Batch([.. Enumerable.Range(0, Customers)
        .Select(i => Order($"c{i}", $"more-{i}", i, 700))]);

    WriteResult Import(Action<int>? between = null, FactBatch? file = null) => Store.Intake.Write(
        file ?? More, new ShopMoments(Store).At(Now), note, new Between(between ?? (_ => { })), Stop);

    static void ThrowAt(int time, int at)
    {
        if (time == at) throw new KilledException();
    }

    [Fact]
    public void Events_get_in_between_and_the_import_shows_as_under_way()
    {
        KnownShop();
        var times = 0;
        var result = Import(time =>
        {
            Assert.Equal(ImportState.UnderWay, Store.Intake.Imports()[0].State);
            Write(Batch(Order($"e{times = time}", $"e-{time}", 0, 100)));
        });

        Assert.InRange(times, Customers / PerChunk, Customers);
        Assert.Equal(new WriteCounts(Customers, 0, 0), result.Orders);
        var import = Assert.Single(Store.Intake.Imports());
        Assert.Equal(ImportState.Whole, import.State);
        Assert.Equal(new WriteCounts(Customers, 0, 0), import.Orders);
        Assert.Equal(new WriteCounts(Customers - Known, 0, Known), import.Customers);
        Assert.Equal(Customers + times, Store.Profiles.Load().Count);
        Assert.Equal("0", Ask("select count(*) from import_fact")[0][0]);
        AssertSound();
    }

    [Fact]
    public void A_shops_first_import_is_one_transaction()
    {
        var times = 0;
        Store.Intake.Write(More, Moment, note, new Between(time =>
        {
            times = time;
            Assert.Empty(Store.Intake.Imports());
        }), Stop);
        Assert.Equal(ImportState.Whole, Assert.Single(Store.Intake.Imports()).State);
        Assert.True(times > 0);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Killed_at_any_chunk_the_same_file_goes_on_and_counts_everything_once()
    {
        using var atOnce = Another<ImportContract>();
        atOnce.KnownShop();
        atOnce.Import();
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var killed = Another<ImportContract>();
            killed.KnownShop();
            var at = kill;
            Assert.Throws<KilledException>(() => killed.Import(time => ThrowAt(time, at)));
            killed.Reopen();
            var left = Assert.Single(killed.Store.Intake.Imports());
            Assert.Equal(ImportState.UnderWay, left.State);
            Assert.InRange(left.Orders.Added, kill, Customers - 1);

            Assert.Equal(Customers - left.Orders.Added, killed.Import().Orders.Added);
            var import = Assert.Single(killed.Store.Intake.Imports());
            Assert.Equal((ImportState.Whole, new WriteCounts(Customers, 0, 0)), (import.State, import.Orders));
            AssertSameProfiles(atOnce.Store.Profiles.Load(), killed.Store.Profiles.Load());
            Assert.Equal(atOnce.Told().Order(), killed.Told().Order());
            killed.AssertSound();
        }
    }

    [Fact]
    public void Killed_at_any_chunk_what_was_added_is_taken_back_and_told()
    {
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var killed = Another<ImportContract>();
            killed.KnownShop();
            var before = killed.Store.Profiles.Load();
            var at = kill;
            Assert.Throws<KilledException>(() => killed.Import(time => ThrowAt(time, at)));
            killed.Reopen();
            var left = Assert.Single(killed.Store.Intake.Imports());
            var came = killed.Store.Profiles.Load().Ids.Except(before.Ids).ToList();

            var taken = killed.Store.Intake.TakeBack(left.Id, new ShopMoments(killed.Store).At(Now), Stop);

            Assert.Equal(new TakenBackCounts((int)left.Orders.Added, (int)left.Customers.Added), taken);
            AssertSameProfiles(before, killed.Store.Profiles.Load());
            var import = Assert.Single(killed.Store.Intake.Imports());
            Assert.Equal((ImportState.TakenBack, default), (import.State, import.Orders));
            Assert.All(came, id => Assert.Contains("\"erased\":true",
                killed.Told().Last(one => one.StartsWith($"{id}", StringComparison.Ordinal))));
            Assert.Null(killed.Store.Intake.TakeBack(left.Id, new ShopMoments(killed.Store).At(Now), Stop));
            Assert.Equal("0", killed.Ask("select count(*) from import_fact")[0][0]);
            killed.AssertSound();
            Assert.Equal(Customers, killed.Import().Orders.Added);
        }
    }

    [Fact]
    public void A_file_of_which_too_much_is_rejected_adds_nothing_and_is_no_import()
    {
        KnownShop();
        var before = Store.Profiles.Load();
        var folder = Directory.CreateTempSubdirectory("perennial-import-");
        var file = Path.Combine(folder.FullName, "more.csv");
        System.IO.File.WriteAllLines(file, ["order_id,customer,date,amount",
            .. Enumerable.Range(0, 3 * Customers).Select(
            i => $"more-{i},c{i},2026-01-05,{(i < 2 * Customers ? "20.00" : "much")}")]);
        try
        {
            Assert.Throws<BadInputException>(() => ImportFile.Run(Store, file, new IntakeOptions { Now = Now },
                Actor.Terminal("tests"), (_, _) => { }, Stop));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        AssertSameProfiles(before, Store.Profiles.Load());
        Assert.Empty(Store.Intake.Imports());
    }

    /// <summary>How often each text that begins so is asked while an import that was left is taken back.</summary>
    protected IReadOnlyList<(string Text, long Times)> AskedTakingBack(int chunks, string beginning)
    {
        KnownShop();
        Assert.Throws<KilledException>(() => Import(time => ThrowAt(time, chunks)));
        Store.StatementCount.TellApart();
        Store.Intake.TakeBack(1, new ShopMoments(Store).At(Now), Stop);
        return [.. Store.StatementCount.ByText.Where(one => one.Key.StartsWith(beginning, StringComparison.Ordinal))
            .Select(one => (one.Key, one.Value))];
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void What_somebody_has_said_since_is_not_taken_back()
    {
        KnownShop();
        Assert.Throws<KilledException>(() => Import(time =>
        {
            if (time < 3) return;
            foreach (var id in Store.Profiles.Load().Ids)
                if (Store.Customers.ById(id) is { } customer)
                    Write(EventBatch.Of([SomeEvents.Event($"v-{id}", 0, SomeEvents.Person(customer.Key)) with
                    {
                        Activity = new ActivityStatement(Core.History.ActivityKind.PageView),
                    }]));
            throw new KilledException();
        }));
        var all = Store.Profiles.Load().Ids;
        var taken = Store.Intake.TakeBack(1, new ShopMoments(Store).At(Now), Stop);

        Assert.True(taken!.Value.Facts > 0);
        Assert.Equal(0, taken.Value.Customers);
        var left = Store.Profiles.Load();
        Assert.Equal(all, left.Ids);
        Assert.Equal(Known, left.Profiles.Values(PurchaseColumns.Orders).Sum());
        AssertSound();
    }

    [Fact]
    public void Details_that_it_has_replaced_are_given_back()
    {
        static FactBatch Named(string name) => Batch([.. Enumerable.Range(0, Known).Select(i =>
            ($"c{i}", (CustomerDetails?)new CustomerDetails { FirstName = name, City = "Lyon" }))],
            [.. Enumerable.Range(0, Known).Select(i => Order($"c{i}", $"{name}-{i}", 30 + i, 1_000))]);
        string[] Names() => [.. Store.Profiles.Load().Ids.Select(id =>
            $"{Store.Customers.ById(id)!.Details.FirstName} {Store.Customers.ById(id)!.Details.Country}")];
        Store.Tell();
        Store.Intake.Write(Named("Ann"), new ShopMoments(Store).At(At(5)), cancellation: Stop);
        var said = SomeEvents.Event("d", 60, SomeEvents.Person("c3")) with
        {
            Details = new CustomerDetails { FirstName = "Eve", Country = "FR" },
        };
        Write(EventBatch.Of([said]));
        var before = Names();
        Assert.Throws<KilledException>(() => Import(time => ThrowAt(time, Known / PerChunk), Named("Zoe")));
        Assert.Contains("Zoe ", Names());

        Store.Intake.TakeBack(1, new ShopMoments(Store).At(new(Now.UnixMs + 1)), Stop);

        Assert.Equal(before, Names());
        Assert.Contains(Told(), one => one.Contains("\"first_name\":\"Ann\"", StringComparison.Ordinal));
        Assert.Equal("0", Ask($"select count(*) from customer_detail where value = 'Zoe'")[0][0]);
        AssertSound();
    }

    string[] Told() =>
    [
        .. Enumerable.Range(0, Store.ShardCount).SelectMany(shard => Store.Outbox.After(shard, 0, int.MaxValue))
            .Select(row => $"{row.Customer} {row.Change}"),
    ];
}

public sealed class SqliteImports : ImportContract
{
    // Some tables have to be looked through for a customer's rows: of 36,000 customers that took minutes.
    [Fact]
    public void Taking_back_looks_through_each_table_about_customers_once_a_chunk()
    {
        const int chunks = 4;
        var asked = AskedTakingBack(chunks, "delete from ");
        Assert.NotEmpty(asked);
        // Of an order it is asked by its own key.
        Assert.All(asked.Where(one => !one.Text.Contains("order_id")), one => Assert.InRange(one.Times, 1, chunks));
    }
}

public sealed class PostgresImports : ImportContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
