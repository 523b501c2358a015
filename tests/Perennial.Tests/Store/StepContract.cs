using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Data.Strategies;
using Perennial.Destinations;

namespace Perennial.Tests.Store;

/// <summary>Steps that contact nobody: an attribute that is written down, another program that is told.</summary>
public abstract class StepContract : StoreContract
{
    const string Asked = "strategies/asked.yaml";

    static readonly string text = """
        strategy: asked
        goal: { metric: orders, window: 30d }
        audience: everybody
        trigger: { event: login }
        reenter: each time
        exit: has order since entry
        holdout: 0%
        steps:
          - set: { asked_about_subscription: yes }
          - name: tell
            webhook: { to: crm, event: asked }
          - email: thanks
        """;

    Instant now = Now;

    ShopMoment At => Store.Moment(now);

    void Tell(params IncomingEvent[] events) =>
        Store.Intake.Write(EventBatch.Of(events), At, cancellation: Stop);

    IncomingEvent Said(string id, string who) => new()
    {
        Source = "test", MessageId = id, At = now, Who = SomeEvents.Person(who),
    };

    IncomingEvent Login(string id, string who = "C-1") =>
        Said(id, who) with { Activity = new ActivityStatement(ActivityKind.Login) };

    static CustomerId Id(string key) => SomeFacts.Id(key);

    void Begin(params string[] more)
    {
        Tell(Said("known", "C-1") with { Details = new CustomerDetails { ConsentEmail = true, Email = "c@x.example" } },
            Said("first", "C-0") with { Order = new OrderStatement("first", now) { GrossCents = 900 } });
        Score(now);
        StrategyContract.Publish(Store, now, [
            ("channels.yaml", StrategyContract.Files["channels.yaml"]
                + "\n  webhook: { to: { crm: 'https://crm.example/in' } }\n"),
            (Asked, string.Join('\n', [text, .. more])),
        ]);
        Turn();
        now = new Instant(now.UnixMs + 86_400_000);
    }

    void Turn() => new StrategyTurns(Store).Run(() => At, Stop);

    string[] Told() => [.. Store.Decisions.Of(Id("C-1"))
        .Where(row => row.Strategy == "asked").OrderBy(row => row.Step, StringComparer.Ordinal)
        .Select(row => $"{row.Step} {OutcomeWords(row)} {row.Value}".TrimEnd())];

    static string OutcomeWords(DecisionRow row) => $"{row.Outcome}".ToLowerInvariant();

    long Count(string step, StrategyCount what) => Store.Decisions.Sums()
        .Where(sum => sum.Strategy == "asked" && sum.Step == step && sum.What == what).Sum(sum => sum.Number);

    [Fact]
    public void What_is_set_is_a_dated_fact_in_the_commit_of_the_turn()
    {
        Begin();
        Tell(Login("1"));
        var attribute = Assert.Single(Ask("select name, value, said_at, source, holds from customer_attribute"));
        Assert.Equal(["asked_about_subscription", "yes", $"{now.UnixMs}", LiveStrategies.Source, "1"], attribute);
        Assert.Equal((1, 1), (Count("set", StrategyCount.Reached), Count("set", StrategyCount.Sent)));
        // Segments may speak of it: the next tick looks at the customer.
        Assert.Equal(1, Store.Folding.RefoldDue(At, int.MaxValue, Stop));
        AssertSound();
    }

    [Fact]
    public void A_value_that_somebody_says_later_takes_the_place_of_what_was_set()
    {
        Begin();
        Tell(Login("1"));
        now = new Instant(now.UnixMs + 60_000);
        Tell(Said("no", "C-1") with
        {
            Details = new CustomerDetails { Attributes = [new("asked_about_subscription", "no")] },
        });
        Assert.Equal("no", Assert.Single(Ask("select value from customer_attribute where holds = 1"))[0]);
        Assert.Equal(2, Ask("select value from customer_attribute").Count);
        AssertSound();
    }

    [Fact]
    public void A_webhook_without_a_destination_is_blocked_and_says_so()
    {
        Begin();
        Tell(Login("1"));
        Assert.Equal(["set sent", "tell blocked no webhook 'crm' is set up", "thanks sent"], Told());
        Assert.Empty(Ask("select change from outbox"));
        Assert.Equal((1, 1), (Count("tell", StrategyCount.Reached), Count("tell", StrategyCount.Blocked)));
        AssertSound();
    }

    [Fact]
    public void A_webhook_is_told_once_for_each_way_through_by_an_id_that_stays()
    {
        Store.Destinations.Put("crm", "webhook", """{"name":"crm","kind":"webhook"}""", now);
        Begin();
        Tell(Login("1"));
        Tell(Login("1"));
        Turn();
        var told = Assert.Single(Events());
        Assert.Equal(("crm", "asked", "asked", "tell"), (told.To, told.Event, told.Strategy, told.Step));
        now = new Instant(now.UnixMs + 60_000);
        Tell(Login("2"));
        Assert.Equal(2, Events().Select(one => one.Id).Distinct().Count());
        Assert.Equal((2, 2), (Count("tell", StrategyCount.Reached), Count("tell", StrategyCount.Sent)));
        AssertSound();
    }

    [Fact]
    public void Nothing_is_done_for_whoever_is_held_out()
    {
        Store.Destinations.Put("crm", "webhook", """{"name":"crm","kind":"webhook"}""", now);
        Begin();
        StrategyContract.Publish(Store, now, [
            ("channels.yaml", StrategyContract.Files["channels.yaml"]
                + "\n  webhook: { to: { crm: 'https://crm.example/in' } }\n"),
            (Asked, text.Replace("holdout: 0%", "holdout: 100%")),
        ]);
        Turn();
        now = new Instant(now.UnixMs + 60_000);
        Tell(Login("1"));
        Assert.Empty(Ask("select value from customer_attribute"));
        Assert.Empty(Events());
        Assert.Equal(["thanks heldout left alone by it"], Told());
        AssertSound();
    }

    List<ToldEvent> Events() => [.. Ask("select change from outbox")
        .SelectMany(row => OutboxChange.Parse(row[0]).Events)];
}

public sealed class SqliteSteps : StepContract;

public sealed class PostgresSteps : StepContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
