using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Tests.Planning;
using Perennial.Tests.Store;

namespace Perennial.Tests.Worlds;

/// <summary>The same facts through the doors of a store and through the pure functions in memory: every decision is
/// the same to the letter, whichever engine keeps it and however many processes write and tick. What was decided is
/// judged by those who judge the pure functions.</summary>
/// <remarks><c>PERENNIAL_WORLDS=100</c> lives so many of each engine.</remarks>
public abstract class EqualWorldsContract : IDisposable
{
    const int PeopleOfAWorld = 5;

    readonly string folder = Directory.CreateTempSubdirectory("perennial-worlds-").FullName;
    int places;

    /// <summary>How many have the store open.</summary>
    protected abstract int Processes { get; }

    /// <summary>Where the store is.</summary>
    protected virtual StorePlace NewPlace() =>
        new FilePlace(Directory.CreateDirectory(Path.Combine(folder, $"{places++}")).FullName);

    /// <summary>Lives some worlds.</summary>
    protected void Holds(int first, int worlds)
    {
        worlds = int.Parse(Environment.GetEnvironmentVariable("PERENNIAL_WORLDS") ?? $"{worlds}");
        foreach (var seed in Enumerable.Range(first, worlds))
        {
            var world = ShopWorld.Of((ulong)seed, PeopleOfAWorld);
            using var place = NewPlace();
            var stores = new List<ShopStore>();
            try
            {
                for (var one = 0; one < Processes; one++) stores.Add(place.Open(world.Begins));
                Live(world, stores, $"seed {seed}");
            }
            finally
            {
                foreach (var store in stores) store.Dispose();
            }
            Assert.Empty(StoreCheck.Run(place.Address, cancellation: TestContext.Current.CancellationToken));
        }
    }

    static void Live(ShopWorld world, List<ShopStore> stores, string seed)
    {
        var (memory, stored) = (new MemoryShop(world), new StoredShop(world, stores));
        var isPublished = false;
        foreach (var moment in world.Moments)
        {
            if (!isPublished && moment.At >= world.World.From)
            {
                stored.Publish(moment.At);
                isPublished = true;
            }
            var at = stored.At(moment.At);
            // Of whom time has nothing to do now, something may come in while others tick.
            var free = moment.IsScored || moment.Joined.Count > 0 || memory.AsksEverybody(at) ? []
                : memory.People.Where(one => !one.IsDue(moment.At)).Select(one => one.Drawn.Key).ToHashSet();
            stored.Write(moment, key => !free.Contains(key));
            memory.Write(moment, at);
            if (moment.IsScored)
            {
                memory.Fold(at);
                stored.Score(moment.At);
                at = stored.At(moment.At);
                memory.Score(at);
            }
            stored.Tick(moment, free.Contains, memory.People.All(one => !one.MayMove(moment.At)));
            memory.Tick(at);
            Compare(memory, stores[0], $"{seed}, {moment.At}");
        }
        Judge(world, memory, seed);
    }

    static void Compare(MemoryShop memory, ShopStore store, string seed)
    {
        foreach (var person in memory.People)
        {
            var expected = Text(person.Decided.Values, person.Enrolled.Values);
            var actual = Text(store.Decisions.Of(person.Id, int.MaxValue), store.Decisions.Enrollments(person.Id));
            Assert.True(expected == actual, $"{seed}, {person.Drawn.Key}\n--- in memory\n{Only(expected, actual)}"
                + $"--- in the store\n{Only(actual, expected)}--- log\n{string.Join('\n', person.Log.TakeLast(12))}");
        }
        // Nothing is left of whoever was erased, or is another by now.
        var known = memory.People.Select(one => one.Id).ToHashSet();
        foreach (var strategy in new[] { "a", "b", "c" })
            Assert.DoesNotContain(store.Decisions.Of(strategy, int.MaxValue), row => !known.Contains(row.Customer));
    }

    static string Text(IEnumerable<Data.Strategies.DecisionRow> decisions, IEnumerable<Enrollment> enrollments) =>
        string.Join('\n', decisions.Select(row => row.ToString()).Order(StringComparer.Ordinal)
            .Concat(enrollments.Select(EnrollmentText.Write).Order(StringComparer.Ordinal)));

    static string Only(string one, string other)
    {
        var those = other.Split('\n').ToHashSet();
        return string.Concat(one.Split('\n').Where(line => !those.Contains(line)).Select(line => line + "\n"));
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

public sealed class SqliteEqualWorlds : EqualWorldsContract
{
    protected override int Processes => 1;

    [Fact]
    public void A_store_decides_as_the_pure_functions_do() => Holds(0, 4);
}

public sealed class PostgresEqualWorlds : EqualWorldsContract
{
    protected override int Processes => 3;

    protected override StorePlace NewPlace() => new DatabasePlace();

    [Fact]
    public void Three_processes_at_once_decide_as_the_pure_functions_do() =>
        Holds(100, 3);
}
