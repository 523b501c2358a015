using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Planning;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Strategies;
using Perennial.Strategies;
using Perennial.Tests.Loops;

namespace Perennial.Tests.Store;

/// <summary>Strategies in a store: published, entered by facts and by time, stopped, joined, forgotten.</summary>
public abstract class StrategyContract : StoreContract
{
    internal static readonly Dictionary<string, string> Files = new()
    {
        ["channels.yaml"] = """
            channels:
              email: { provider: sandbox, cost: 0.01 }
              call: { provider: sandbox, cost: 0.6, queues: { shop: {} } }
              letter: { provider: sandbox }
            """,
        ["policies.yaml"] = """
            topics:
              - { topic: news, default: yes, title: News }
            frequency:
              - { policy: one a day, applies to: everybody, most: [1 email per 24h] }
            """,
        ["strategies/thanks.yaml"] = """
            strategy: thanks
            goal: { metric: orders, window: 30d }
            audience: everybody
            trigger: { event: login }
            reenter: each time
            exit: has order since entry
            holdout: 0%
            steps:
              - email: thanks
              - wait: 7d
              - email: again
            """,
        ["strategies/comeback.yaml"] = """
            strategy: comeback
            goal: { metric: orders, window: 30d }
            audience: orders >= 2
            trigger: { enters: audience }
            reenter: after 1d
            exit: has order since entry
            holdout: 0%
            steps:
              - call: { script: hello, queue: shop }
            """,
    };

    static readonly Actor we = Actor.Terminal("tests");

    Instant now = Now;

    ShopMoment At => Store.Moment(now, watch: ("audience of comeback", "orders >= 2"));

    internal static void Publish(ShopStore store, Instant at, params (string File, string Text)[] changes)
    {
        var files = Files.ToDictionary();
        foreach (var (file, text) in changes) files[file] = text;
        var proposed = StrategyFiles.Compare(files, StrategyShops.BeforeAny, store.Strategies.Parts(), prune: true);
        Assert.Empty(proposed.Read.Mistakes.All);
        StrategyFiles.Publish(store, proposed, we, at);
    }

    static CustomerKeySet Who(string key) => SomeEvents.Person(key);

    IncomingEvent Login(string id, string who = "C-1") => new()
    {
        Source = "test", MessageId = id, At = now, Who = Who(who), Activity = new ActivityStatement(ActivityKind.Login),
    };

    IncomingEvent Order(string number, string who = "C-1") => new()
    {
        Source = "test", MessageId = $"order {number}", At = now, Who = Who(who),
        Order = new OrderStatement(number, now) { GrossCents = 900 },
    };

    static IncomingEvent Known(string who, int daysAgo = 90) => new()
    {
        Source = "test", MessageId = $"known {who}", At = SomeEvents.At(daysAgo * 1440), Who = Who(who),
        Details = new CustomerDetails { ConsentEmail = true, ConsentPhone = true, Email = $"{who}@example.com",
            Phone = "+33199005982" },
    };

    void Tell(params IncomingEvent[] events) =>
        Store.Intake.Write(EventBatch.Of(events), At, cancellation: Stop);

    void Later(double days) => now = new Instant(now.UnixMs + (long)(days * 86_400_000));

    // What waits is asked before it is too late.
    void Pass(int days)
    {
        for (var quarter = 0; quarter < 4 * days; quarter++)
        {
            Later(0.25);
            Tick();
        }
    }

    void Tick()
    {
        Store.Folding.RefoldDue(At, int.MaxValue, Stop);
        Store.Stays.Recount(At, Stop);
        new StrategyTurns(Store).Run(() => At, Stop);
        new Sandbox(Store).HandOver(() => At, Stop);
    }

    void Begin(params string[] customers)
    {
        // Nobody is compared with others before anybody has bought.
        Tell([.. customers.Select(one => Known(one)), Order("first", "C-0")]);
        Score(now);
        Publish(Store, now);
        Tick();
        Later(1);
    }

