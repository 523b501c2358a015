using Perennial.Core.History;
using Perennial.Core.Planning;

namespace Perennial.Tests.Strategies;

/// <summary>What is promised when …: the timelines of offers, by their numbers.</summary>
public class PromiseTimelines
{
    static StrategyBook Book(params string[] strategies) => SomeBooks.Of("2026-01-01", null, strategies);

    static StrategyWorld World(StrategyBook book, string now) => new(book, now);

    static string OnDay(string day) => $"{{ schedule: {day} 10:00 }}";

    static string Mail(string name, string day, string offer, int priority = 50, string more = "") =>
        SomeBooks.Strategy(name, $"- name: {name}\n  email: {{ template: a, offer: {offer} }}", OnDay(day), more,
            priority: priority);

    static string Letter(string name, string day, string offer) => SomeBooks.Strategy(name,
        $"- name: {name}\n  letter: {{ template: a, offer: {offer} }}", OnDay(day));

    static string Call(string name, string day, string offer) => SomeBooks.Strategy(name,
        $"- name: {name}\n  call: {{ script: a, queue: retention, offer: {offer} }}", OnDay(day));

    [Fact]
    public void T3_05_an_offer_ends_in_the_middle_of_a_sequence()
    {
        var steps = """
            - name: mail
              email: { template: a, offer: comeback-15 }
            - wait: 10d
            - name: postcard
              letter: { template: b, offer: comeback-15 }
            - wait: 3d
            - name: last
              email: { template: c, offer: comeback-15 }
            """;
        var world = World(Book(SomeBooks.Strategy("back", steps, "{ schedule: 2027-01-20 10:00 }")), "2027-01-19");
        world.Begin().Until("2027-02-10");
        // Her own deadline would be the 10th of February; the offer's is before.
        Assert.Equal(["2027-01-20 mail comeback-15 until 2027-01-31"], world.Promised);
        Assert.Equal(["2027-01-20 10:00 mail sent",
            "2027-01-30 10:00 postcard blocked by Promise offer ends before a letter would serve",
            "2027-02-02 10:00 last blocked by Promise offer ended 2027-01-31"], world.Told);
        Assert.Contains("until 2027-02-14", world.Decisions.Single(one => one.Candidate.Step.Name == "postcard")
            .Reason!.Value);
    }

    [Fact]
    public void T3_05_what_one_enrollment_repeats_ends_with_its_promise()
    {
        var steps = """
            - name: call
              call: { script: a, queue: retention, offer: phone-20 }
            - wait: 9d
            - name: again
              call: { script: a, queue: retention, offer: phone-20 }
            """;
        var world = World(Book(SomeBooks.Strategy("back", steps, OnDay("2026-06-01"), exit: "")), "2026-05-30");
        world.Begin().Until("2026-06-02").Respond(ResponseKind.Disposition, "2026-06-02T09:00Z", "reached",
            ContactChannel.Call).Until("2026-07-01");
        Assert.Equal("again blocked by Promise promise ended 2026-06-08", world.Told[^1][17..]);
    }

    [Fact]
    public void T3_06_what_was_promised_to_either_of_two_who_are_one_stands()
    {
        var book = Book(Mail("x", "2026-06-20", "comeback-15"), Call("y", "2026-06-21", "phone-20"));
        var world = World(book, "2026-05-30").Contact(ContactChannel.Email, "2026-06-01T09:00Z", offer: "comeback-15");
        // Of the other, heard of when the two turned out to be one.
        world.Contact(ContactChannel.Call, "2026-06-16T09:00Z", offer: "phone-20");
        world.Begin().Until("2026-06-30");
        Assert.Equal(["2026-06-20 x again comeback-15 until 2026-06-22",
            "2026-06-21 y again phone-20 until 2026-06-23"], world.Promised);
    }

    [Fact]
    public void T3_12_promised_and_then_something_better()
    {
        var book = Book(Mail("mail", "2026-06-01", "comeback-15"), Call("call", "2026-06-10", "phone-20"),
            Letter("letter", "2026-06-18", "comeback-15"));
        var world = World(book, "2026-05-30").Order("2026-05-01T10:00Z", total: 60);
        world.Begin().Until("2026-07-20");
        Assert.Equal(["2026-06-01 mail comeback-15 until 2026-06-22", "2026-06-10 call phone-20 until 2026-06-17",
            // The letter would be there when the first promise has ended; then it is a new one.
            "2026-06-23 letter comeback-15 until 2026-07-14"], world.Promised);
        var waited = world.Decisions.First(one => one.Candidate.Step.Name == "letter");
        Assert.Equal((Outcome.Deferred, Gate.Promise, "2026-06-23 00:00"), (waited.Outcome, waited.Reason!.Gate,
            StrategyWorld.Local(waited.Until)));
    }

    const string Ten = """
          - offer: ten
            percent off: 10
            from: 2026-01-01
            until: 2026-12-31
            valid for: 30d
        """;

