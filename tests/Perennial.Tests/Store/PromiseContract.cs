using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Offers;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Core.Statistics;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Tests.Loops;

namespace Perennial.Tests.Store;

/// <summary>What customers are promised is written with the contact, is theirs alone, and goes where they go.</summary>
public abstract class PromiseContract : StrategyStoreContract
{
    const string Offers = """
        offers:
          - offer: ten
            title: { en: ten off }
            percent off: 10
            valid for: 5d
            from: 2026-01-01
            until: 2027-12-31
          - offer: own
            percent off: 15
            codes: own.csv
            valid for: 20d
            from: 2026-01-01
            until: 2027-12-31
        """;

    void PublishOffer(string offer, int codes = 0, string holdout = "0%") => Publish(Store, Time,
        ("offers.yaml", Offers), ("codes/own.csv", $"code\n{string.Join('\n', Enumerable.Range(1, codes)
            .Select(number => $"CODE-{number:000}"))}"), ("strategies/thanks.yaml", Files["strategies/thanks.yaml"]
            .Replace("- email: thanks", $"- email: {{ template: thanks, offer: {offer} }}")
            .Replace("holdout: 0%", $"holdout: {holdout}")));

    void BeginWith(string offer, int codes = 0, string holdout = "0%", params string[] customers)
    {
        Begin(customers.Length > 0 ? customers : ["C-1"]);
        PublishOffer(offer, codes, holdout);
        Tick();
    }

    IReadOnlyList<Promise> Promised(string who = "C-1") => Store.Offers.Of(Id(who));

    [Fact]
    public void A_promise_is_known_once_it_was_told_and_stands_whatever_becomes_of_the_offer()
    {
        BeginWith("ten");
        Tell(Login("1"));
        // Decided, and not told yet.
        Assert.Empty(Promised());
        Tick();
        var promise = Assert.Single(Promised());
        Assert.Equal(("ten", 10, ContactChannel.Email), (promise.Terms.Name, promise.Terms.Percent, promise.Channel));
        var until = OfferDays.DayOf(Time, ShopCalendar.Utc).AddDays(5);
        Assert.Equal(until, promise.LastDay);
        var row = Store.Decisions.Of(Id("C-1"))[0];
        Assert.Equal(("ten", null, (DateOnly?)until), (row.Offer, row.Carries, row.OfferLastDay));
        Assert.Equal("ten", Ask("select offer from contact where source = 'perennial'")[0][0]);

        Later(1);
        Publish(Store, Time, ("offers.yaml", Offers.Replace("percent off: 10", "percent off: 12")));
        Assert.Equal(10, Assert.Single(Promised()).Terms.Percent);
        AssertSound();
    }

    [Fact]
    public void A_second_contact_tells_the_first_promise_again_with_its_deadline()
    {
        BeginWith("ten");
        Tell(Login("1"));
        Tick();
        var first = Assert.Single(Promised());
        Later(2);
        Tell(Login("2"));
        Tick();
        Assert.All(Promised(), one => Assert.Equal(first.LastDay, one.LastDay));
        Assert.Equal("ten", Store.Decisions.Of(Id("C-1"))[0].Carries);
        Later(4);
        Tell(Login("3"));
        Tick();
        Assert.Equal(OfferDays.DayOf(Time, ShopCalendar.Utc).AddDays(5), Promised()[^1].LastDay);
    }

    [Fact]
    public void A_contact_of_another_tool_that_names_an_offer_is_a_promise()
    {
        BeginWith("ten");
        Tell(new IncomingEvent
        {
            Source = "mailer", MessageId = "m", At = Time, Who = Who("C-1"),
            Contact = new ContactStatement(ContactChannel.Email, "m")
            {
                Context = new ContactContext { Offer = "ten", Tool = "mailer" },
            },
        });
        var told = Assert.Single(Promised());
        Assert.Equal((null, OfferDays.DayOf(Time, ShopCalendar.Utc).AddDays(5)), (told.Strategy, told.LastDay));
        Later(2);
        Tell(Login("1"));
        Tick();
        Assert.Equal(("ten", (DateOnly?)told.LastDay), (Store.Decisions.Of(Id("C-1"))[0].Carries,
            Store.Decisions.Of(Id("C-1"))[0].OfferLastDay));
    }

    [Fact]
    public void Who_is_held_out_is_promised_nothing_and_takes_no_code()
    {
        BeginWith("own", codes: 3, holdout: "100%");
        Tell(Login("1"));
        Tick();
        Assert.Equal("thanks thanks held out holdout of 'thanks'", Told()[^1]);
        Assert.Empty(Promised());
        Assert.Equal("1", Ask("select count(*) from promise where is_phantom = 1")[0][0]);
        Assert.Equal(3, Assert.Single(Store.Offers.Codes()).Left);
    }

    [Fact]
    public void A_code_is_one_customers_and_nobody_is_promised_one_that_is_not_there()
    {
        string[] customers = ["C-1", "C-2", "C-3", "C-4", "C-5"];
        BeginWith("own", codes: 3, customers: customers);
        foreach (var one in customers) Tell(Login(one, one));
        Tick();
        var codes = customers.SelectMany(Promised).Select(one => one.Code).ToList();
        Assert.Equal(["CODE-001", "CODE-002", "CODE-003"], codes.Order());
        Assert.Equal(2, customers.Count(one => Told(one)[^1].EndsWith("blocked no code of 'own' is left")));
        Assert.Equal(new Data.Offers.CodeCount("own", 3, 0), Assert.Single(Store.Offers.Codes()));
        // What is told again is told with the same code.
        Later(2);
        foreach (var one in customers) Tell(Login($"{one} again", one));
        Tick();
        Assert.All(customers, one => Assert.True(Promised(one).Select(each => each.Code).Distinct().Count() <= 1));
        AssertSound();
    }

    [Fact]
    public void No_number_of_processes_gives_a_code_twice_or_promises_two_deadlines()
    {
        var customers = Enumerable.Range(1, 24).Select(number => $"C-{number}").ToArray();
        BeginWith("own", codes: 10, customers: customers);
        using var other = OpenAnother();
        var all = new[] { Store, other, Store, other };
        Parallel.For(0, all.Length, number =>
        {
            var store = all[number];
            for (var round = 0; round < 3; round++)
            {
                foreach (var who in customers)
                {
                    var login = Login($"{number} {round} {who}", who) with { At = new Instant(Time.UnixMs + round) };
                    store.Intake.Write(EventBatch.Of([login]), store.Moment(Time, watch: ("audience of comeback",
                        "orders >= 2")), cancellation: Stop);
                }
            }
        });
        Tick();
        var promised = Ask("select customer_id, code, last_day from promise");
        Assert.Equal(10, promised.Select(row => row[1]).Distinct().Count());
        Assert.Equal(10, promised.Select(row => (row[0], row[1])).Distinct().Count());
        Assert.Single(promised.Select(row => row[2]).Distinct());
        Assert.Equal(0, Assert.Single(Store.Offers.Codes()).Left);
        AssertSound();
    }

    static (string, string) Strategy(string name, string contact) => ($"strategies/{name}.yaml",
        Files["strategies/thanks.yaml"].Replace("strategy: thanks", $"strategy: {name}")
            .Replace("- email: thanks", $"- {contact}").Replace("- wait: 7d", "").Replace("- email: again", ""));

    static ShopMoment Without(ShopMoment moment, params IReadOnlyList<Gate> gates)
    {
        var (live, rules) = (moment.Strategies!, moment.Strategies!.Book.Rules);
        var book = new StrategyBook(new PlanRules(rules.Set, rules.Options) { WithoutGates = gates.ToHashSet() },
            [.. live.Book.InForce.Select(one => one.Version)]);
        return moment with { Strategies = live with { Book = book } };
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_interleaving_of_strategies_channels_and_processes_contradicts_itself(bool isGuarded)
    {
        var customers = Enumerable.Range(1, 6).Select(number => $"C-{number}").ToArray();
        Begin(customers);
        string Offer(string name, int percent) => $"  - {{ offer: {name}, percent off: {percent}, valid for: 5d, "
            + "from: 2026-01-01, until: 2027-12-31 }\n";
        Publish(Store, Time, ("offers.yaml", $"offers:\n{Offer("five", 5)}{Offer("ten", 10)}{Offer("more", 15)}"),
            Strategy("thanks", "email: { template: a, offer: ten }"),
            Strategy("another", "email: { template: b, offer: five }").Replaced("event: login", "event: video"),
            Strategy("by call", "call: { script: c, queue: shop, offer: more }")
                .Replaced("event: login", "event: form"),
            ("policies.yaml", Files["policies.yaml"].Split("frequency")[0]));
        Tick();
        using var other = OpenAnother();
        // One clock for all of them: who comes later is told later.
        for (var round = 0; round < 20; round++)
        {
            var at = new Instant(Time.UnixMs + round * 43_200_000L);
            Parallel.For(0, 4, number =>
            {
                var (store, draw) = (number % 2 == 0 ? Store : other, new Rng((ulong)(100 * round + number)));
                ActivityKind[] kinds = [ActivityKind.Login, ActivityKind.Video, ActivityKind.Form];
                var does = Login($"{number} {round}", customers[draw.NextInt(customers.Length)]) with
                {
                    At = at, Activity = new ActivityStatement(kinds[draw.NextInt(3)]),
                };
                var moment = store.Moment(at);
                store.Intake.Write(EventBatch.Of([does]), isGuarded ? moment : Without(moment, Gate.Promise),
                    cancellation: Stop);
            });
        }
        var rows = Ask("select customer_id, offer, last_day, made_at from promise");
        Assert.True(rows.Count > 20, $"{rows.Count} promises");
        Assert.Equal(isGuarded, !rows.GroupBy(row => row[0]).Any(mine => Contradict([.. mine])));
    }

    // A worse one, or the same with another deadline, after one that is still open.
    static bool Contradict(IReadOnlyList<string[]> rows)
    {
        string[] offers = ["five", "ten", "more"];
        const long day = 86_400_000;
        var told = rows.Select(row => (Worth: Array.IndexOf(offers, row[1]), Last: long.Parse(row[2]),
            At: long.Parse(row[3]))).Distinct().OrderBy(one => one.At).ToList();
        return told.Index().Any(later => told.Take(later.Index).Any(before => before.At < later.Item.At
            && later.Item.At / day <= before.Last && before.Worth >= later.Item.Worth));
    }

    [Fact]
    public void A_code_whose_promise_was_never_written_comes_back()
    {
        BeginWith("own", codes: 1, customers: ["C-1", "C-2"]);
        using (var stopped = ShopStore.Open(Address, Time, new StoreOptions
        {
            BeforeStatement = text =>
            {
                if (text.Contains("into promise")) throw new DeliberateFault();
            },
        }))
        {
            Assert.Throws<DeliberateFault>(() => stopped.Intake.Write(EventBatch.Of([Login("gone")]),
                stopped.Moment(Time), cancellation: Stop));
        }
        Assert.Empty(Ask("select code from promise"));
        // Where the code was taken beside what was undone, it is taken.
        var isTaken = Store.Offers.Codes()[0].Left == 0;
        Assert.Equal(this is PostgresPromises, isTaken);
        Later(0.1);
        Assert.Equal(isTaken ? 1 : 0, Store.Offers.SettleCodes(Time, At));
        Assert.Equal(1, Store.Offers.Codes()[0].Left);
        Tell(Login("1", "C-2"));
        Tick();
        Assert.Equal("CODE-001", Assert.Single(Promised("C-2")).Code);
        Later(0.1);
        Assert.Equal(0, Store.Offers.SettleCodes(Time, At));
        Tell(Login("2"));
        Tick();
        Assert.Empty(Promised());
    }
}

public sealed class SqlitePromises : PromiseContract;

public sealed class PostgresPromises : PromiseContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}

static class StrategyTexts
{
    public static (string, string) Replaced(this (string File, string Text) one, string was, string becomes) =>
        (one.File, one.Text.Replace(was, becomes));
}