    // A day after the tests' present.
    static SomeOrder OfFile(string who) => SomeFacts.Order(who, $"file {who}", -1, 900);

    static CustomerId Id(string key) => SomeFacts.Id(key);

    string[] Told(string who = "C-1") => [.. Store.Decisions.Of(Id(who)).Reverse()
        .Select(row => $"{row.Strategy} {row.Step} {OutcomeWords.Of(row.Outcome)} {row.Rule}".TrimEnd())];

    // Whatever was decided is counted once, and what waits is what was not.
    void AssertCounted()
    {
        var rows = Ask("select strategy, step, outcome from decision").Where(row => row[1].Length > 0).ToList();
        var sums = Store.Decisions.Sums();
        long Sum(StrategyCount what) => sums.Where(one => one.What == what).Sum(one => one.Number);
        Assert.Equal(rows.Count, Sum(StrategyCount.Reached));
        foreach (var outcome in Enum.GetValues<Outcome>().Where(one => one != Outcome.Deferred))
        {
            Assert.Equal((outcome, rows.Count(row => row[2] == $"{(int)outcome}")),
                (outcome, (int)Sum((StrategyCount)(10 + (int)outcome))));
        }
        AssertSound();
    }

    [Fact]
    public void A_fact_brings_a_customer_in_and_its_contact_is_handed_over_as_a_fact()
    {
        Begin("C-1");
        Tell(Login("1"));
        Assert.Equal(["thanks thanks sent"], Told());
        Assert.Single(Store.Turns.ToHandOver(now, 10));
        Tick();
        Assert.Empty(Store.Turns.ToHandOver(now, 10));
        var contacts = Store.Customers.ById(Id("C-1"))!.History[0].Contacts;
        Assert.Equal("thanks", contacts.Strategy[0]);
        Assert.Equal(("thanks", Sandbox.Tool, 1L),
            (contacts.Context[0]!.Step, contacts.Context[0]!.Tool, contacts.Context[0]!.CostCents));
        // The same event again, and another on the same day.
        Later(0.01);
        Tell(Login("1"));
        Tell(Login("2"));
        Assert.Equal(["thanks thanks sent", "thanks thanks deferred 1 email per 24h of 'one a day'"], Told());
        Pass(9);
        Assert.Equal(4, Store.Customers.ById(Id("C-1"))!.History[0].Contacts.Count);
        AssertCounted();
    }

    [Fact]
    public void An_order_ends_it_in_the_same_commit_and_decides_what_waits()
    {
        Begin("C-1");
        Tell(Login("1"), Login("2"));
        Later(0.01);
        Tell(Order("1"));
        Assert.All(Store.Decisions.Enrollments(Id("C-1")), one => Assert.Equal("order", one.Left));
        Assert.Equal(["thanks thanks sent", "thanks thanks blocked order"], Told());
        Pass(9);
        Assert.Equal(2, Told().Length);
        AssertCounted();
    }

    [Fact]
    public void Facts_of_a_file_start_nothing_and_end_what_they_end()
    {
        Begin("C-1", "C-2");
        now = new Instant(now.UnixMs - 1);
        Tell(Login("1"));
        Later(0.01);
        Store.Intake.Write(SomeFacts.Batch(OfFile("C-1"), OfFile("C-2")), At, cancellation: Stop);
        Tick();
        Assert.Equal("order", Assert.Single(Store.Decisions.Enrollments(Id("C-1"))).Left);
        Assert.Empty(Told("C-2"));
        AssertCounted();
    }

    [Fact]
    public void Whoever_stands_there_already_stays_out_and_whoever_comes_enters()
    {
        Tell(Known("C-1"), Known("C-2"), Order("1"), Order("2"), Order("3", "C-2"));
        Later(0.1);
        Score(now);
        Later(0.1);
        Publish(Store, now);
        Later(0.1);
        Tick();
        Assert.Empty(Told());
        Later(1);
        Tell(Order("4", "C-2"));
        Assert.Equal(["comeback hello sent"], Told("C-2"));
        Assert.Empty(Told());
        AssertCounted();
    }

