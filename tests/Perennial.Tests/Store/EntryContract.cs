using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Scoring;

namespace Perennial.Tests.Store;

/// <summary>Who may enter strategies in a store, and how many: by time, lists, files, scoring runs and asking.
/// </summary>
public abstract class EntryContract : StrategyStoreContract
{
    [Fact]
    public void More_than_were_foreseen_enter_by_a_persons_yes_alone()
    {
        string[] many = [.. Enumerable.Range(0, 1_101).Select(number => $"C-{number}")];
        Tell([.. many.Select(one => Known(one)), .. many.Select(one => Order(one, one))]);
        Score(Time);
        Publish(Store, Time);
        Tick();
        Later(1);
        // By a file everybody comes into the audience.
        Store.Intake.Write(SomeFacts.Batch([.. many.Select(OfFile)]), At, cancellation: Stop);
        Tick();
        var paused = Store.Strategies.Parts().Standings.Single(one => one.Strategy == "comeback");
        Assert.Equal((StrategyState.Paused, "1,101 would enter, and 1,000 may without asking; start it to let them in"),
            (paused.State, paused.Reason));
        Assert.Empty(Ask("select strategy from enrollment"));
        Later(0.001);
        Assert.Equal(["comeback"], StrategyFiles.Start(Store, ["comeback"], We, Time));
        Tick();
        Assert.Equal(1_101, Ask("select strategy from enrollment").Count);
        AssertCounted();
    }

    [Fact]
    public void Of_an_occasion_half_more_than_was_told_may_enter_and_of_more_it_is_asked_a_week_ahead()
    {
        BeginFair(expected: 3);
        // Five customers, one and a half times three rounded up.
        Assert.Equal(StrategyState.Live, Standing("fair").State);
        Later(2.2);
        Tick();
        Assert.Equal(5, EnteredIn("fair"));
        AssertCounted();
    }

    [Fact]
    public void More_than_were_told_of_an_occasion_wait_for_a_person_who_is_asked_before_it_comes()
    {
        BeginFair(expected: 2);
        Assert.Equal((StrategyState.Paused,
            "5 would enter on 2026-07-03, and 3 may without asking; start it to let them in"),
            (Standing("fair").State, Standing("fair").Reason));
        Later(0.1);
        StrategyFiles.Start(Store, ["fair"], We, Time);
        Tick();
        Assert.Equal(StrategyState.Live, Standing("fair").State);
        Later(2.2);
        Tick();
        Assert.Equal((StrategyState.Live, 5), (Standing("fair").State, EnteredIn("fair")));
        AssertCounted();
    }

    [Fact]
    public void Nobody_who_waits_for_a_yes_enters_before_it_and_all_do_behind_it()
    {
        BeginFair(expected: 2);
        Later(2.2);
        Tick();
        Assert.Equal((StrategyState.Paused, 0), (Standing("fair").State, EnteredIn("fair")));
        Later(0.001);
        StrategyFiles.Start(Store, ["fair"], We, Time);
        Tick();
        Assert.Equal((StrategyState.Live, 5), (Standing("fair").State, EnteredIn("fair")));
        // What came in once does not again.
        Tick();
        Assert.Equal(5, EnteredIn("fair"));
        AssertCounted();
    }

    [Fact]
    public void Nobody_of_a_wave_enters_before_all_of_it_have_had_their_turns()
    {
        BeginFair(expected: 5);
        Later(2.2);
        // One of a shard: where one shard holds all, four are still due.
        Store.Turns.TryTakeDue(At, 1, Stop);
        var isPart = Store.Entries.CompleteUntil(Time).HasValue;
        new EntryWaves(Store).LetIn(At, Stop);
        Assert.Equal(isPart ? 0 : 5, EnteredIn("fair"));
        Tick();
        Assert.Equal(5, EnteredIn("fair"));
    }

    [Fact]
    public void A_file_that_lets_in_two_a_day_lets_in_two_a_day_in_the_order_of_calls()
    {
        var slow = ("strategies/thanks.yaml", Files["strategies/thanks.yaml"].Replace("holdout: 0%",
            "enter at most: 2 per 1d\nholdout: 0%"));
        string[] all = [.. Enumerable.Range(1, 5).Select(number => $"C-{number}")];
        // The best customer is not the first of them by id.
        var best = all.MaxBy(Id)!;
        Tell([.. all.Select(one => Known(one)), Order("first", best), Order("second", best), Order("third", "C-0")]);
        Score(Time);
        Publish(Store, Time, slow);
        Tick();
        Later(1);
        Tell([.. all.Select(one => Login(one, one))]);
        Assert.Equal(0, EnteredIn("thanks"));
        Tick();
        Assert.Equal(2, EnteredIn("thanks"));
        Assert.NotEmpty(Store.Decisions.Enrollments(Id(best)));
        Later(0.5);
        Tick();
        Assert.Equal((2, StrategyState.Live), (EnteredIn("thanks"), Standing("thanks").State));
        var sheet = StrategySheet.All(Store, Time).Single(one => one.Strategy == "thanks");
        Assert.Equal(3, sheet.WaitingToEnter);
        Assert.InRange(sheet.NextEntryAt!.Value.UnixMs - Time.UnixMs, 1, 86_400_000L);
        Later(0.6);
        Tick();
        Assert.Equal(4, EnteredIn("thanks"));
        Later(1.1);
        Tick();
        Assert.Equal(5, EnteredIn("thanks"));
        Assert.Empty(Store.Entries.Waiting(Instant.Never));
        AssertCounted();
    }

