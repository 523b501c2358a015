using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Planning;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.Access;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Strategies;

namespace Perennial.Tests.Store;

/// <summary>What publishing strategies does to customers: said before, and done as it was said. Strategies are called
/// otherwise, and whoever is under way goes on in another version.</summary>
public abstract class PublishingContract : StoreContract
{
    static readonly Actor we = Actor.Terminal("tests");

    Instant now = Now;

    ShopMoment At => Store.Moment(now, watch: ("audience of comeback", "orders >= 2"));

    static Dictionary<string, string> Files(params (string Name, string Text)[] strategies)
    {
        var files = StrategyContract.Files.Where(one => !one.Key.StartsWith("strategies/", StringComparison.Ordinal))
            .ToDictionary();
        foreach (var (name, text) in strategies) files[$"strategies/{name}.yaml"] = text;
        return files;
    }

    static (string, string) Strategy(string name, string trigger, string more, string steps) => (name, $"""
        strategy: {name}
        goal: {"{"} metric: orders, window: 30d {"}"}
        audience: orders >= 1
        trigger: {trigger}
        exit: has order since entry
        {more}
        steps:
        {steps}
        """);

    [Fact]
    public void What_is_published_can_be_named_in_rules_before_anybody_was_contacted()
    {
        Publish(Files(all));
        bool Has(NameKind kind, string name) => Store.Names.Of(kind).Contains(name);
        Assert.True(Has(NameKind.Strategy, "all") && Has(NameKind.Step, "hello") && Has(NameKind.Step, "ring")
            && Has(NameKind.Topic, "news"));
        Assert.False(Has(NameKind.Strategy, "al"));
    }

    static readonly (string, string) all = Strategy("all", "{ enters: audience }", "existing: enroll\nholdout: 20%",
        "  - email: { template: hello, topic: news }\n  - wait: 7d\n  - call: { script: ring, queue: shop }");

    ProposedStrategies Compared(IReadOnlyDictionary<string, string> files) =>
        StrategyFiles.Compare(files, StrategyShops.BeforeAny, Store.Strategies.Parts(), prune: true);

    ProposedImpact Asked(IReadOnlyDictionary<string, string> files, int most = int.MaxValue)
    {
        var proposed = Compared(files);
        Assert.Empty(proposed.Read.Mistakes.All);
        return ProposedImpact.Of(Store, proposed, new ImpactAsking(most), now)!;
    }

    void Publish(IReadOnlyDictionary<string, string> files, bool yes = false)
    {
        var proposed = Compared(files);
        StrategyFiles.Publish(Store, proposed, we, now, ProposedImpact.Of(Store, proposed, ImpactAsking.Everybody, now),
            yes);
    }

    static IncomingEvent Known(string who, bool hasConsent) => new()
    {
        Source = "test", MessageId = $"known {who}", At = SomeEvents.At(90 * 1440), Who = SomeEvents.Person(who),
        Details = new CustomerDetails { ConsentEmail = hasConsent, Email = $"{who}@example.com" },
    };

    IncomingEvent Order(string number, string who) => new()
    {
        Source = "test", MessageId = $"order {number}", At = now, Who = SomeEvents.Person(who),
        Order = new OrderStatement(number, now) { GrossCents = 900 },
    };

    IncomingEvent Login(string id, string who) => new()
    {
        Source = "test", MessageId = id, At = now, Who = SomeEvents.Person(who),
        Activity = new ActivityStatement(ActivityKind.Login),
    };

    void Tell(params IncomingEvent[] events) =>
        Store.Intake.Write(EventBatch.Of(events), At, cancellation: Stop);

    void Later(double days) => now = new Instant(now.UnixMs + (long)(days * 86_400_000));

    void Tick()
    {
        Store.Folding.RefoldDue(At, int.MaxValue, Stop);
        Store.Stays.Recount(At, Stop);
        new StrategyTurns(Store).Run(() => At, Stop);
        new Sandbox(Store).HandOver(() => At, Stop);
    }

