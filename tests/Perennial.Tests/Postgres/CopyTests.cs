using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Settings;
using Perennial.Tests.Store;

namespace Perennial.Tests.Postgres;

public sealed class CopyTests : StoreContract
{
    const int Shards = 8;

    readonly string address = PostgresServer.Rent(Shards);

    static CustomerDetails Ann => new() { Email = "ann@example.org", FirstName = "Ann", ConsentEmail = false };

    ShopStore Open() => ShopStore.Open(address, Now, new StoreOptions { NewShards = Shards });

    static IReadOnlyList<CopiedTable> Copy(ShopStore from, ShopStore to) => ShopCopy.Run(from, to, (_, _) => { }, Stop);

    void WriteShop()
    {
        Write(SomeFacts.Batch([("ann", Ann)]));
        Write(SomeFacts.Batch([.. Enumerable.Range(0, 300).Select(
            i => SomeFacts.Order($"c{i % 90}", $"n{i}", i, 100 + i) with { Lines = [("rose", 1, 100 + i, 0, 0)] })]));
        Write(SomeBehaviour.Batch([.. Enumerable.Range(0, 200).Select(
            i => SomeBehaviour.Viewed($"c{i % 30}", $"v{i}", i, "rose"))]));
        Score(Now);
        Store.Settings.Put("shop_name", "Fleurs", Now);
        Store.Times.PutScoring(new ScoringTime(255), Now);
        // What an earlier copy left here is no news of the next one.
        Store.Copies.PutOrigin("elsewhere.db");
    }

    [Fact]
    public void A_shop_in_a_file_is_the_same_in_a_database_of_many_shards()
    {
        WriteShop();
        using (var to = Open())
        {
            var copied = Copy(Store, to);

            Assert.Contains(new CopiedTable("customer_order", 300, false), copied);
            AssertSameProfiles(Store.Profiles.Load(), to.Profiles.Load());
            Assert.Equal("Fleurs", to.Settings.Of("shop_name"));
            Assert.Equal(new ScoringTime(255), to.Times.Scoring());
            Assert.Equal(Store.Path, to.Copies.Origin());
            Assert.Equal(Store.ProfileState.RefoldNeeded, to.ProfileState.RefoldNeeded);
            Assert.Equal(
                Store.Customers.ById(SomeFacts.Id("ann"))!.Details, to.Customers.ById(SomeFacts.Id("ann"))!.Details);
            Assert.Equal(Store.Customers.Find("ann@example.org"), to.Customers.Find("ann@example.org"));
        }
        Assert.Empty(StoreCheck.Run(address, cancellation: Stop));
    }

    [Fact, InWholeRuns]
    public void A_copy_can_be_run_again_and_takes_what_is_new()
    {
        WriteShop();
        using var to = Open();
        Copy(Store, to);

        Assert.All(Copy(Store, to), table => Assert.True(table.WasThere || !IsCut(table.Table)));
        Write(SomeFacts.Batch(SomeFacts.Order("new", "later", 1, 900)));
        Copy(Store, to);

        AssertSameProfiles(Store.Profiles.Load(), to.Profiles.Load());
        // Whatever is written there from now on is no news to the cursors that were copied, and all else goes on.
        to.Intake.Write(SomeFacts.Batch(SomeFacts.Order("new", "last", 0, 100)), to.Moment(), cancellation: Stop);
        Assert.Empty(StoreCheck.Run(address, cancellation: Stop));
    }

    [Fact]
    public void A_copy_that_was_stopped_goes_on()
    {
        WriteShop();
        using var to = Open();
        to.Copies.PutOrigin(Store.Path);
        to.Intake.Write(SomeFacts.Batch(SomeFacts.Order("half", "way", 1, 1)), to.Moment(), cancellation: Stop);

        Copy(Store, to);

        AssertSameProfiles(Store.Profiles.Load(), to.Profiles.Load());
    }

    [Fact]
    public void Another_shop_is_never_written_over()
    {
        WriteShop();
        using var to = Open();
        to.Intake.Write(SomeFacts.Batch(SomeFacts.Order("other", "1", 1, 1)), to.Moment(), cancellation: Stop);

        Assert.Contains("holds a shop", Assert.Throws<BadInputException>(() => Copy(Store, to)).Problem);
        Assert.Contains("cannot be copied", Assert.Throws<BadInputException>(() => Copy(to, Store)).Problem);
    }

    static bool IsCut(string table) => table is "customer" or "customer_order" or "order_line" or "activity";

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        PostgresServer.GiveBack(address, Shards);
    }
}
