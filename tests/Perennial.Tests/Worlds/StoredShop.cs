using System.Collections.Concurrent;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using Perennial.Data.Watching;
using Perennial.Settings;
using Perennial.Tests.Store;

namespace Perennial.Tests.Worlds;

/// <summary>A drawn world in a store: what comes in comes by the doors, and several processes write and tick at once.
/// </summary>
sealed class StoredShop(ShopWorld world, IReadOnlyList<ShopStore> stores)
{
    static readonly Actor we = Actor.Terminal("tests");

    // Strategies of these names are published; what they are, every write is told.
    public static Dictionary<string, string> Files { get; } = new(StrategyContract.Files
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
            Strategies = parts.ScoringRun is null ? null : world.LiveAt(now), Tells = false, Version = parts.Version,
            Renew = () =>
            {
                known.TryRemove(store, out _);
                return At(store, now);
            },
        };
    }

    public ShopMoment At(Instant now) => At(stores[0], now);

    /// <summary>Publishes the names of the strategies.</summary>
    public void Publish(Instant now)
    {
        var proposed = StrategyFiles.Compare(
            Files, Perennial.Strategies.StrategyShops.BeforeAny, stores[0].Strategies.Parts(), prune: true);
        Assert.Empty(proposed.Read.Mistakes.All);
        StrategyFiles.Publish(stores[0], proposed, we, now);
        known.Clear();
    }

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
    public void Score(Instant now)
    {
        var store = stores[0];
        store.Folding.RefoldDue(At(now), int.MaxValue, Stop);
        var snapshot = store.Profiles.Load();
        snapshot.Profiles.ReadAt(now, world.Profiles.Calendar);
        var run = Scorer.Run(snapshot.Profiles, world.Profiles.Calendar, Store.SomeFacts.HowToScore,
            store.ScoringRuns.Latest()?.AsOfDay);
        store.Scoring.Save(run, snapshot, At(now), cancellation: Stop);
        known.Clear();
    }

    /// <summary>A tick of every process at once, while others come in; then one more, for what was left to another.
    /// </summary>
    /// <param name="at">When.</param>
    /// <param name="comes">Who comes in meanwhile.</param>
    /// <param name="isCalm">Whether nobody moves by time alone: whoever waits to be let in and is due as well has two
    /// turns, and which comes first is the processes' affair.</param>
    public void Tick(Moment at, Func<string, bool> comes, bool isCalm)
    {
        if (!isCalm) Tick(stores[0], at.At);
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
        Tick(stores[0], at.At);
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