    void Pass(int days)
    {
        for (var quarter = 0; quarter < 4 * days; quarter++)
        {
            Later(0.25);
            Tick();
        }
    }

    // Every third has said no to e-mails.
    void Begin(int customers)
    {
        string[] who = [.. Enumerable.Range(0, customers).Select(number => $"C-{number}")];
        Tell([.. who.Select((one, number) => Known(one, number % 3 != 0)), .. who.Select(one => Order(one, one))]);
        Score(now);
        Later(1);
    }

    string[] Written() => [.. new[]
    {
        "enrollment", "decision", "customer_strategy", "planned_contact", "strategy_sum", "assignment", "audit",
        "strategy_set",
    }.Select(table => $"{table} {Ask($"select count(*) from {table}")[0][0]}")];

    [Fact]
    public void What_a_plan_says_is_what_happens_and_asking_changes_nothing()
    {
        Begin(30);
        var before = Written();
        var impact = Asked(Files(all));
        Assert.Equal(before, Written());
        var told = Assert.Single(impact.Strategies);
        Assert.Equal((30, 30, 30, 30, 30), (impact.Asked, impact.Customers, told.Audience, told.Now, told.FirstDay));
        Publish(Files(all));
        Pass(3);
        var decided = Ask("select outcome, gate from decision where step = 'hello'");
        int Ended(Outcome outcome) => decided.Count(row => row[0] == $"{(int)outcome}");
        Assert.Equal(told.Now, Ask("select strategy from enrollment").Count);
        Assert.Equal((FirstContactsOf.Existing, decided.Count), (told.First.Of, told.First.Asked));
        Assert.Equal((Ended(Outcome.Sent), Ended(Outcome.HeldOut)), (told.First.Sent, told.First.HeldOut));
        Assert.Equal(Ended(Outcome.Blocked), told.First.Blocked["consent"]);
        Assert.InRange(told.First.Blocked["consent"], 5, 10);
        Assert.InRange(told.First.HeldOut, 1, 12);
    }

    [Fact]
    public void Of_a_large_shop_every_so_manieth_is_asked_and_numbers_are_in_proportion()
    {
        Begin(30);
        var impact = Asked(Files(all), most: 10);
        Assert.Equal((10, 30), (impact.Asked, impact.Customers));
        Assert.Equal((30, 30), (impact.Strategies[0].Audience, impact.Strategies[0].Now));
    }

    [Fact]
    public void Facts_of_the_last_days_tell_how_many_enter_a_day()
    {
        Begin(30);
        var often = Strategy("often", "{ event: login }", "reenter: each time", "  - email: hello");
        var once = Strategy("once", "{ event: login }", "existing: ignore", "  - email: hello");
        var then = Strategy("then", "{ event: login, then no: [order], for: 2d }", "existing: ignore",
            "  - email: hello");
        var quiet = Strategy("quiet", "{ quiet for: 2d }", "existing: ignore", "  - email: hello");
        var into = Strategy("into", "{ enters: audience }", "existing: ignore", "  - email: hello");
        for (var number = 0; number < 7; number++)
        {
            Tell(Login($"a {number}", $"C-{number}"), Login($"c {number}", $"C-{number}"));
            Later(0.01);
        }
        // One of them orders behind the login, and so neither is silent nor enters 'then'.
        Tell(Order("later", "C-0"));
        Later(3);
        var impact = Asked(Files(often, once, then, quiet, into)).Strategies.ToDictionary(one => one.Strategy);
        Assert.Equal(14.0 / 28, impact["often"].PerDay);
        Assert.Equal(7.0 / 28, impact["once"].PerDay);
        Assert.Equal(6.0 / 28, impact["then"].PerDay);
        // Everybody ordered 4 days ago, and C-0 a second time 3 days ago.
        Assert.Equal(30.0 / 28, impact["quiet"].PerDay);
        Assert.Null(impact["into"].PerDay);
        Assert.Equal((0, FirstContactsOf.Recent, 7),
            (impact["once"].Now, impact["once"].First.Of, impact["once"].First.Asked));
        Later(100);
        Assert.Equal(0, Asked(Files(often)).Strategies[0].PerDay);
    }

