using System.Collections.Concurrent;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Priority;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using Perennial.Data.Strategies;
using Perennial.Data.Watching;
using Perennial.Settings;
using Perennial.Tests.Store;

namespace Perennial.Tests.Worlds;

/// <summary>A drawn world in a store: what comes in comes by the doors, and several processes write and tick at once.
/// </summary>
sealed class StoredShop(ShopWorld world, StorePlace place, IReadOnlyList<ShopStore> stores)
{
    sealed class Killed : Exception;

    static readonly Actor we = Actor.Terminal("tests");

    // Strategies of these names are published; what they are, every write is told.
    public static Dictionary<string, string> Files { get; } = new(StrategyStoreContract.Files
        .Where(one => !one.Key.StartsWith("strategies/", StringComparison.Ordinal))
        .Concat(new[] { "a", "b", "c" }.Select(name => KeyValuePair.Create($"strategies/{name}.yaml", $$"""
            strategy: {{name}}
            goal: { metric: orders, window: 30d }
            audience: everybody
            trigger: { event: login }
            reenter: each time
            holdout: 0%
            steps:
              - email: thanks
            """))));

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    readonly ConcurrentDictionary<ShopStore, MomentParts> known = new();

    /// <summary>What is written by at an instant.</summary>
    public ShopMoment At(ShopStore store, Instant now)
    {
        var parts = known.GetOrAdd(store, one => one.Watch.MomentParts());
        return new ShopMoment
        {
            Now = now, AsOf = now, Profiles = world.Profiles, Places = ShopSettings.Places,
            ScoringRun = parts.ScoringRun, Segments = world.Watch,
            Strategies = parts.ScoringRun is null ? null : world.LiveAt(now, parts.Strategies.Standings
                .ToDictionary(one => one.Strategy, one => new Standing(one.State, one.AskedFrom))),
            Tells = false, Version = parts.Version,
            Renew = () =>
            {
                known.TryRemove(store, out _);
                return At(store, now);
            },
        };
    }

    public ShopMoment At(Instant now) => At(stores[0], now);

    /// <summary>The shop's day.</summary>
    public int Day(Instant now) => world.Profiles.Calendar.DayOf(now);

    /// <summary>In which shard a customer is.</summary>
    public int ShardOf(CustomerId id) => stores[0].ShardOf(id);

    /// <summary>Publishes the names of the strategies.</summary>
    public void Publish(Instant now)
    {
        var proposed = StrategyFiles.Compare(
            Files, Perennial.Strategies.StrategyShops.BeforeAny, stores[0].Strategies.Parts(), prune: true);
        Assert.Empty(proposed.Read.Mistakes.All);
        // Not by the program's own way: it would look who is in the segments that these files watch.
        stores[0].Strategies.Publish(new StrategyPublishing(proposed.Texts,
            [.. proposed.Read.Set.Strategies.Select(one => (one.Name, one.File))], [])
        {
            Changed = ShopWorld.Names.ToHashSet(),
        }, now, "tests");
        known.Clear();
    }

    /// <summary>The places of customers in the order of calls; of those who have none the largest number.</summary>
    public Func<CustomerId, int> Ranks()
    {
        var snapshot = stores[0].Profiles.Load();
        var ranks = snapshot.Profiles.Values(PriorityColumns.Rank);
        var rank = snapshot.Ids.Index().Where(one => ranks[one.Index] != PriorityColumns.Rank.NoValue)
            .ToDictionary(one => one.Item, one => ranks[one.Index]);
        return id => rank.GetValueOrDefault(id, int.MaxValue);
    }

    /// <summary>Somebody starts strategies, or whatever stands still.</summary>
    public void Start(IReadOnlyList<string>? names, Instant now)
    {
        StrategyFiles.Start(stores[0], names, we, now);
        known.Clear();
    }

    /// <summary>Somebody stops strategies.</summary>
    public void Stopped(IReadOnlyList<string> names, Instant now)
    {
        StrategyFiles.Stop(stores[0], names, we, now);
        known.Clear();
    }

    /// <summary>What is old is forgotten.</summary>
    public void Forget(Instant before, Instant now) => stores[0].Turns.Forget(before, At(now), Stop);

    /// <summary>Does something in each process at once.</summary>
    void Each(Action<ShopStore, int> act)
    {
        if (stores.Count == 1) act(stores[0], 0);
        else Task.WaitAll([.. stores.Select((store, index) => Task.Run(() => act(store, index), Stop))], Stop);
    }

    /// <summary>What comes in, of each customer by one of the processes.</summary>
    public void Write(Moment at, Func<string, bool> isTaken) =>
        Each((store, index) => Write(at, isTaken, store, index));

