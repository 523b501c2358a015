using Microsoft.Extensions.Time.Testing;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Settings;
using Perennial.Strategies;
using Perennial.Tests.Loops;

namespace Perennial.Tests.Store;

/// <summary>Strategies in a store: published, entered by facts, stopped, joined, forgotten.</summary>
public abstract class StrategyContract : StrategyStoreContract
{
    [Fact]
    public void A_fact_brings_a_customer_in_and_its_contact_is_handed_over_as_a_fact()
    {
        Begin("C-1");
        Tell(Login("1"));
        Assert.Equal(["thanks thanks sent"], Told());
        Assert.Single(Store.Turns.ToHandOver(Time, 10));
        Tick();
        Assert.Empty(Store.Turns.ToHandOver(Time, 10));
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
    public void Before_the_first_scoring_run_strategies_begin_that_ask_for_nothing_it_tells()
    {
        Tell(Known("C-1"), Known("C-2"));
        Publish(Store, Time);
        Tick();
        Later(1);
        Tell(Login("1"));
        Assert.Equal(["thanks thanks sent"], Told());
        Tell(Order("a", "C-2"), Order("b", "C-2"));
        Tick();
        Later(1);
        // Who stands in an audience when it is first known who does is existing.
        Score(Time);
        Tick();
        Assert.Equal((1, 0), (EnteredIn("thanks"), EnteredIn("comeback")));
        Later(1);
        Tell(Order("c"), Order("d"));
        Tick();
        Assert.Equal(1, EnteredIn("comeback"));
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
    public void Whoever_is_due_waits_until_columns_are_those_of_now()
    {
        Begin("C-1");
        Tell(Login("1"), Order("2", "C-1"));
        Tell(Login("3"));
        // In a week the second mail is due, and in a month the customer is no longer new.
        Later(31);
        Assert.Equal(0, Store.Turns.TryTakeDue(At, 10, Stop));
        Store.Folding.RefoldDue(At, int.MaxValue, Stop);
        Assert.Equal(1, Store.Turns.TryTakeDue(At, 10, Stop));
    }

    [Fact]
    public void What_is_heard_of_late_ends_it_though_it_happened_before()
    {
        Begin("C-1", "C-2", "C-3");
        Tell(Login("1"), Login("2", "C-2"), Login("3", "C-3"));
        var before = new Instant(Time.UnixMs - 3_600_000);
        Later(1);
        // By a tracker, and by a file.
        Tell(Order("1") with { At = before, Order = new OrderStatement("1", before) { GrossCents = 900 } });
        Store.Intake.Write(SomeFacts.Batch(OfFile("C-2") with { DaysAgo = 0 }), At, cancellation: Stop);
        Assert.Equal("order", Assert.Single(Store.Decisions.Enrollments(Id("C-1"))).Left);
        Assert.Equal("order", Assert.Single(Store.Decisions.Enrollments(Id("C-2"))).Left);
        Pass(9);
        Assert.Single(Told());
        Assert.Equal(2, Told("C-3").Length);
        AssertCounted();
    }

    [Fact]
    public void Facts_of_a_file_start_nothing_and_end_what_they_end()
    {
        Begin("C-1", "C-2");
        Time = new Instant(Time.UnixMs - 1);
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
        Score(Time);
        Later(0.1);
        Publish(Store, Time);
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
    public void Nothing_moves_while_it_is_stopped_but_exits()
    {
        Begin("C-1", "C-2");
        Tell(Login("1"), Login("2", "C-2"));
        Assert.Equal(["thanks"], StrategyFiles.Stop(Store, ["thanks"], We, Time));
        Assert.Empty(StrategyFiles.Stop(Store, ["thanks"], We, Time));
        Pass(8);
        Tell(Login("3"));
        Tell(Order("1"));
        Assert.Equal("order", Assert.Single(Store.Decisions.Enrollments(Id("C-1"))).Left);
        Assert.Equal(["thanks thanks sent"], Told("C-2"));
        StrategyFiles.Start(Store, null, We, Time);
        Tick();
        Assert.Equal(["thanks thanks sent", "thanks again sent"], Told("C-2"));
        Assert.Throws<MissingException>(() => StrategyFiles.Stop(Store, ["thank"], We, Time));
        AssertCounted();
    }

    [Fact]
    public void Whoever_is_in_a_version_goes_on_in_it()
    {
        Begin("C-1", "C-2");
        Tell(Login("1"));
        Later(1);
        Publish(Store, Time, ("strategies/thanks.yaml",
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
    public void One_that_is_left_out_stays_unless_it_is_pruned()
    {
        Begin("C-1");
        var files = new Dictionary<string, string>(Files);
        ProposedStrategies Compared(bool prune) =>
            StrategyFiles.Compare(files, StrategyShops.BeforeAny, Store.Strategies.Parts(), prune);
        files.Remove("strategies/thanks.yaml");
        Later(1);
        StrategyFiles.Publish(Store, Compared(prune: false), We, Time);
        Tell(Login("1"));
        Assert.Equal(["thanks thanks sent"], Told());
        Later(1);
        StrategyFiles.Publish(Store, Compared(prune: true), We, Time);
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

    [Theory]
    [InlineData("C-1", "C-2", false)]
    [InlineData("C-1", "C-2", true)]
    [InlineData("C-2", "C-1", false)]
    [InlineData("C-2", "C-1", true)]
    public void What_was_decided_of_the_one_is_not_decided_again_of_the_other(string left, string stays, bool forgotten)
    {
        Time = Some.At("2026-07-01T06:00Z");
        Tell(Known("C-1"), Known("C-2"), Order("first", "C-0"));
        Score(Time);
        Publish(Store, Time, Fair);
        Tick();
        // Of C-2 the mail of the fair waits for the day after, of C-1 it goes.
        Time = Some.At("2026-07-03T08:30Z");
        Tell(Login("1", "C-2"));
        Later(1d / 24);
        Tick();
        Assert.Equal(["fair fair sent"], Told());
        Assert.Equal(["thanks thanks sent", "fair fair deferred 1 email per 24h of 'one a day'"], Told("C-2"));
        Later(0.1);
        if (forgotten) Store.Turns.Forget(Time, At, Stop);
        Tell(Known(stays) with { MessageId = "same", Who = Who(stays) with { Previous = [left] } });
        Pass(3);
        Assert.Equal(forgotten ? 0 : 1, Told(stays).Count(told => told == "fair fair sent"));
        Assert.Equal(1, Enumerable.Range(0, Store.Customers.ById(Id(stays))!.History[0].Contacts.Count).Count(index =>
            Store.Customers.ById(Id(stays))!.History[0].Contacts.Strategy[index] == "fair"));
        Assert.All(Store.Decisions.Enrollments(Id(stays)).Where(one => one.Strategy == "fair"),
            one => Assert.False(one.IsOpen));
        AssertSound();
    }

    [Fact]
    public void Keys_outlive_decisions_that_are_forgotten()
    {
        Begin("C-1");
        Tell(Login("1"));
        Pass(9);
        Later(500);
        Assert.Equal(2, Store.Turns.Forget(Time, At, Stop));
        Assert.Empty(Told());
        // Of two contacts and of the entry.
        Assert.Equal(3, Ask("select candidate_key from decided").Count);
        Assert.Equal(1, Store.Decisions.Sums().Single(one => one.What == StrategyCount.Entered).Number);
        Tell(Login("1"));
        Assert.Empty(Told());
    }

    [Fact]
    public void How_long_decisions_are_kept_is_a_setting()
    {
        Begin("C-1");
        Tell(Login("1"));
        Pass(9);
        Later(35);
        void Forget() => new OldDecisions(Store, new ShopMoments(Store),
            new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Time.UnixMs))).Forget(Stop);
        Forget();
        Assert.Equal(2, Told().Length);
        ShopSettings.PutFirstOptions(Store, new ShopOptions { Strategies = new() { KeptDays = 40 } }, Time);
        Forget();
        // The second mail went a week behind the first.
        Assert.Equal(["thanks again sent"], Told());
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
        ShopMoment Moment() => store.Moment(Time);
        store.Intake.Write(EventBatch.Of(
            [.. Enumerable.Range(0, 20).Select(one => Known($"C-{one}")), Order("first", "other")]), Moment(),
            cancellation: Stop);
        var snapshot = store.Profiles.Load();
        snapshot.Profiles.ReadAt(Time, ShopCalendar.Utc);
        store.Scoring.Save(Scorer.Run(snapshot.Profiles, ShopCalendar.Utc, SomeFacts.HowToScore, null), snapshot,
            Moment(), cancellation: Stop);
        Publish(store, Time);
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
        Assert.Empty(store.Turns.ToHandOver(Time, 100));
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