    [Fact]
    public void Dates_tell_how_many_they_will_bring()
    {
        Begin(30);
        var weekly = Strategy("weekly", "{ schedule: monday 09:00 }", "reenter: each time", "  - email: hello");
        var monthly = Strategy("mothers", "{ occasion: mothers day - 10d }", "reenter: each time", "  - email: hello");
        var yearly = Strategy(
            "yearly", "{ schedule: first monday of march 09:00 }", "reenter: each time", "  - email: hello");
        var files = Files(weekly, monthly, yearly);
        files["occasions.yaml"] = "occasions:\n  - occasion: mothers day\n    title: Mother's Day\n"
            + "    date: { everywhere: second sunday of may }\n";
        var impact = Asked(files).Strategies.ToDictionary(one => one.Strategy);
        var march = impact["yearly"].Expected!.Value;
        Assert.Equal((30, 3, 0), (march.Number, ShopCalendar.Date(march.Day).Month, impact["yearly"].PerDay));
        var monday = impact["weekly"].Expected!.Value;
        Assert.Equal((30, 30), (monday.Number, monday.Most));
        Assert.Equal(DayOfWeek.Monday, ShopCalendar.Date(monday.Day).DayOfWeek);
        Assert.Equal(30 * 4 / 28.0, impact["weekly"].PerDay);
        var may = impact["mothers"].Expected!.Value;
        Assert.Equal((30, 5), (may.Most, ShopCalendar.Date(may.Day + 10).Month));
        Assert.Equal(["mothers", "weekly", "yearly"], Asked(files).Expected.Keys.Order());
    }

    [Fact]
    public void More_than_may_enter_by_a_yes_alone()
    {
        Begin(1_101);
        var refused = Assert.Throws<BadInputException>(() => Publish(Files(all)));
        Assert.StartsWith("strategy 'all': 1,101 customers would enter within a day, and 1,000 may without asking. Say "
            + "yes to that number (perennial apply --yes", refused.Message);
        Assert.Contains("existing: spread over 2d.", refused.Message);
        Assert.Empty(Store.Strategies.Parts().Standings);
        Publish(Files(Strategy("all", "{ enters: audience }", "existing: spread over 2d", "  - email: hello")));
        Later(0.1);
        // Changed, and everybody at once: by a yes.
        Assert.Throws<BadInputException>(() => Publish(Files(all)));
        Publish(Files(all), yes: true);
        Assert.Equal(2, Assert.Single(Store.Strategies.Parts().Standings).Version);
        // On the page somebody writes the number that is shown.
        var calmer = Files((all.Item1, all.Item2.Replace("20%", "15%")));
        var view = ShopLoader.Load(Store, now);
        StrategyDrafts.Keep(Store, calmer, we, now, Asked(calmer));
        var draft = StrategyDrafts.Of(Store, view)!;
        Assert.Equal(1_101, draft.Impact!.ToSayYesTo);
        foreach (int? typed in new int?[] { null, 1_000 })
        {
            Assert.Throws<BadInputException>(
                () => StrategyDrafts.Publish(Store, view, draft.Mark, we, now, typed));
        }
        StrategyDrafts.Publish(Store, view, draft.Mark, we, now, 1_101);
        Assert.Equal(3, Assert.Single(Store.Strategies.Parts().Standings).Version);
    }

    static readonly (string, string) thanks = ("thanks", StrategyContract.Files["strategies/thanks.yaml"]
        .Replace("reenter: each time", "reenter: never")
        .Replace("- email: thanks", "- email: thanks\n    test: { arms: { plain: {}, finer: { template: finer } } }"));

    static (string, string) Called(string name, string was) => (name, thanks.Item2
        .Replace("strategy: thanks", $"strategy: {name}\nwas: {was}"));

