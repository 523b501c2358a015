using Microsoft.Extensions.Time.Testing;
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
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Settings;
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

    internal static void Publish(ShopStore store, Instant at, params (string File, string Text)[] changes) =>
        Publish(store, at, expected: null, changes);

    static void Publish(ShopStore store, Instant at, Dictionary<string, int>? expected,
        params (string File, string Text)[] changes)
    {
        var files = Files.ToDictionary();
        foreach (var (file, text) in changes) files[file] = text;
        var proposed = StrategyFiles.Compare(files, StrategyShops.BeforeAny, store.Strategies.Parts(), prune: true);
        Assert.Empty(proposed.Read.Mistakes.All);
        StrategyFiles.Publish(store, proposed, we, at, expected: expected);
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
        Assert.Equal((StrategyState.Paused, "1,101 would enter, and 1,000 may without asking; start it to let them in"),
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
    public void One_that_is_left_out_stays_unless_it_is_pruned()
    {
        Begin("C-1");
        var files = new Dictionary<string, string>(Files);
        ProposedStrategies Compared(bool prune) =>
            StrategyFiles.Compare(files, StrategyShops.BeforeAny, Store.Strategies.Parts(), prune);
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

    // A fair of the shop's, tomorrow at nine; the mail of it is told of once, whoever turns out to be whom.
    static readonly (string, string)[] fair =
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
    void BeginFair(int expected)
    {
        now = Some.At("2026-07-01T06:00Z");
        Tell([.. Enumerable.Range(1, 4).Select(number => Known($"C-{number}")), Order("first", "C-0")]);
        Score(now);
        Publish(Store, now, new Dictionary<string, int> { ["fair"] = expected }, fair);
        Tick();
    }

    StrategyStanding Standing(string strategy) =>
        Store.Strategies.Parts().Standings.Single(one => one.Strategy == strategy);

    int EnteredIn(string strategy) =>
        Ask("select strategy from enrollment").Count(row => row[0] == strategy);

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
        StrategyFiles.Start(Store, ["fair"], we, now);
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
        StrategyFiles.Start(Store, ["fair"], we, now);
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
        var isPart = Store.Entries.CompleteUntil(now).HasValue;
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
        Score(now);
        Publish(Store, now, slow);
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
        var sheet = StrategySheet.All(Store, now).Single(one => one.Strategy == "thanks");
        Assert.Equal(3, sheet.WaitingToEnter);
        Assert.InRange(sheet.NextEntryAt!.Value.UnixMs - now.UnixMs, 1, 86_400_000L);
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
        Store.Strategies.Pause(new EntryDay("thanks") { Pause = new EntryPause(5, 1, now) }, now, "tests");
        Later(0.1);
        Tell(Login("2", "C-2"));
        Pass(8);
        Assert.Empty(Told("C-2"));
        Assert.Equal(["thanks thanks sent", "thanks again sent"], Told());
        StrategyFiles.Start(Store, ["thanks"], we, now);
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
        Score(now);
        Later(0.1);
        Publish(Store, now, enrolling);
        Tick();
        Assert.Equal((StrategyState.Paused, 0), (Standing("comeback").State, EnteredIn("comeback")));
        Later(0.1);
        var changed = (enrolling.Item1, enrolling.Item2.Replace("script: hello", "script: hi"));
        Publish(Store, now, new Dictionary<string, int> { ["comeback"] = 1_001 }, changed);
        StrategyFiles.Start(Store, ["comeback"], we, now);
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
        Publish(Store, now, Named("hello", "C-1", "C-2", "nobody"));
        Tick();
        Assert.Equal(["guests hello sent"], Told());
        Assert.Equal((2, 0), (EnteredIn("guests"), Told("C-3").Length));
        // Another version, and a list of the same names in another order.
        Later(1);
        Publish(Store, now, Named("hi", "C-2", "nobody", "C-1"));
        Tick();
        Assert.Equal((2, 1), (EnteredIn("guests"), Told().Length));
        // Of what was forgotten for its age the key is kept.
        Later(1);
        Store.Turns.Forget(now, At, Stop);
        Publish(Store, now, Named("hey", "C-2", "nobody", "C-1"));
        Tick();
        Assert.Equal(0, EnteredIn("guests"));
        Later(1);
        Publish(Store, now, Named("hey", "C-1", "C-3"));
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
                .Replace("strategy: comeback", "strategy: guests").Replace("{ enters: audience }", "{ list: guests }").Replace("orders >= 2", "everybody")),
        ];
        Publish(Store, now, new Dictionary<string, int> { ["guests"] = 1 }, named);
        Tick();
        Assert.Equal((StrategyState.Paused, 0), (Standing("guests").State, EnteredIn("guests")));
        Assert.Equal("3 would enter, and 2 may without asking; start it to let them in", Standing("guests").Reason);
        Later(0.1);
        StrategyFiles.Start(Store, ["guests"], we, now);
        Tick();
        Assert.Equal(3, EnteredIn("guests"));
        AssertCounted();
    }

    [Fact]
    public void The_first_two_contacts_of_all_go_and_the_others_when_somebody_has_seen_them()
    {
        string[] all = [.. Enumerable.Range(1, 5).Select(number => $"C-{number}")];
        Tell([.. all.Select(one => Known(one)), Order("first", "C-0")]);
        Score(now);
        Publish(Store, now, ("strategies/thanks.yaml",
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
        StrategyFiles.Start(Store, ["thanks"], we, now);
        Tick();
        Assert.Equal((5, StrategyState.Live), (Went(), Standing("thanks").State));
        AssertCounted();
    }

    [Fact]
    public void Facts_that_are_too_old_or_of_a_file_are_counted_once()
    {
        Begin("C-1", "C-2");
        Publish(Store, now, ("strategies/bought.yaml", Files["strategies/thanks.yaml"]
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
        Tell(Login("late") with { At = new Instant(now.UnixMs - 2 * 86_400_000L) });
        Assert.Equal((2, 1), (TooOld("bought"), TooOld("thanks")));
        Assert.Equal((0, 0), (EnteredIn("bought"), EnteredIn("thanks")));
    }

    [Fact]
    public void A_scoring_run_brings_in_who_comes_by_it_but_nobody_whom_it_is_the_first_to_score()
    {
        ShopMoment Moment() => new ShopMoments(Store).At(now);
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
        void Score() => Rescore.Run(Store, null, null, now, (_, _) => { }, Stop);
        Import("C", one => 10 * one);
        Score();
        Later(0.1);
        Publish(Store, now, ("strategies/comeback.yaml",
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

    [Theory]
    [InlineData("C-1", "C-2", false)]
    [InlineData("C-1", "C-2", true)]
    [InlineData("C-2", "C-1", false)]
    [InlineData("C-2", "C-1", true)]
    public void What_was_decided_of_the_one_is_not_decided_again_of_the_other(string left, string stays, bool forgotten)
    {
        now = Some.At("2026-07-01T06:00Z");
        Tell(Known("C-1"), Known("C-2"), Order("first", "C-0"));
        Score(now);
        Publish(Store, now, fair);
        Tick();
        // Of C-2 the mail of the fair waits for the day after, of C-1 it goes.
        now = Some.At("2026-07-03T08:30Z");
        Tell(Login("1", "C-2"));
        Later(1d / 24);
        Tick();
        Assert.Equal(["fair fair sent"], Told());
        Assert.Equal(["thanks thanks sent", "fair fair deferred 1 email per 24h of 'one a day'"], Told("C-2"));
        Later(0.1);
        if (forgotten) Store.Turns.Forget(now, At, Stop);
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
        Assert.Equal(2, Store.Turns.Forget(now, At, Stop));
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
            new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(now.UnixMs))).Forget(Stop);
        Forget();
        Assert.Equal(2, Told().Length);
        ShopSettings.PutFirstOptions(Store, new ShopOptions { Strategies = new() { KeptDays = 40 } }, now);
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