    static StrategyBook WithTen(params string[] strategies)
    {
        var files = new Dictionary<string, string>
        {
            ["policies.yaml"] = "topics:\n  - topic: offers\n    default: yes\n",
            ["channels.yaml"] = SomeBooks.Plenty,
            ["offers.yaml"] = Perennial.Strategies.ShippedStrategies.Files["offers.yaml"].TrimEnd() + "\n\n" + Ten,
        };
        foreach (var (index, strategy) in strategies.Index()) files[$"strategies/{index}.yaml"] = strategy;
        return SomeBooks.Of("2026-01-01", SomeStrategies.Read(files));
    }

    [Fact]
    public void T3_12_a_worse_offer_carries_the_better_promise_with_its_deadline()
    {
        var book = WithTen(Mail("mail", "2026-06-01", "comeback-15"), Mail("worse", "2026-06-12", "ten"),
            Mail("after", "2026-06-25", "ten"));
        StrategyWorld Of(decimal basket) =>
            World(book, "2026-04-30").Order("2026-05-01T10:00Z", total: basket).Begin().Until("2026-07-20");
        Assert.Equal(["2026-06-01 mail comeback-15 until 2026-06-22",
            "2026-06-12 worse again comeback-15 until 2026-06-22", "2026-06-25 after ten until 2026-07-25"],
            Of(60).Promised);
        // For a basket that is too small for the first offer the second is the better one.
        Assert.Equal("2026-06-12 worse ten until 2026-07-12", Of(20).Promised[1]);
        // Of somebody who never ordered nobody knows which it is.
        var unknown = World(book, "2026-05-30").Begin().Until("2026-06-20");
        Assert.Equal("worse blocked by Promise 'comeback-15' is promised until 2026-06-22", unknown.Told[^1][17..]);
    }

    [Fact]
    public void T3_12_a_gift_that_is_worth_more_takes_the_place_of_the_calls_offer()
    {
        var book = Book(Mail("mail", "2026-06-01", "premium-gift"), Call("call", "2026-06-10", "phone-20"));
        IReadOnlyList<string> Of(decimal basket) => new StrategyWorld(book, "2026-04-30")
        {
            PriceOf = product => product == "GIF-05" ? 2_400 : null,
        }.Order("2026-05-01T10:00Z", total: basket).Begin().Until("2026-06-20").Promised;
        Assert.Equal("2026-06-10 call again premium-gift until 2026-07-01", Of(60)[1]);
        Assert.Equal("2026-06-10 call phone-20 until 2026-06-17", Of(130)[1]);
    }

    [Fact]
    public void T3_12_what_may_be_told_by_telephone_only_waits_for_its_end_elsewhere()
    {
        var book = WithTen(Call("call", "2026-06-10", "phone-20"), Mail("mail", "2026-06-12", "ten",
            more: "").Replace("offer: ten }", "offer: ten }\n    expires: 14d"));
        var world = World(book, "2026-04-30").Order("2026-05-01T10:00Z", total: 60).Begin().Until("2026-07-20");
        Assert.Equal(["2026-06-10 call phone-20 until 2026-06-17", "2026-06-18 mail ten until 2026-07-18"],
            world.Promised);
    }

    [Fact]
    public void T3_18_full_price_customers_in_a_test_of_offers()
    {
        var steps = """
            - name: mail
              email: a
              test: { arms: { code: { offer: comeback-15 }, candle: { offer: premium-gift } } }
            """;
        var world = World(Book(SomeBooks.Strategy("back", steps, OnDay("2026-06-01"),
            "discounts: only where needed")), "2026-04-30");
        world.IsFullPrice = true;
        world.Begin().Until("2026-06-02");
        var decision = Assert.Single(world.Decisions);
        Assert.Equal((Outcome.Sent, null, null, "buys at full price"), (decision.Outcome, decision.Promised,
            decision.Candidate.Arm, decision.Candidate.OfferLeftOut));
        Assert.DoesNotContain(world.Arms.Keys, one => one.Contains("mail"));
    }

    [Fact]
    public void T3_20_two_dates_three_days_apart_are_one_promise()
    {
        string Dated(string name, string day) => Call(name, day, "phone-20");
        var world = World(Book(Dated("birthday", "2026-06-01"), Dated("anniversary", "2026-06-04")), "2026-05-30");
        world.Begin().Until("2026-06-20");
        Assert.Equal(["2026-06-01 birthday phone-20 until 2026-06-08",
            "2026-06-04 anniversary again phone-20 until 2026-06-08"], world.Promised);
    }

    [Fact]
    public void Whoever_is_held_out_makes_promises_that_bind_nothing_but_what_would_go_to_the_held_out()
    {
        var held = Call("held", "2026-06-01", "phone-20").Replace("holdout: 0%", "holdout: 100%");
        var repeats = Call("repeats", "2026-06-04", "phone-20");
        var world = World(Book(held, repeats), "2026-05-30").Begin().Until("2026-06-20");
        Assert.Equal(["2026-06-01 held phone-20 until 2026-06-08", "2026-06-04 repeats phone-20 until 2026-06-11"],
            world.Promised);
        var both = World(Book(held, repeats.Replace("holdout: 0%", "holdout: 100%")), "2026-05-30").Begin()
            .Until("2026-06-20");
        Assert.Equal("2026-06-04 repeats again phone-20 until 2026-06-08", both.Promised[1]);
        Assert.All(both.Decisions.Where(one => one.IsFinal), one => Assert.Equal(Outcome.HeldOut, one.Outcome));
    }
}
