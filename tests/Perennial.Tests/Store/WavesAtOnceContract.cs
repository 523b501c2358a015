using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Scoring;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Strategies;

namespace Perennial.Tests.Store;

/// <summary>Two processes let the same wave in: one of them does all of it before any statement of the other.</summary>
public abstract class WavesAtOnceContract : StrategyStoreContract
{
    // Every other statement: between those of one transaction nobody comes.
    const int Guests = 5, Step = 2;

    // Whoever waits for the other's transaction goes on when that is over.
    static readonly TimeSpan patience = TimeSpan.FromMilliseconds(30);

    static readonly string[] all = [.. Enumerable.Range(1, Guests).Select(number => $"C-{number}")];

    // The best two by orders are the last of all by id.
    static readonly string[] best = [.. all.OrderByDescending(Id).Take(2)];

    static (string, string)[] Named(int time, string more) =>
    [
        ("lists/guests.csv", string.Join('\n', ["customer", .. all, $"nobody-{time}"])),
        ("strategies/guests.yaml", $"""
            strategy: guests
            goal: {"{ metric: orders, window: 30d }"}
            audience: everybody
            trigger: {"{ list: guests }"}
            reenter: each time
            {more}
            holdout: 0%
            steps:
              - email: hello-{time}
            """),
    ];

    sealed class Two : IDisposable
    {
        readonly StorePlace place;
        readonly ShopStore other;
        Action? meanwhile;
        int left;

        public Two(StorePlace place)
        {
            this.place = place;
            One = place.Open(Now);
            other = place.Open(Now, place.Options with
            {
                BeforeStatement = _ =>
                {
                    if (--left == 0) meanwhile!();
                },
            });
        }

        public ShopStore One { get; }

        /// <summary>Both let in; the one before a statement of the other.</summary>
        /// <returns>Whether the other came to that statement.</returns>
        public bool LetIn(Instant now, int statement)
        {
            Task? first = null;
            var moment = other.Moment(now);
            meanwhile = () =>
            {
                first = Task.Run(() => new EntryWaves(One).LetIn(One.Moment(now), Stop), Stop);
                first.Wait(patience, Stop);
            };
            left = statement;
            new EntryWaves(other).LetIn(moment, Stop);
            left = 0;
            first?.Wait(Stop);
            return first is not null;
        }

        public void Dispose()
        {
            other.Dispose();
            One.Dispose();
            place.Dispose();
        }
    }

    Two Opened()
    {
        var two = new Two(NewPlace());
        var store = two.One;
        store.Intake.Write(EventBatch.Of([
            .. all.Select(one => Known(one)), Order("first", "C-0"),
            .. best.SelectMany((one, index) => Enumerable.Range(0, 3 - index)
                .Select(number => Order($"{one} {number}", one))),
        ]), store.Moment(Time), cancellation: Stop);
        var snapshot = store.Profiles.Load();
        snapshot.Profiles.ReadAt(Time, ShopCalendar.Utc);
        store.Scoring.Save(Scorer.Run(snapshot.Profiles, ShopCalendar.Utc, SomeFacts.HowToScore, null), snapshot,
            store.Moment(Time), cancellation: Stop);
        return two;
    }

    static long Entered(ShopStore store, string strategy = "guests") => store.Decisions.Sums()
        .Where(one => one.Strategy == strategy && one.What == StrategyCount.Entered).Sum(one => one.Number);

    static StrategyState State(ShopStore store, string strategy = "guests") =>
        store.Strategies.Parts().Standings.Single(one => one.Strategy == strategy).State;

    [Theory, InWholeRuns]
    // Six may without asking, or three.
    [InlineData(4, StrategyState.Live)]
    [InlineData(2, StrategyState.Paused)]
    public void It_is_judged_once_and_enters_once(int told, StrategyState state)
    {
        using var two = Opened();
        var (store, isThere) = (two.One, true);
        for (var (at, times) = (1, 1); isThere; (at, times) = (at + Step, times + 1))
        {
            Later(1.1);
            Publish(store, Time, new Dictionary<string, int> { ["guests"] = told }, Named(at, ""));
            store.Turns.AskEverybody(store.Moment(Time), Stop);
            isThere = two.LetIn(Time, at);
            Assert.Equal((at, state), (at, State(store)));
            if (state == StrategyState.Paused)
            {
                Assert.Equal((at, Guests * (times - 1L)), (at, Entered(store)));
                Later(0.001);
                StrategyFiles.Start(store, null, We, Time);
                store.Turns.AskEverybody(store.Moment(Time), Stop);
                two.LetIn(Time, at);
            }
            Assert.Equal((at, Guests * (long)times, StrategyState.Live), (at, Entered(store), State(store)));
        }
    }

    static readonly (string, string)[] daily =
    [
        ("strategies/daily.yaml", """
            strategy: daily
            goal: { metric: orders, window: 30d }
            audience: everybody
            trigger: { schedule: every day 09:00 }
            reenter: each time
            holdout: 0%
            steps:
              - email: hello
            """),
    ];

    [Fact, InWholeRuns]
    public void Nobody_enters_what_pauses_for_a_day_to_come()
    {
        using var two = Opened();
        var (store, isThere) = (two.One, true);
        Publish(store, Time, new Dictionary<string, int> { ["daily"] = 2 }, daily);
        for (var at = 1; isThere; at += Step)
        {
            // Since it paused some more have come to wait.
            Later(1.1);
            StrategyFiles.Start(store, null, We, Time);
            store.Turns.AskEverybody(store.Moment(Time), Stop);
            store.Turns.TryTakeDue(store.Moment(Time), int.MaxValue, Stop);
            isThere = two.LetIn(Time, at);
            Assert.Equal((at, StrategyState.Paused), (at, State(store, "daily")));
            Assert.Equal((at, 0L), (at, Entered(store, "daily")));
            // Who starts it again says yes to what it paused for last.
            Assert.True(store.Entries.Days()["daily"].Pause is not null, $"at {at} nobody knows what it paused for");
        }
    }

    [Fact, InWholeRuns]
    public void Of_those_who_may_two_a_day_the_first_two_in_the_order_of_calls_enter()
    {
        using var two = Opened();
        var (store, isThere) = (two.One, true);
        // How many may is read by one statement, and who by the next.
        for (var (at, times) = (1, 1); isThere; (at, times) = (at + 1, times + 1))
        {
            Later(1.1);
            Publish(store, Time, Named(at, "enter at most: 2 per 1d"));
            store.Turns.AskEverybody(store.Moment(Time), Stop);
            isThere = two.LetIn(Time, at);
            Assert.Equal((at, 2L * times), (at, Entered(store)));
            Assert.All(best, one => Assert.Equal((at, times), (at, store.Decisions.Enrollments(Id(one)).Count)));
        }
    }
}

public sealed class SqliteWavesAtOnce : WavesAtOnceContract;

public sealed class PostgresWavesAtOnce : WavesAtOnceContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
