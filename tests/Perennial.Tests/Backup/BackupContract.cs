using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Backup;
using Perennial.Data.Erasure;
using Perennial.Tests.Store;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Backup;

/// <summary>A copy of a shop, made while it is at work, brings it back, and nobody who was erased since.</summary>
public abstract class BackupContract : StoreContract
{
    static readonly Actor by = Actor.Terminal("tests");

    string Copy => Path.Combine(Folder, "copy.db");

    string ListOfErasures => Store.Erasure.List.Path;

    BackupReceipt Backup(bool replace = false, CancellationToken? stop = null) =>
        ShopBackup.Run(Store, Copy, replace, Now, _ => { }, stop ?? Stop);

    RestoreReceipt Restore(string place, IReadOnlyList<string>? lists, bool replace = false,
        Action<string>? progress = null, CancellationToken? stop = null) => ShopRestore.Run(
        new RestoreRequest(Copy, place, lists, replace, by, Now)
        {
            Moment = shop => shop.Moment(), Progress = progress ?? (_ => { }),
        }, stop ?? Stop);

    void Erase(string customer, int daysAhead = 0) => Store.Erasure.Erase(
        new ErasureRequest([Id(customer)], "asked", At(-daysAhead), by), Moment);

    void WriteShop()
    {
        Write(Batch([("ann", new CustomerDetails { Email = "ann@example.com", FirstName = "Annerose" })],
            Order("ann", "1", 9, 1_000)));
        Write(Batch(Order("ben", "2", 8, 2_000) with { Lines = [("rose", 1, 2_000, 0, 0)] }));
        Score(Now);
    }

    static BadInputException Refused(Action act) => Assert.Throws<BadInputException>(act);

