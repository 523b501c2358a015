using Perennial.Contacts;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Strategies;

namespace Perennial.Tests.Store;

/// <summary>A wave of entries that is stopped half-way: the process is killed before any of its statements, or somebody
/// stops the strategy there.</summary>
public abstract class WavesStoppedContract : StrategyStoreContract
{
    const int Guests = 5;

    // Whoever waits for the other's transaction goes on when that is over.
    static readonly TimeSpan patience = TimeSpan.FromMilliseconds(30);

    // Several transactions a wave.
    protected override int PerChunk => 2;

    sealed class Killed : Exception;

    static (string, string) Enrolling(int time) => ("strategies/guests.yaml", $$"""
        strategy: guests
        goal: { metric: orders, window: 30d }
        audience: everybody
        trigger: { enters: audience }
        reenter: each time
        existing: enroll
        holdout: 0%
        steps:
          - email: hello-{{time}}
        """);

    void Open() => Tell([.. Enumerable.Range(1, Guests).Select(number => Known($"C-{number}"))]);

    // All of them are there already, and a plan has told of so many.
    void PublishAgain(int time, int told)
    {
        Later(1.1);
        Publish(Store, Time, new Dictionary<string, int> { ["guests"] = told }, Enrolling(time));
        Store.Turns.AskEverybody(Store.Moment(Time), Stop);
    }

    /// <summary>Another process lets in, and something comes before a statement of it.</summary>
    /// <returns>Whether it came to that statement.</returns>
    bool LetIn(int statement, Action comes)
    {
        var left = 0;
        using var other = ShopStore.Open(Address, Time, new StoreOptions
        {
            CustomersPerChunk = PerChunk,
            BeforeStatement = _ =>
            {
                if (--left == 0) comes();
            },
        });
        var moment = other.Moment(Time);
        left = statement;
        try
        {
            new EntryWaves(other).LetIn(moment, Stop);
        }
        catch (Killed)
        {
            return true;
        }
        finally
        {
            statement = left;
            left = 0;
        }
        return statement <= 0;
    }

    long Entered => Store.Decisions.Sums().Where(one => one.Strategy == "guests" && one.What == StrategyCount.Entered)
        .Sum(one => one.Number);

    [Theory, InWholeRuns]
    [InlineData(4, Guests)]
    // Half more than it told of, and the rest counts.
    [InlineData(2, 3)]
    public void Whom_a_plan_told_of_count_for_nothing_once_though_it_is_killed_half_way(int told, int allowed)
    {
        Open();
        var isThere = true;
        for (var (at, times) = (1, 1); isThere; (at, times) = (at + 5, times + 1))
        {
            PublishAgain(at, told);
            isThere = LetIn(at, () => throw new Killed());
            new EntryWaves(Store).LetIn(Store.Moment(Time), Stop);
            Assert.Equal((at, Guests * (long)times), (at, Entered));
            Assert.Equal((at, allowed), (at, Store.Entries.Days()["guests"].Allowed));
        }
    }

    [Fact, InWholeRuns]
    public void Whoever_still_waits_when_somebody_stops_it_enters_when_it_is_started_again()
    {
        Open();
        var isThere = true;
        for (var (at, times) = (1, 1); isThere; (at, times) = (at + 3, times + 1))
        {
            PublishAgain(at, Guests);
            Task? stop = null;
            isThere = LetIn(at, () =>
            {
                stop = Task.Run(() => StrategyFiles.Stop(Store, ["guests"], We, Time), Stop);
                stop.Wait(patience, Stop);
            });
            stop?.Wait(Stop);
            var waiting = Store.Entries.Waiting(Instant.Never).Sum(one => one.All);
            Assert.Equal((at, Guests * (long)times), (at, Entered + waiting));
            Later(0.001);
            StrategyFiles.Start(Store, ["guests"], We, Time);
            Store.Turns.AskEverybody(Store.Moment(Time), Stop);
            new EntryWaves(Store).LetIn(Store.Moment(Time), Stop);
            Assert.Equal((at, Guests * (long)times), (at, Entered));
        }
        AssertCounted();
    }
}

public sealed class SqliteWavesStopped : WavesStoppedContract;

public sealed class PostgresWavesStopped : WavesStoppedContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
