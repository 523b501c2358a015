using Perennial.Core.Intake;
using Perennial.Core.Purchases;
using Perennial.Data;
using Perennial.Data.Batches;
using Perennial.Data.Intake;
using Perennial.Data.Profiles;
using Perennial.Moments;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>An import into a shop that has customers, and its taking back, killed before any of their statements.
/// </summary>
public abstract class KilledImportContract : StoreContract
{
    const int Customers = 30, Known = 10;

    static readonly ImportNote note = new("more.csv", """{"rows":30}""");

    protected override int PerChunk => 4;

    sealed class KilledException : Exception;

    static FactBatch More => Batch([.. Enumerable.Range(0, Customers)
        .Select(i => Order($"c{i}", $"more-{i}", i, 700))]);

    /// <summary>A shop that is killed before a statement, counted from when it is armed.</summary>
    sealed class KilledShop : IDisposable
    {
        readonly KilledImportContract one;
        readonly StorePlace place;
        readonly ShopStore before;
        int left = int.MaxValue;

        public KilledShop(KilledImportContract test)
        {
            one = test.Another<KilledImportContract>();
            place = one.NewPlace();
            before = place.Open(Now, place.Options with
            {
                BeforeStatement = _ =>
                {
                    if (left != int.MaxValue && left-- == 0) throw new KilledException();
                },
            });
            before.Tell();
            before.Intake.Write(Batch([.. Enumerable.Range(0, Known)
                .Select(i => Order($"c{i}", $"first-{i}", 30 + i, 1_000))]), before.Moment(Now), cancellation: Stop);
            Profiles = before.Profiles.Load();
        }

        /// <summary>Those before the import.</summary>
        public StoreSnapshot Profiles { get; }

        public void Arm(int statements) => left = statements;

        /// <summary>Does something.</summary>
        /// <returns>Whether it came to its end.</returns>
        public bool Does(Action<ShopStore> work)
        {
            try
            {
                work(before);
                return true;
            }
            catch (KilledException)
            {
                return false;
            }
        }

        public ShopStore Opened()
        {
            before.Dispose();
            return place.Open(Now);
        }

        public void AssertSound() => Assert.Empty(StoreCheck.Run(place.Address, cancellation: Stop));

        public void Dispose()
        {
            before.Dispose();
            place.Dispose();
            one.Dispose();
        }
    }

    // Each is a store of its own: closely at first, since what counts is said first or last.
    static IEnumerable<int> Statements => Suite.Some(3, [0, 1, 3, 7, 15, 40, 120, 300]);

    static WriteResult ImportInto(ShopStore store, Action<WriteProgress> between) => store.Intake.Write(
        More, new ShopMoments(store).At(Now), note, new Watching(between), Stop);

    sealed class Watching(Action<WriteProgress> act) : IProgress<WriteProgress>
    {
        public void Report(WriteProgress value) => act(value);
    }

    [Fact]
    public void Killed_at_its_end_an_import_is_whole_or_is_taken_back_whole()
    {
        foreach (var statement in Statements)
        {
            using var shop = new KilledShop(this);
            var ended = shop.Does(store => ImportInto(store, progress =>
            {
                if (progress.Done == progress.Total) shop.Arm(statement);
            }));
            using var store = shop.Opened();
            var import = Assert.Single(store.Intake.Imports());
            var taken = store.Intake.TakeBack(import.Id, new ShopMoments(store).At(Now), Stop);
            Assert.Equal(import.State == ImportState.UnderWay, taken is not null);
            if (taken is null) Assert.Equal(Customers, store.Profiles.Load().Count);
            else AssertSameProfiles(shop.Profiles, store.Profiles.Load());
            shop.AssertSound();
            if (ended) break;
        }
    }

    [Theory, InWholeRuns(OnDatabases = true)]
    [InlineData(true)]
    [InlineData(false)]
    public void Killed_while_it_is_taken_back_it_is_taken_back_further_or_imported_again(bool isImported)
    {
        foreach (var statement in Statements)
        {
            using var shop = new KilledShop(this);
            Assert.False(shop.Does(store => ImportInto(store, progress =>
            {
                if (2 * progress.Done >= progress.Total) throw new KilledException();
            })));
            shop.Arm(statement);
            var ended = shop.Does(store => store.Intake.TakeBack(1, new ShopMoments(store).At(Now), Stop));
            using var store = shop.Opened();
            if (isImported)
            {
                ImportInto(store, _ => { });
                Assert.Equal(Customers, store.Profiles.Load().Count);
                Assert.Equal(Known + Customers, store.Profiles.Load().Profiles.Values(PurchaseColumns.Orders).Sum());
                Assert.Equal(ImportState.Whole, store.Intake.Imports()[0].State);
            }
            else
            {
                store.Intake.TakeBack(1, new ShopMoments(store).At(Now), Stop);
                AssertSameProfiles(shop.Profiles, store.Profiles.Load());
                Assert.Equal(ImportState.TakenBack, store.Intake.Imports()[0].State);
            }
            shop.AssertSound();
            if (ended) break;
        }
    }
}

public sealed class SqliteKilledImports : KilledImportContract;

public sealed class PostgresKilledImports : KilledImportContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