    void BeginThanks()
    {
        Begin(6);
        Publish(Files(thanks));
        Tick();
        Later(0.1);
        Tell(Login("1", "C-1"), Login("2", "C-2"));
        Tick();
        Later(1);
    }

    string[] Told(string who) => [.. Store.Decisions.Of(SomeFacts.Id(who)).Reverse()
        .Select(row => row.Step.Length == 0 ? $"{row.Strategy} not entered"
            : $"{row.Strategy} {row.Step} {OutcomeWords.Of(row.Outcome)}")];

    int RowsOf(string strategy) => new[]
    {
        "enrollment", "decision", "planned_contact", "strategy_sum", "waiting_entry", "entries_ahead", "entry_day",
        "strategy", "strategy_version", "contact",
    }.Sum(table => Ask($"select strategy from {table} where strategy = '{strategy}'").Count)
        + Ask("select pasts from customer_strategy").Count(row => row[0].Contains($"\"s\":\"{strategy}\""))
        + Ask("select body from enrollment").Count(row => row[0].Contains($"\"s\":\"{strategy}\""))
        + Ask("select segment from segment_member").Count(row => row[0] == $"audience of {strategy}")
        + Ask("select experiment from assignment").Count(row => row[0].StartsWith($"{strategy}/"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Under_another_name_everything_goes_on(bool atOnce)
    {
        BeginThanks();
        var rows = RowsOf("thanks");
        var sums = Store.Decisions.Sums().Sum(one => one.Number);
        var files = Files(Called("gratitude", "thanks"));
        var proposed = Compared(files);
        var change = Assert.Single(proposed.Changes);
        Assert.Equal(("gratitude", "renamed", "thanks"), (change.Strategy, change.Change, change.Was));
        Assert.Equal(0, Assert.Single(Asked(files).Strategies).Now);
        if (atOnce)
        {
            Publish(files);
            Assert.Equal(0, RowsOf("thanks"));
            // One version more.
            Assert.Equal(rows + 1, RowsOf("gratitude"));
            Assert.Equal(sums, Store.Decisions.Sums().Sum(one => one.Number));
        }
        else
        {
            // Whoever publishes is killed before any shard is called otherwise.
            Store.Strategies.Publish(new StrategyPublishing(proposed.Texts,
                [.. proposed.Read.Set.Strategies.Select(one => (one.Name, one.File))], [])
            {
                Changed = new HashSet<string> { "gratitude" }, Renamed = [("gratitude", "thanks")],
            }, now, "tests");
        }
        Tell(Login("3", "C-1"), Login("4", "C-4"));
        Pass(8);
        // In the version that they entered, whose file has the former name.
        Assert.Equal(["gratitude thanks sent", "gratitude again sent"], Told("C-2"));
        Assert.Equal(["gratitude thanks sent", "gratitude again sent"], Told("C-4"));
        // Who was in it under its former name does not enter twice.
        Assert.Equal(["gratitude thanks sent", "gratitude not entered", "gratitude again sent"], Told("C-1"));
        Assert.Equal(0, RowsOf("thanks"));
        Assert.Equal(["1", "1", "2"], Ask("select version from enrollment order by version").Select(row => row[0]));
        AssertSound();
        // The file says for ever what it was called.
        Later(1);
        Assert.False(Compared(files).Any);
    }

    [Fact]
    public void What_was_published_is_read_once_for_a_shop_that_is_what_it_was()
    {
        Begin(6);
        Publish(Files(thanks));
        StrategySet Read() => StrategyBooks.InForce(Store)!.Book.Rules.Set;
        var first = Read();
        StrategyFiles.Stop(Store, null, we, now);
        ShopSettings.PutTimeZone(Store, "UTC", now);
        Score(now);
        Assert.Same(first, Read());
        Store.Segments.Save(new ShopSegment("loyal", "orders >= 1"), now);
        var withSegment = Read();
        Assert.NotSame(first, withSegment);
        Assert.Same(withSegment, Read());
        using var another = OpenAnother();
        StrategyFiles.Publish(another, StrategyFiles.Compare(Files(all), StrategyShops.BeforeAny,
            another.Strategies.Parts(), prune: true), we, now, yes: true);
        Assert.Equal("all", Assert.Single(Read().Strategies).Name);
    }

    [Fact]
    public async Task Files_come_out_of_the_store_as_they_went_in()
    {
        var folder = Path.Combine(Folder, "files");
        var published = ShippedStrategies.Files.ToDictionary();
        published["strategies/welcome.yaml"] =
            "# Who says yes.\r\n\n" + published["strategies/welcome.yaml"] + "# the end";
        Publish(published);
        var log = new StringWriter();
        Assert.True(await CommandLine.Run(["strategies", "--files", folder, "--store", Address], log, log,
            new FakeTimeProvider(now.ToDateTimeOffset())) == 0, $"{log}");
        var written = StrategyFolder.TextsOf(folder);
        Assert.Equal(published.Keys.Order(), written.Keys.Order());
        Assert.All(published, one => Assert.Equal(one.Value, written[one.Key]));
        Assert.False(Compared(written).Any);
    }

    [Fact]
    public void A_name_that_was_used_or_is_still_used_is_refused()
    {
        BeginThanks();
        string[] Wrong(params (string, string)[] strategies) =>
            [.. Compared(Files(strategies)).Read.Mistakes.All.Select(one => one.Problem)];
        Assert.Equal(["'thanks' is to be called 'gratitude', and is still among the files."],
            Wrong(thanks, Called("gratitude", "thanks")));
        Assert.Equal(["'thanks' cannot be called 'merci' and 'gratitude'."],
            Wrong(Called("gratitude", "thanks"), Called("merci", "thanks")));
        Publish(Files(Strategy("other", "{ event: login }", "priority: 1", "  - email: hello")));
        Publish(Files(thanks));
        Assert.Equal(["'thanks' cannot be called 'other': there was a strategy of that name already."],
            Wrong(Called("other", "thanks")));
    }

    [Fact]
    public void Whoever_is_under_way_goes_on_in_the_last_version_when_told_to()
    {
        BeginThanks();
        Tell(Order("ends it", "C-2"));
        Tell(Login("3", "C-4"));
        var waits = thanks.Item2.Replace("- email: thanks", "- wait: 30d\n  - email: thanks");
        Later(0.1);
        Publish(Files(("thanks", thanks.Item2.Replace("wait: 7d", "wait: 2d").Replace("again", "other"))));
        Tick();
        Assert.Equal("1", Ask("select version from enrollment where ended_as is null")[0][0]);
        var moved = Assert.Single(StrategyFiles.Move(Store, ["thanks"], we, now, Stop));
        Assert.Equal((2, 2, 0), (moved.Version, moved.Moved, moved.Stayed.Count));
        Assert.Empty(Ask("select version from enrollment where ended_as is null and version = 1"));
        Pass(3);
        Assert.Equal(["thanks thanks sent", "thanks other sent"], Told("C-1"));
        Assert.Equal(["thanks thanks sent"], Told("C-2"));
        Assert.Equal(["thanks thanks sent", "thanks other sent"], Told("C-4"));
        AssertSound();
        // Whoever enters one that begins with a wait has had nothing by which to find their place.
        Publish(Files(("thanks", waits)));
        Tick();
        Later(0.1);
        Tell(Login("4", "C-5"));
        Publish(Files(("thanks", waits.Replace("30d", "1d"))));
        moved = Assert.Single(StrategyFiles.Move(Store, null, we, now, Stop));
        Assert.Equal((0, 1), (moved.Moved, moved.Stayed[VersionMove.NoContactYet]));
        Assert.Throws<MissingException>(() => StrategyFiles.Move(Store, ["thank"], we, now, Stop));
    }
}

public sealed class SqlitePublishing : PublishingContract;

public sealed class PostgresPublishing : PublishingContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