    [Fact]
    public void More_than_were_foreseen_enter_by_a_persons_yes_alone()
    {
        string[] many = [.. Enumerable.Range(0, 1_101).Select(number => $"C-{number}")];
        Tell([.. many.Select(one => Known(one)), .. many.Select(one => Order(one, one))]);
        Score(now);
        Publish(Store, now);
        Tick();
        Later(1);
        // By a file everybody comes into the audience.
        Store.Intake.Write(SomeFacts.Batch([.. many.Select(OfFile)]), At, cancellation: Stop);
        Tick();
        var paused = Store.Strategies.Parts().Standings.Single(one => one.Strategy == "comeback");
        Assert.Equal((StrategyState.Paused, "1,101 would enter at once; start it to let them in"),
            (paused.State, paused.Reason));
        Assert.Empty(Ask("select strategy from enrollment"));
        Later(0.001);
        Assert.Equal(["comeback"], StrategyFiles.Start(Store, ["comeback"], we, now));
        Tick();
        Assert.Equal(1_101, Ask("select strategy from enrollment").Count);
        AssertCounted();
    }

    [Fact]
    public void Nothing_moves_while_it_is_stopped_but_exits()
    {
        Begin("C-1", "C-2");
        Tell(Login("1"), Login("2", "C-2"));
        Assert.Equal(["thanks"], StrategyFiles.Stop(Store, ["thanks"], we, now));
        Assert.Empty(StrategyFiles.Stop(Store, ["thanks"], we, now));
        Pass(8);
        Tell(Login("3"));
        Tell(Order("1"));
        Assert.Equal("order", Assert.Single(Store.Decisions.Enrollments(Id("C-1"))).Left);
        Assert.Equal(["thanks thanks sent"], Told("C-2"));
        StrategyFiles.Start(Store, null, we, now);
        Tick();
        Assert.Equal(["thanks thanks sent", "thanks again sent"], Told("C-2"));
        Assert.Throws<MissingException>(() => StrategyFiles.Stop(Store, ["thank"], we, now));
        AssertCounted();
    }

    [Fact]
    public void Whoever_is_in_a_version_goes_on_in_it()
    {
        Begin("C-1", "C-2");
        Tell(Login("1"));
        Later(1);
        Publish(Store, now, ("strategies/thanks.yaml",
            Files["strategies/thanks.yaml"].Replace("wait: 7d", "wait: 1d").Replace("again", "other")));
        Tick();
        Later(0.1);
        Tell(Login("2", "C-2"));
        Pass(9);
        Assert.Equal(["thanks thanks sent", "thanks again sent"], Told());
        Assert.Equal(["thanks thanks sent", "thanks other sent"], Told("C-2"));
        Assert.Equal(["1", "1", "2", "2"], Ask("select version from decision order by version").Select(row => row[0]));
        AssertCounted();
    }

    [Fact]
    public void A_strategy_keeps_its_name_and_one_that_is_left_out_stays_unless_it_is_pruned()
    {
        Begin("C-1");
        var renamed = Files["strategies/thanks.yaml"].Replace("strategy: thanks", "strategy: gratitude\nwas: thanks");
        var files = new Dictionary<string, string>(Files) { ["strategies/thanks.yaml"] = renamed };
        ProposedStrategies Compared(bool prune) =>
            StrategyFiles.Compare(files, StrategyShops.BeforeAny, Store.Strategies.Parts(), prune);
        var refused = Assert.Throws<BadInputException>(() => StrategyFiles.Publish(Store, Compared(false), we, now));
        Assert.Contains("'thanks' cannot be called 'gratitude' yet.", refused.Message);
        files.Remove("strategies/thanks.yaml");
        Later(1);
        StrategyFiles.Publish(Store, Compared(prune: false), we, now);
        Tell(Login("1"));
        Assert.Equal(["thanks thanks sent"], Told());
        Later(1);
        StrategyFiles.Publish(Store, Compared(prune: true), we, now);
        Assert.Equal(StrategyState.Removed,
            Store.Strategies.Parts().Standings.Single(one => one.Strategy == "thanks").State);
        Tell(Login("2"));
        Pass(8);
        // Nobody enters, and who is in it goes on to its end.
        Assert.Equal(["thanks thanks sent", "thanks again sent"], Told());
        AssertCounted();
    }