    [Fact]
    public void What_is_brought_back_is_the_shop_as_it_was()
    {
        WriteShop();
        Store.Settings.Put("shop_name", "Fleurs", Now);
        var (profiles, receipt) = (Store.Profiles.Load(), Backup());
        Assert.Equal((2, Now), (receipt.Customers, receipt.TakenAt));
        Write(Batch(Order("later", "3", 1, 5_000)));
        var list = ListOfErasures;
        Close();

        var back = Restore(Address, [list], replace: true);

        Assert.Equal((2, Now, 0), (back.Customers, back.TakenAt, back.Erased));
        AssertSameProfiles(profiles, Store.Profiles.Load());
        Assert.Equal("Fleurs", Store.Settings.Of("shop_name"));
        Assert.Equal("copy.db", Store.Audit.Last(10).First(entry => entry.What == ShopRestore.Restoring).Subject);
        Write(Batch(Order("later", "3", 1, 5_000)));
        Assert.Equal(3, Store.Profiles.Load().Count);
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_copy_may_be_looked_at_by_opening_it()
    {
        WriteShop();
        Backup();
        using (var copy = ShopStore.Open(Copy, Now))
        {
            AssertSameProfiles(Store.Profiles.Load(), copy.Profiles.Load());
            using var another = ShopStore.Open(Copy, Now);
            another.Intake.Write(Batch(Order("carl", "9", 1, 100)), another.Moment(), cancellation: Stop);
            Assert.Equal(3, copy.Profiles.Load().Count);
        }
        Assert.Empty(StoreCheck.Run(Copy, cancellation: Stop));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Whoever_was_erased_since_stays_erased()
    {
        WriteShop();
        Backup();
        Erase("ann");
        var list = ListOfErasures;
        Close();

        Assert.Equal(1, Restore(Address, [list], replace: true).Erased);

        Assert.Equal([Id("ben")], Store.Profiles.Load().Ids);
        Assert.True(Store.Erasure.IsErased(CustomerId.Of(CustomerKeyKind.Email, "ANN@example.com")));
        Assert.Equal(1, Write(Batch(Order("ann", "1", 9, 1_000))).Erased);
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Whoever_was_erased_long_before_and_is_a_customer_again_stays_one()
    {
        WriteShop();
        // Whoever kept the list has had her taken out of the store's own keys since.
        Store.Erasure.List.Add(At(10), [Id("ann")]);
        Backup();
        var list = ListOfErasures;
        Close();

        Assert.Equal(0, Restore(Address, [list], replace: true).Erased);

        Assert.Equal(2, Store.Profiles.Load().Count);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Without_the_list_nothing_is_brought_back_unless_that_is_said()
    {
        WriteShop();
        Backup();
        Erase("ann");
        Close();
        var missing = Path.Combine(Folder, "nowhere.erasures");

        Assert.Contains("--without-erasures", Refused(() => Restore(Address, [missing], replace: true)).Remedy);
        Assert.Equal([Id("ben")], Store.Profiles.Load().Ids);
        Close();
        Restore(Address, lists: null, replace: true);

        Assert.Equal(2, Store.Profiles.Load().Count);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_shop_that_is_there_is_replaced_only_when_that_is_said()
    {
        WriteShop();
        Backup();
        var list = ListOfErasures;
        Close();
        Assert.Contains("--replace", Refused(() => Restore(Address, [list])).Remedy);
        _ = Store;
        Assert.Contains("--replace", Refused(() => Backup()).Remedy);
        Backup(replace: true);
    }

    [Fact]
    public void A_shop_that_somebody_has_open_is_not_replaced()
    {
        WriteShop();
        Backup();
        Write(Batch(Order("later", "3", 1, 5_000)));

        Assert.Contains("Stop", Refused(() => Restore(Address, [ListOfErasures], replace: true)).Remedy);

        Assert.Equal(3, Store.Profiles.Load().Count);
        Write(Batch(Order("last", "4", 1, 5_000)));
        AssertSound();
    }

    [Fact]
    public void Whatever_stops_it_leaves_what_was_there_and_nothing_beside()
    {
        WriteShop();
        Backup();
        Write(Batch(Order("later", "3", 1, 5_000)));
        var (list, before) = (ListOfErasures, Store.Profiles.Load());
        Close();
        var files = Directory.GetFiles(Folder).Where(file => !file.Contains("shop.db-")).Order().ToList();
        var steps = new List<string>();
        for (var stopAt = 1; ; stopAt++)
        {
            using var stop = new CancellationTokenSource();
            steps.Clear();
            try
            {
                Restore(Address, [list], replace: true, what =>
                {
                    steps.Add(what);
                    if (steps.Count == stopAt) stop.Cancel();
                }, stop.Token);
                // The last step is not stopped half-way.
                Assert.True(stopAt > 2);
                break;
            }
            catch (OperationCanceledException)
            {
                AssertSameProfiles(before, Store.Profiles.Load());
                Close();
                Assert.Equal(files, Directory.GetFiles(Folder).Where(file => !file.Contains("shop.db-")).Order());
            }
        }
        Assert.Equal(2, Store.Profiles.Load().Count);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_copy_that_is_damaged_is_not_brought_back()
    {
        WriteShop();
        Backup();
        var list = ListOfErasures;
        Close();
        using (var file = new FileStream(Copy, FileMode.Open))
        {
            file.Position = 4_096 * 5;
            file.Write(new byte[4_096 * 3]);
        }

        Assert.Contains("another copy", Refused(() => Restore(Address, [list], replace: true)).Remedy);

        Assert.Equal(2, Store.Profiles.Load().Count);
    }

    [Fact]
    public async Task A_copy_made_while_others_write_is_of_one_instant()
    {
        WriteShop();
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
                Write(Batch(Order($"c{i % 40}", $"w{i}", 5, 100 + i)));
        }, Stop);
        var known = Store.Profiles.Load().Count;
        for (var i = 0; i < CasesHere(3); i++) Backup(replace: true);
        await enough.CancelAsync();
        await writing;

        using var copy = ShopStore.Open(Copy, Now);
        Assert.True(copy.Profiles.Load().Count >= known);
        Assert.Empty(StoreCheck.Run(Copy, cancellation: Stop));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Numbers_of_changes_that_were_told_since_are_not_given_again()
    {
        WriteShop();
        Store.Tell();
        Write(Batch(Order("ann", "3", 5, 500)));
        Backup();
        Write(Batch(Order("ann", "4", 4, 500)));
        var shard = Store.ShardOf(Id("ann"));
        var (told, list) = (Store.Outbox.LastSequence(shard), ListOfErasures);
        Close();
        Restore(Address, [list], replace: true);

        Write(Batch(Order("ann", "5", 3, 500)));

        Assert.True(Store.Outbox.LastSequence(shard) > told);
        Assert.All(Store.Outbox.After(shard, told, 100), row => Assert.True(row.Sequence > told));
        AssertSound();
    }
}

public sealed class SqliteBackup : BackupContract;

public sealed class PostgresBackup : BackupContract
{
    protected override StorePlace NewPlace() => new DatabasePlace(isAlone: true);
}
