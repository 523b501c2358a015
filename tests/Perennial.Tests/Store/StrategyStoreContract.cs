using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Strategies;
using Perennial.Strategies;

namespace Perennial.Tests.Store;

/// <summary>A store with strategies, and what happens in it: told, asked and passed by.</summary>
public abstract class StrategyStoreContract : StoreContract
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

    internal static readonly Actor We = Actor.Terminal("tests");

    /// <summary>The present, which goes by as a test says.</summary>
    protected Instant Time { get; set; } = Now;

    protected ShopMoment At => Store.Moment(Time, watch: ("audience of comeback", "orders >= 2"));

    internal static void Publish(ShopStore store, Instant at, params (string File, string Text)[] changes) =>
        Publish(store, at, expected: null, changes);

    internal static void Publish(ShopStore store, Instant at, Dictionary<string, int>? expected,
        params (string File, string Text)[] changes)
    {
        var files = Files.ToDictionary();
        foreach (var (file, text) in changes) files[file] = text;
        var proposed = StrategyFiles.Compare(files, StrategyShops.BeforeAny, store.Strategies.Parts(), prune: true);
        Assert.Empty(proposed.Read.Mistakes.All);
        StrategyFiles.Publish(store, proposed, We, at, expected: expected);
    }

    protected static CustomerKeySet Who(string key) => SomeEvents.Person(key);

    protected IncomingEvent Login(string id, string who = "C-1") => new()
    {
        Source = "test", MessageId = id, At = Time, Who = Who(who),
        Activity = new ActivityStatement(ActivityKind.Login),
    };

    protected IncomingEvent Order(string number, string who = "C-1") => new()
    {
        Source = "test", MessageId = $"order {number}", At = Time, Who = Who(who),
        Order = new OrderStatement(number, Time) { GrossCents = 900 },
    };

    protected static IncomingEvent Known(string who, int daysAgo = 90) => new()
    {
        Source = "test", MessageId = $"known {who}", At = SomeEvents.At(daysAgo * 1440), Who = Who(who),
        Details = new CustomerDetails { ConsentEmail = true, ConsentPhone = true, Email = $"{who}@example.com",
            Phone = "+33199005982" },
    };

    protected void Tell(params IncomingEvent[] events) =>
        Store.Intake.Write(EventBatch.Of(events), At, cancellation: Stop);

    protected void Later(double days) => Time = new Instant(Time.UnixMs + (long)(days * 86_400_000));

    // What waits is asked before it is too late.
    protected void Pass(int days)
    {
        for (var quarter = 0; quarter < 4 * days; quarter++)
        {
            Later(0.25);
            Tick();
        }
    }

    protected void Tick()
    {
        Store.Folding.RefoldDue(At, int.MaxValue, Stop);
        Store.Stays.Recount(At, Stop);
        new StrategyTurns(Store).Run(() => At, Stop);
        new Sandbox(Store).HandOver(() => At, Stop);
    }

    protected void Begin(params string[] customers)
    {
        // Nobody is compared with others before anybody has bought.
        Tell([.. customers.Select(one => Known(one)), Order("first", "C-0")]);
        Score(Time);
        Publish(Store, Time);
        Tick();
        Later(1);
    }

    // A day after the tests' present.
    protected static SomeOrder OfFile(string who) => SomeFacts.Order(who, $"file {who}", -1, 900);

    protected static CustomerId Id(string key) => SomeFacts.Id(key);

    protected string[] Told(string who = "C-1") => [.. Store.Decisions.Of(Id(who)).Reverse()
        .Select(row => $"{row.Strategy} {row.Step} {OutcomeWords.Of(row.Outcome)} {row.Rule}".TrimEnd())];

    // Whatever was decided is counted once, and what waits is what was not.
    protected void AssertCounted()
    {
        var rows = Ask("select strategy, step, outcome from decision").Where(row => row[1].Length > 0).ToList();
        var sums = Store.Decisions.Sums();
        long Sum(StrategyCount what) => sums.Where(one => one.What == what).Sum(one => one.Number);
        Assert.Equal(rows.Count, Sum(StrategyCount.Reached));
        foreach (var outcome in Enum.GetValues<Outcome>().Where(one => one.IsFinal()))
        {
            Assert.Equal((outcome, rows.Count(row => row[2] == $"{(int)outcome}")),
                (outcome, (int)Sum((StrategyCount)(10 + (int)outcome))));
        }
        AssertSound();
    }

    // A fair of the shop's, tomorrow at nine; the mail of it is told of once, whoever turns out to be whom.
    protected static readonly (string, string)[] Fair =
    [
        ("occasions.yaml", """
            occasions:
              - occasion: fair
                title: Fair
                date: { everywhere: { 2026: 2026-07-03 } }
            """),
        ("strategies/fair.yaml", """
            strategy: fair
            goal: { metric: orders, window: 30d }
            audience: everybody
            trigger: { occasion: fair }
            holdout: 0%
            steps:
              - email: { template: fair }
                expires: 30d
            """),
    ];

    // Four customers and the first, a day and more before the fair.
    protected void BeginFair(int expected)
    {
        Time = Some.At("2026-07-01T06:00Z");
        Tell([.. Enumerable.Range(1, 4).Select(number => Known($"C-{number}")), Order("first", "C-0")]);
        Score(Time);
        Publish(Store, Time, new Dictionary<string, int> { ["fair"] = expected }, Fair);
        Tick();
    }

    protected StrategyStanding Standing(string strategy) =>
        Store.Strategies.Parts().Standings.Single(one => one.Strategy == strategy);

    protected int EnteredIn(string strategy) =>
        Ask("select strategy from enrollment").Count(row => row[0] == strategy);
}
