using Perennial.Data;
using Perennial.Tests.Planning;
using Perennial.Tests.Store;

namespace Perennial.Tests.Worlds;

/// <summary>The same facts through the doors of a store and through the pure functions in memory: every decision is
/// the same to the letter, whichever engine keeps it and however many processes write and tick. What was decided is
/// judged by those who judge the pure functions.</summary>
/// <remarks><c>PERENNIAL_WORLDS=7,100</c> lives a hundred of each engine, from seed 7 on.</remarks>
public abstract class EqualWorlds : IDisposable
{
    // Whoever waits for one strategy twice enters it in one turn.
    protected const int PerChunk = 50;

    const int PeopleOfAWorld = 5;

    readonly string folder = Directory.CreateTempSubdirectory("perennial-worlds-").FullName;
    int places;

    /// <summary>How many have the store open.</summary>
    protected abstract int Processes { get; }

    /// <summary>Where the store is.</summary>
    protected virtual StorePlace NewPlace() =>
        new FilePlace(Directory.CreateDirectory(Path.Combine(folder, $"{places++}")).FullName)
        {
            CustomersPerChunk = PerChunk,
        };

    /// <summary>Lives some worlds.</summary>
    protected void Holds(int first, int worlds)
    {
        if (Environment.GetEnvironmentVariable("PERENNIAL_WORLDS")?.Split(',') is [var from, var many])
            (first, worlds) = (int.Parse(from), int.Parse(many));
        var wrong = new List<string>();
        foreach (var seed in Enumerable.Range(first, worlds))
        {
            try
            {
                Holds(seed);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                wrong.Add(failed is Xunit.Sdk.XunitException ? failed.Message : $"seed {seed}: {failed}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong.Prepend($"{wrong.Count} of {worlds} are wrong.")));
    }

    void Holds(int seed)
    {
        var world = ShopWorld.Of((ulong)seed, PeopleOfAWorld);
        using var place = NewPlace();
        var stores = new List<ShopStore>();
        try
        {
            for (var one = 0; one < Processes; one++) stores.Add(place.Open(world.Begins));
            Live(world, place, stores, $"seed {seed}");
        }
        finally
        {
            foreach (var store in stores) store.Dispose();
        }
        Assert.Empty(StoreCheck.Run(place.Address, cancellation: TestContext.Current.CancellationToken));
    }

    static void Live(ShopWorld world, StorePlace place, List<ShopStore> stores, string seed)
    {
        var stored = new StoredShop(world, place, stores);
        var memory = new MemoryShop(world) { ShardOf = stored.ShardOf };
        var isPublished = false;
        foreach (var moment in world.Moments)
        {
            if (!isPublished && moment.At >= world.World.From)
            {
                stored.Publish(moment.At);
                memory.Publish(moment.At);
                isPublished = true;
            }
            if (isPublished) Order(moment, stored, memory);
            var at = stored.At(moment.At);
            // Of whom time has nothing to do now, something may come in while others tick.
            var free = world.IsTight || moment.IsScored || moment.Joined.Count > 0 || memory.AsksEverybody(at) ? []
                : memory.People.Where(one => !one.IsDue(moment.At)).Select(one => one.Drawn.Key).ToHashSet();
            stored.Write(moment, key => !free.Contains(key));
            memory.Write(moment, at);
            if (moment.IsScored)
            {
                memory.Fold(at);
                if (stored.Score(moment.At))
                {
                    at = stored.At(moment.At);
                    memory.Score(at);
                    memory.RankOf = stored.Ranks();
                }
            }
            stored.Tick(moment, free.Contains, memory.People.All(one => !one.MayMove(moment.At)));
            memory.Tick(at);
            if (world.IsTight) StoredShop.TickUntilStill(() => memory.Waiting, () => memory.Tick(at));
            if (moment.ForgetsBefore.HasValue)
            {
                stored.Forget(moment.ForgetsBefore, moment.At);
                memory.Forget(moment.ForgetsBefore);
            }
            Compare(memory, new StoredRows(stores[0]), stored.Day(moment.At), $"{seed}, {moment.At}");
        }
        Judge(world, memory, seed);
    }

    static void Order(Moment moment, StoredShop stored, MemoryShop memory)
    {
        if (moment.Stopped.Count > 0)
        {
            stored.Stopped(moment.Stopped, moment.At);
            memory.Stop(moment.Stopped);
        }
        if (moment.IsStarted || moment.Started.Count > 0)
        {
            var names = moment.IsStarted ? null : moment.Started;
            stored.Start(names, moment.At);
            memory.Start(names, moment.At);
        }
    }

    static void Compare(MemoryShop memory, StoredRows store, int today, string seed)
    {
        Same(seed, "standings", memory.Standings.Select(one => $"{one.Key} {one.Value}"), store.Standings);
        foreach (var person in memory.People)
        {
            var more = $"{memory.Waits}\n{person.Stays}\n" + string.Join('\n', person.Log.TakeLast(8));
            Same($"{seed}, {person.Drawn.Key}", more, StoredRows.Text(person.Decided.Values, person.Enrolled.Values),
                store.Decided(person.Id));
            var state = store.State(person.Id);
            Same($"{seed}, {person.Drawn.Key} past", more, StoredRows.Text(person.State.OpenAlone()),
                StoredRows.Text(state));
            // Of what was stopped since it may be looked at once more than need be.
            if (state.DueAt > person.State.DueAt)
                Assert.Fail($"{seed}, {person.Drawn.Key} is due {state.DueAt}, not {person.State.DueAt}\n{more}");
            Same($"{seed}, {person.Drawn.Key} planned", more, person.Planned.Select(StoredRows.Text),
                store.Planned(person.Id));
        }
        // Nothing is left of whoever was erased, or is another by now.
        var known = memory.People.Select(one => one.Id).ToHashSet();
        Assert.All(ShopWorld.Names.SelectMany(store.DecidedIn), one => Assert.Contains(one, known));
        Same($"{seed}, who waits", memory.Waits, memory.People.SelectMany(one => one.Waiting.Select(each =>
            StoredRows.Text(one.Id, each.Entry, each.Since))), store.Waiting);
        Same($"{seed}, entries", memory.Waits, memory.Ahead.Where(one => one.Day >= today).Select(one => $"{one}")
            .Concat(memory.Days.Values.Select(StoredRows.Text).OfType<string>()), store.Entries(today));
        Same(seed, "sums", ExpectedSums.Of(memory), store.Sums);
    }

    static void Same(string where, string more, IEnumerable<string> memory, IEnumerable<string> store)
    {
        var (expected, actual) = (memory.Order(StringComparer.Ordinal).ToList(),
            store.Order(StringComparer.Ordinal).ToList());
        if (expected.SequenceEqual(actual)) return;
        Assert.Fail($"{where}\n--- in memory\n{string.Join('\n', expected.Except(actual))}\n--- in the store\n"
            + $"{string.Join('\n', actual.Except(expected))}\n--- {more}");
    }

    static void Judge(ShopWorld world, MemoryShop memory, string seed)
    {
        foreach (var person in memory.People)
        {
            var others = world.Moments.SelectMany(one => one.Joined).Where(one => one.Key == person.Drawn.Key)
                .Select(one => world.People.Single(each => each.Key == one.Before));
            var wrong = LogReading.Of(world.World with { People = [person.Drawn, .. others] }, person.Log,
                [.. person.State.Open]);
            Assert.True(wrong.Count == 0, $"{seed}, {person.Drawn.Key}: {string.Join('\n', wrong)}");
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Directory.Delete(folder, recursive: true);
}

public sealed class SqliteEqualWorlds : EqualWorlds
{
    protected override int Processes => 1;

    [Fact, InWholeRuns]
    public void A_store_decides_as_the_pure_functions_do() => Holds(3, 2);

    [Fact, InWholeRuns]
    public void What_went_to_one_of_two_who_are_joined_when_the_other_is_due_goes_once() => Holds(19, 1);
}

public sealed class PostgresEqualWorlds : EqualWorlds
{
    protected override int Processes => 3;

    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };

    [Fact, InWholeRuns]
    public void Three_processes_at_once_decide_as_the_pure_functions_do() => Holds(101, 1);
}