    void Write(Moment at, Func<string, bool> isTaken, ShopStore store, int process)
    {
        var mine = at.Comes.Where(one => isTaken(one.Key) && ProcessOf(one.Key) == process).ToList();
        var events = mine.Where(one => !one.IsOfFile).Select(one => one.Event).ToList();
        if (events.Count > 0) store.Intake.Write(EventBatch.Of(events), At(store, at.At), cancellation: Stop);
        foreach (var one in mine.Where(one => one.IsOfFile))
            store.Intake.Write(File(one), At(store, at.At), cancellation: Stop);
        foreach (var key in at.Erased.Where(key => ProcessOf(key) == process))
        {
            store.Erasure.Erase(new ErasureRequest(
                [CustomerId.Of(CustomerKeyKind.External, key)], "asked", at.At, we), At(store, at.At));
        }
    }

    int ProcessOf(string key) => world.People.Index().First(one => one.Item.Key == key).Index % stores.Count;

    static FactBatch File(Coming one)
    {
        var builder = new HistoryBuilder();
        builder.Add(new OrderFact
        {
            Customer = 0, At = one.Event.At, GrossCents = one.Event.Order!.GrossCents,
            Id = OrderId.Numbered(one.Event.Source, one.Event.Order.Number), Number = one.Event.Order.Number,
        });
        return new FactBatch
        {
            Source = one.Event.Source, Keys = CustomerKeys.From([one.Key]), KeyKinds = new CustomerKeyKind[1],
            History = builder.Build(1),
        };
    }

    /// <summary>Everybody is compared with everybody.</summary>
    /// <returns>Whether anybody has an order.</returns>
    public bool Score(Instant now)
    {
        var store = stores[0];
        store.Folding.RefoldDue(At(now), int.MaxValue, Stop);
        if (!store.Facts.HasOrders()) return false;
        var snapshot = store.Profiles.Load();
        snapshot.Profiles.ReadAt(now, world.Profiles.Calendar);
        var run = Scorer.Run(snapshot.Profiles, world.Profiles.Calendar, Store.SomeFacts.HowToScore,
            store.ScoringRuns.Latest()?.AsOfDay);
        store.Scoring.Save(run, snapshot, At(now), cancellation: Stop);
        known.Clear();
        return true;
    }

    /// <summary>A tick of every process at once, while others come in; then one more, for what was left to another.
    /// </summary>
    /// <param name="at">When.</param>
    /// <param name="comes">Who comes in meanwhile.</param>
    /// <param name="isCalm">Whether nobody moves by time alone: whoever waits to be let in and is due as well has two
    /// turns, and which comes first is the processes' affair.</param>
    public void Tick(Moment at, Func<string, bool> comes, bool isCalm)
    {
        // How many enter is counted when all have had their turns, and then several let them in at once.
        if (world.IsTight) Settle(stores[0], at.At);
        else if (!isCalm) Tick(stores[0], at.At);
        if (stores.Count > 1)
        {
            Each((store, index) =>
            {
                if (index == 0) Tick(store, at.At);
                Write(at, comes, store, index);
                if (index > 0) Tick(store, at.At);
            });
        }
        else Write(at, comes, stores[0], 0);
        if (at.KilledAt > 0) TickKilled(at);
        Tick(stores[0], at.At);
        if (world.IsTight) TickUntilStill(() => Waiting, () => Tick(stores[0], at.At));
    }

    /// <summary>Ticks until nobody waits who may enter. Whoever comes by a contact that has just gone waits as well;
    /// and a strategy that lets in few at most asks few at a time, who may all be refused.</summary>
    public static void TickUntilStill(Func<long> waiting, Action tick)
    {
        long before;
        var ticks = 0;
        do
        {
            before = waiting();
            tick();
        }
        while (++ticks < MoreTicks || waiting() < before);
    }

    long Waiting => stores[0].Entries.Waiting(Instant.Never).Sum(one => one.All);

    // What it has not committed is undone, and whoever comes next does the rest.
    void TickKilled(Moment at)
    {
        var left = 0;
        using var store = place.Open(at.At, place.Options with
        {
            BeforeStatement = _ =>
            {
                if (--left == 0) throw new Killed();
            },
        });
        left = at.KilledAt;
        try
        {
            Tick(store, at.At);
        }
        catch (Killed)
        {
        }
        left = 0;
        known.TryRemove(store, out _);
    }

    const int MoreTicks = 3;

    void Settle(ShopStore store, Instant now)
    {
        ShopMoment Moment() => At(store, now);
        store.Folding.RefoldDue(Moment(), int.MaxValue, Stop);
        store.Stays.Recount(Moment(), Stop);
        store.Turns.AskEverybody(Moment(), Stop);
        store.Turns.TryTakeDue(Moment(), int.MaxValue, Stop);
    }

    void Tick(ShopStore store, Instant now)
    {
        ShopMoment Now() => At(store, now);
        store.Folding.TryRefoldDue(Now(), int.MaxValue, Stop);
        store.Stays.Recount(Now(), Stop);
        new StrategyTurns(store).Run(Now, Stop);
        new Sandbox(store).HandOver(Now, Stop);
    }
}