    [Fact]
    public void A_fact_of_a_pause_brings_its_customer_in_when_somebody_says_yes_and_who_is_in_it_goes_on()
    {
        Begin("C-1", "C-2");
        Tell(Login("1"));
        Store.Strategies.Pause(new EntryDay("thanks") { Pause = new EntryPause(5, 1, Time) }, Time, "tests");
        Later(0.1);
        Tell(Login("2", "C-2"));
        Pass(8);
        Assert.Empty(Told("C-2"));
        Assert.Equal(["thanks thanks sent", "thanks again sent"], Told());
        StrategyFiles.Start(Store, ["thanks"], We, Time);
        Tick();
        Assert.Equal(["thanks thanks sent"], Told("C-2"));
        AssertCounted();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Those_who_are_there_already_count_as_all_others_do_unless_a_plan_told_of_them()
    {
        var enrolling = ("strategies/comeback.yaml", Files["strategies/comeback.yaml"].Replace("reenter: after 1d",
            "reenter: after 1d\nexisting: enroll"));
        string[] many = [.. Enumerable.Range(0, 1_001).Select(number => $"C-{number}")];
        Tell([.. many.Select(one => Known(one)), .. many.Select(one => Order(one, one)),
            .. many.Select(one => Order($"{one} again", one))]);
        Later(0.1);
        Score(Time);
        Later(0.1);
        Publish(Store, Time, enrolling);
        Tick();
        Assert.Equal((StrategyState.Paused, 0), (Standing("comeback").State, EnteredIn("comeback")));
        Later(0.1);
        var changed = (enrolling.Item1, enrolling.Item2.Replace("script: hello", "script: hi"));
        Publish(Store, Time, new Dictionary<string, int> { ["comeback"] = 1_001 }, changed);
        StrategyFiles.Start(Store, ["comeback"], We, Time);
        Store.Entries.Forget("comeback");
        Tick();
        Assert.Equal((StrategyState.Live, 1_001), (Standing("comeback").State, EnteredIn("comeback")));
        AssertCounted();
    }

    [Fact]
    public void A_list_brings_in_whom_it_names_once_and_another_list_of_the_name_again()
    {
        static (string, string)[] Named(string step, params string[] customers) =>
        [
            ("lists/guests.csv", "customer\n" + string.Join('\n', customers) + "\n"),
            ("strategies/guests.yaml", $"""
                strategy: guests
                goal: {"{ metric: orders, window: 30d }"}
                audience: everybody
                trigger: {"{ list: guests }"}
                reenter: each time
                holdout: 0%
                steps:
                  - email: {step}
                """),
        ];
        Begin("C-1", "C-2", "C-3");
        Publish(Store, Time, Named("hello", "C-1", "C-2", "nobody"));
        Tick();
        Assert.Equal(["guests hello sent"], Told());
        Assert.Equal((2, 0), (EnteredIn("guests"), Told("C-3").Length));
        // Another version, and a list of the same names in another order.
        Later(1);
        Publish(Store, Time, Named("hi", "C-2", "nobody", "C-1"));
        Tick();
        Assert.Equal((2, 1), (EnteredIn("guests"), Told().Length));
        // Of what was forgotten for its age the key is kept.
        Later(1);
        Store.Turns.Forget(Time, At, Stop);
        Publish(Store, Time, Named("hey", "C-2", "nobody", "C-1"));
        Tick();
        Assert.Equal(0, EnteredIn("guests"));
        Later(1);
        Publish(Store, Time, Named("hey", "C-1", "C-3"));
        Tick();
        Assert.Equal(["guests hey sent"], Told("C-3"));
        Assert.Equal(2, EnteredIn("guests"));
    }

    [Fact]
    public void More_than_were_told_of_a_list_wait_for_a_person()
    {
        Begin("C-1", "C-2", "C-3");
        (string, string)[] named =
        [
            ("lists/guests.csv", "customer\nC-1\nC-2\nC-3\n"),
            ("strategies/guests.yaml", Files["strategies/comeback.yaml"]
                .Replace("strategy: comeback", "strategy: guests")
                .Replace("{ enters: audience }", "{ list: guests }").Replace("orders >= 2", "everybody")),
        ];
        Publish(Store, Time, new Dictionary<string, int> { ["guests"] = 1 }, named);
        Tick();
        Assert.Equal((StrategyState.Paused, 0), (Standing("guests").State, EnteredIn("guests")));
        Assert.Equal("3 would enter, and 2 may without asking; start it to let them in", Standing("guests").Reason);
        Later(0.1);
        StrategyFiles.Start(Store, ["guests"], We, Time);
        Tick();
        Assert.Equal(3, EnteredIn("guests"));
        AssertCounted();
    }

    [Fact]
    public void The_first_two_contacts_of_all_go_and_the_others_when_somebody_has_seen_them()
    {
        string[] all = [.. Enumerable.Range(1, 5).Select(number => $"C-{number}")];
        Tell([.. all.Select(one => Known(one)), Order("first", "C-0")]);
        Score(Time);
        Publish(Store, Time, ("strategies/thanks.yaml",
            Files["strategies/thanks.yaml"].Replace("holdout: 0%", "first: 2\nholdout: 0%")));
        Tick();
        Later(1);
        Tell([.. all.Select(one => Login(one, one))]);
        Tick();
        int Went() => all.Sum(one => Store.Customers.ById(Id(one))!.History[0].Contacts.Count);
        Assert.Equal((2, StrategyState.Paused, "its first 2 contacts have gone; look at them, and start it to go on"),
            (Went(), Standing("thanks").State, Standing("thanks").Reason));
        Later(0.01);
        Tick();
        Assert.Equal(2, Went());
        StrategyFiles.Start(Store, ["thanks"], We, Time);
        Tick();
        Assert.Equal((5, StrategyState.Live), (Went(), Standing("thanks").State));
        AssertCounted();
    }

    [Fact]
    public void Facts_that_are_too_old_or_of_a_file_are_counted_once()
    {
        Begin("C-1", "C-2");
        Publish(Store, Time, ("strategies/bought.yaml", Files["strategies/thanks.yaml"]
            .Replace("strategy: thanks", "strategy: bought").Replace("event: login", "event: order where total > 5")));
        Tick();
        long TooOld(string strategy) => Store.Decisions.Sums().Where(one => (one.Strategy, one.What)
            == (strategy, StrategyCount.TooOld)).Sum(one => one.Number);
        Later(0.01);
        var file = SomeFacts.Batch(OfFile("C-1"), OfFile("C-2"), SomeFacts.Order("C-2", "small", -1, 400));
        Store.Intake.Write(file, At, cancellation: Stop);
        Tick();
        Assert.Equal((2, 0), (TooOld("bought"), TooOld("thanks")));
        Store.Intake.Write(file, At, cancellation: Stop);
        Assert.Equal(2, TooOld("bought"));
        Tell(Login("late") with { At = new Instant(Time.UnixMs - 2 * 86_400_000L) });
        Assert.Equal((2, 1), (TooOld("bought"), TooOld("thanks")));
        Assert.Equal((0, 0), (EnteredIn("bought"), EnteredIn("thanks")));
        // They could have started nothing, had they come in time.
        StrategyFiles.Stop(Store, ["bought"], We, Time);
        Store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("C-2", "of a stop", -1, 900)), At, cancellation: Stop);
        Assert.Equal((2, 1), (TooOld("bought"), TooOld("thanks")));
    }

    [Fact]
    public void A_scoring_run_brings_in_who_comes_by_it_but_nobody_whom_it_is_the_first_to_score()
    {
        ShopMoment Moment() => new ShopMoments(Store).At(Time);
        void Run()
        {
            Store.Folding.RefoldDue(Moment(), int.MaxValue, Stop);
            Store.Stays.Recount(Moment(), Stop);
            new StrategyTurns(Store).Run(Moment, Stop);
        }
        void Import(string key, Func<int, int> daysAgo) => Store.Intake.Write(
            SomeFacts.Batch([.. Enumerable.Range(1, 40).Select(one =>
                SomeFacts.Order($"{key}-{one}", $"{key} {one}", daysAgo(one), 900))]), Moment(),
            cancellation: Stop);
        void Score() => Rescore.Run(Store, null, null, Time, (_, _) => { }, Stop);
        Import("C", one => 10 * one);
        Score();
        Later(0.1);
        Publish(Store, Time, ("strategies/comeback.yaml",
            Files["strategies/comeback.yaml"].Replace("orders >= 2", "r <= 4")));
        Run();
        // Whoever ordered later than all of them is among the best by the cut points of before.
        Later(0.5);
        Import("N", one => 1 + one % 8);
        Run();
        Assert.Empty(Ask("select strategy from enrollment"));
        Later(0.5);
        Score();
        Run();
        // The former best are no longer; of the newer ones most are not either, and they are existing.
        Assert.Equal([.. Enumerable.Range(1, 8).Select(one => $"{Id($"C-{one}")}").Order()],
            Ask("select customer_id from enrollment").Select(row => row[0]).Order());
        AssertCounted();
    }
}

public sealed class SqliteEntries : EntryContract;

public sealed class PostgresEntries : EntryContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
