using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Lifecycle;
using Perennial.Core.Purchases;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Intake;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Settings;

namespace Perennial.Tests.Store;

/// <summary>Ways into strategies that are no fact of a customer's own: a file that is being read, other settings.
/// </summary>
public abstract class WaysInContract : StrategyStoreContract
{
    static readonly ImportNote note = new("more.csv", """{"rows":20}""");

    protected string[] All { get; } = [.. Enumerable.Range(1, 20).Select(number => $"C-{number}")];

    // By what is published, as the program does it: the audiences are watched.
    ShopMoment Live => new ShopMoments(Store).At(Time);

    protected void Turns()
    {
        Store.Folding.RefoldDue(Live, int.MaxValue, Stop);
        Store.Stays.Recount(Live, Stop);
        new StrategyTurns(Store).Run(() => Live, Stop);
    }

    // Reads the file until some more are in, but not all.
    void ReadSome()
    {
        var before = Twice();
        for (var statements = 20; Twice() == before; statements += 20)
        {
            var left = statements;
            using var stop = new CancellationTokenSource();
            using var reader = ShopStore.Open(Address, Time, new StoreOptions
            {
                CustomersPerChunk = PerChunk,
                BeforeStatement = _ =>
                {
                    if (--left == 0) stop.Cancel();
                },
            });
            Assert.ThrowsAny<OperationCanceledException>(() => reader.Intake.Write(
                More, new ShopMoments(reader).At(Time), note, cancellation: stop.Token));
        }
        Assert.InRange(Twice(), before + 1, All.Length - 1);
    }

    FactBatch More => SomeFacts.Batch([.. All.Select(OfFile)]);

    int Twice() => Store.Profiles.Load().Profiles.Values(PurchaseColumns.Frequency).Count(orders => orders >= 2);

    [Fact]
    public void Whoever_a_file_brings_in_that_is_read_while_strategies_are_published_enters_when_all_of_it_is()
    {
        Tell([.. All.Select(one => Known(one)), .. All.Select(one => Order($"of {one}", one))]);
        Score(Time);
        // The file tells of the day after.
        Later(1.1);
        ReadSome();
        var existing = Twice();
        Publish(Store, Time);
        Later(0.01);
        Turns();
        // Of the rest some come.
        Later(0.01);
        ReadSome();
        Turns();
        Assert.NotEqual(existing, Twice());
        Assert.NotEmpty(Store.Entries.Waiting(Instant.Never));
        Assert.Equal(0, EnteredIn("comeback"));
        Later(0.01);
        Store.Intake.Write(More, Live, note, cancellation: Stop);
        Turns();
        // Those who were there when it was published are existing.
        Assert.Equal(All.Length - existing, EnteredIn("comeback"));
        AssertCounted();
    }

    [Fact]
    public void Whoever_other_settings_move_into_an_audience_enters() => MovesBySettings(20, StrategyState.Live);

    protected void Put(ShopStore store, CancellationToken stop)
    {
        var options = ShopSettings.Of(store).Options with
        {
            Lifecycle = new LifecycleOptions { ActiveDays = 5, RecentDays = 20, OlderDays = 700 },
        };
        SettingsEditing.Put(store, options, new AuditEntry(Time, We, SettingsEditing.Changing, "settings"), Time,
            (_, _) => { }, stop);
    }

    // Nobody stands in the audience, and by the other settings all do.
    protected void BeginMoved(string[] many)
    {
        Tell([.. many.Select(one => Known(one)), .. many.Select(one => Order($"of {one}", one))]);
        Rescore.Run(Store, null, null, Time, (_, _) => { }, Stop);
        Later(40);
        Publish(Store, Time, ("strategies/comeback.yaml",
            Files["strategies/comeback.yaml"].Replace("orders >= 2", "lifecycle = 'older'")));
        Turns();
        Later(1);
        Turns();
        Assert.Equal(0, EnteredIn("comeback"));
    }

    protected void MovesBySettings(int customers, StrategyState state)
    {
        BeginMoved([.. Enumerable.Range(1, customers).Select(number => $"C-{number}")]);
        Put(Store, Stop);
        Turns();
        Assert.Equal(state, Standing("comeback").State);
        Assert.Equal(state == StrategyState.Live ? customers : 0, EnteredIn("comeback"));
        if (state == StrategyState.Paused)
        {
            Assert.StartsWith("1,101 would enter, and 1,000 may", Standing("comeback").Reason,
                StringComparison.Ordinal);
            Later(0.01);
            StrategyFiles.Start(Store, null, We, Time);
            Turns();
            Assert.Equal(customers, EnteredIn("comeback"));
        }
        AssertCounted();
    }
}

public sealed class SqliteWaysIn : WaysInContract
{
    // So many that a second engine would say the same at four times the cost.
    [Fact, InWholeRuns]
    public void More_whom_other_settings_move_than_were_foreseen_wait_for_a_yes() =>
        MovesBySettings(1_101, StrategyState.Paused);

    // Shards that are computed at once are done together, too soon to stop in between.
    [Fact]
    public void Nobody_enters_before_everybody_is_computed_by_other_settings()
    {
        BeginMoved(All);
        var statements = 20;
        while (Store.Entries.Waiting(Instant.Never).Count == 0) PutSome(statements += 20);
        Assert.True(Store.Watch.IsUnfinished());
        Turns();
        Assert.Equal(0, EnteredIn("comeback"));
        while (Store.Watch.IsUnfinished()) Assert.True(Unfinished.Finish(Store, Time, Stop));
        Turns();
        Assert.Equal(All.Length, EnteredIn("comeback"));
        AssertCounted();
    }

    // Somebody stops it after so many statements.
    void PutSome(int statements)
    {
        using var stop = new CancellationTokenSource();
        using var other = ShopStore.Open(Address, Time, new StoreOptions
        {
            CustomersPerChunk = 5,
            BeforeStatement = _ =>
            {
                if (--statements == 0) stop.Cancel();
            },
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Put(other, stop.Token));
    }
}

public sealed class PostgresWaysIn : WaysInContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