    [Fact]
    public void Two_who_turn_out_to_be_one_are_in_it_once()
    {
        Begin("C-1", "C-2");
        Tell(Login("1"));
        Later(0.5);
        Tell(Login("2", "C-2"));
        Later(0.1);
        Tell(Login("3", "C-2") with { Who = Who("C-2") with { Previous = ["C-1"] }, Activity = null });
        Tick();
        var all = Store.Decisions.Enrollments(Id("C-2"));
        Assert.Empty(Store.Decisions.Enrollments(Id("C-1")));
        Assert.Equal(2, all.Count);
        Assert.Equal(2, Told("C-2").Length);
        Pass(9);
        Assert.All(Store.Decisions.Enrollments(Id("C-2")), one => Assert.False(one.IsOpen));
        AssertCounted();
    }

    [Fact]
    public void Keys_outlive_decisions_that_are_forgotten()
    {
        Begin("C-1");
        Tell(Login("1"));
        Pass(9);
        Later(500);
        Assert.Equal(2, Store.Turns.Forget(now, At, Stop));
        Assert.Empty(Told());
        Assert.Equal(2, Ask("select contact_id from decided").Count);
        Assert.Equal(1, Store.Decisions.Sums().Single(one => one.What == StrategyCount.Entered).Number);
        Tell(Login("1"));
        Assert.Empty(Told());
    }

    [Fact, InWholeRuns]
    public void Nothing_is_lost_or_doubled_wherever_a_tick_stops()
    {
        using var place = NewPlace();
        var stopAt = int.MaxValue;
        using var store = place.Open(Now, place.Options with
        {
            BeforeStatement = _ =>
            {
                if (--stopAt == 0) throw new DeliberateFault();
            },
        });
        ShopMoment Moment() => store.Moment(now);
        store.Intake.Write(EventBatch.Of(
            [.. Enumerable.Range(0, 20).Select(one => Known($"C-{one}")), Order("first", "other")]), Moment(),
            cancellation: Stop);
        var snapshot = store.Profiles.Load();
        snapshot.Profiles.ReadAt(now, ShopCalendar.Utc);
        store.Scoring.Save(Scorer.Run(snapshot.Profiles, ShopCalendar.Utc, SomeFacts.HowToScore, null), snapshot,
            Moment(), cancellation: Stop);
        Publish(store, now);
        new StrategyTurns(store).Run(Moment, Stop);
        Later(1);
        store.Intake.Write(EventBatch.Of([.. Enumerable.Range(0, 20).Select(one => Login($"{one}", $"C-{one}"))]),
            Moment(), cancellation: Stop);
        Later(8);
        for (var at = 1; ; at++)
        {
            stopAt = at;
            try
            {
                new StrategyTurns(store).Run(Moment, Stop);
                new Sandbox(store).HandOver(Moment, Stop);
                break;
            }
            catch (DeliberateFault)
            {
            }
        }
        stopAt = int.MaxValue;
        Assert.Empty(store.Turns.ToHandOver(now, 100));
        for (var one = 0; one < 20; one++)
        {
            Assert.Equal(2, store.Decisions.Of(Id($"C-{one}")).Count);
            Assert.Equal(2, store.Customers.ById(Id($"C-{one}"))!.History[0].Contacts.Count);
        }
        Assert.Equal(40, store.Decisions.Sums().Where(one => one.What == StrategyCount.Sent).Sum(one => one.Number));
    }
}

public sealed class SqliteStrategies : StrategyContract;

public sealed class PostgresStrategies : StrategyContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
