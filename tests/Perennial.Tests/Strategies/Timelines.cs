using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>What happens if …: the timelines that strategies are agreed on, by their numbers. Times in reports are
/// those of
/// Paris.</summary>
public class Timelines
{
    const string Hours = """
        topics:
          - topic: offers
            default: yes
          - topic: reminders
          - topic: service
            service: yes
        contact hours:
          - channels: [email]
            hours: 07:00-21:00
          - channels: [sms, call]
            days: mon-sat
            hours: 09:00-12:30, 13:30-19:30
            holidays: no

        """;

    const string OneADay = Hours + """
        frequency:
          - policy: one a day
            applies to: everybody
            most: [1 email per 24h]
            gap: 20h
            channels: [email, sms, call]

        """;

    static StrategyWorld World(StrategyBook book, string now) => new(book, now);

    static StrategyBook Book(string? policies, params string[] strategies) =>
        SomeBooks.Of("2026-01-01", policies, strategies);

    [Fact]
    public void T3_01_an_event_during_a_wait_moves_nothing_and_a_wait_for_it_goes_on_at_once()
    {
        var steps = """
            - name: mail
              email: a
            - wait: 7d
            - name: adverts
              ads: { audience: a, for: 14d }
            - wait: 7d
            - name: call
              when: not has click since entry
              call: { queue: retention, script: a }
              else:
                - name: second mail
                  email: b
            """;
        var plain = World(Book(null, SomeBooks.Strategy("big", steps)), "2026-05-30");
        plain.Activity(ActivityKind.Form, "2026-06-01T08:00Z").Respond(ResponseKind.Click, "2026-06-04T13:12Z")
            .Until("2026-07-01");
        Assert.Equal(["2026-06-01 10:00 mail sent", "2026-06-08 10:00 adverts sent",
            "2026-06-15 10:00 second mail sent"],
            plain.Told);

        var waits = World(Book(null, SomeBooks.Strategy("big",
            "- name: mail\n  email: a\n- wait: { event: click, at most: 5d }\n- name: next\n  email: b")),
                "2026-05-30");
        waits.Activity(ActivityKind.Form, "2026-06-01T08:00Z").Respond(ResponseKind.Click,
            "2026-06-04T13:12:00.500Z").Until("2026-07-01");
        Assert.Equal(["2026-06-01 10:00 mail sent", "2026-06-04 15:12 next sent"], waits.Told);

        var nobody = World(waits.Book, "2026-05-30");
        nobody.Activity(ActivityKind.Form, "2026-06-01T08:00Z").Until("2026-07-01");
        Assert.Equal("2026-06-06 10:00 next sent", nobody.Told[1]);
    }

    [Fact]
    public void T3_03_two_strategies_in_the_same_second_and_the_gap_between_them()
    {
        var mother = SomeBooks.Strategy("mothers day", "- name: mother\n  email: m\n  expires: until order by",
            "{ occasion: mothers day - 12d }", "topic: reminders\nreenter: each time", priority: 95);
        var back = SomeBooks.Strategy("win-back", "- name: back\n  email: b", "{ schedule: 2026-05-19 09:00 }",
            priority: 80);
        var world = World(Book(OneADay, mother, back), "2026-05-01");
        world.Begin().Until("2026-06-01");
        var first = world.Decisions.Where(one => one.At == Some.At("2026-05-19T07:00Z")).ToList();
        Assert.Equal(["mother", "back"], first.Select(one => one.Candidate.Step.Name));
        Assert.Equal((Outcome.Sent, Outcome.Deferred), (first[0].Outcome, first[1].Outcome));
        Assert.Equal(("1 email per 24h of 'one a day'", "2026-05-20 09:00"),
            (first[1].Reason!.Rule, StrategyWorld.Local(first[1].Until)));
        Assert.Equal(["2026-05-19 09:00 mother sent", "2026-05-20 09:00 back sent"], world.Told);
    }

    [Fact]
    public void T3_03_a_gap_alone_waits_for_the_morning()
    {
        var policies = OneADay.Replace("    most: [1 email per 24h]\n", "");
        var mother = SomeBooks.Strategy("mothers day", "- name: mother\n  email: m",
            "{ schedule: 2026-05-19 09:00 }", priority: 95);
        var back = SomeBooks.Strategy("win-back", "- name: back\n  email: b", "{ schedule: 2026-05-19 09:00 }",
            priority: 80);
        var world = World(Book(policies, mother, back), "2026-05-01");
        world.Begin().Until("2026-06-01");
        // 20 hours later it is 05:00, and quiet.
        Assert.Equal(["2026-05-19 09:00 mother sent", "2026-05-20 07:00 back sent"], world.Told);
    }

    [Fact]
    public void T3_03_who_comes_first_yields_where_the_other_would_be_too_late()
    {
        var urgent = SomeBooks.Strategy("urgent", "- wait: 1h\n- name: last day\n  email: u\n  expires: 5h",
            "{ schedule: 2026-05-19 08:00 }", priority: 95);
        var back = SomeBooks.Strategy("win-back", "- name: back\n  email: b\n  expires: 72h",
            "{ schedule: 2026-05-19 08:30 }", priority: 80);
        var world = World(Book(OneADay, urgent, back), "2026-05-01");
        world.Begin().Until("2026-06-01");
        Assert.Equal("yields to 'urgent'", world.Decisions[0].Reason!.Rule);
        Assert.Equal(["2026-05-19 09:00 last day sent", "2026-05-20 09:00 back sent"], world.Told);
    }

    [Fact]
    public void T3_06_merged_on_the_way()
    {
        var welcome = SomeBooks.Strategy("welcome",
            "- name: one\n  email: a\n- wait: 4d\n- name: two\n  email: b\n- wait: 4d\n- name: three\n  email: c");
        var inquirer = SomeBooks.Strategy("inquirer", "- wait: 3d\n- name: ask\n  email: q",
            "{ event: inbound_call }");
        var book = Book(null, welcome, inquirer);
        var one = World(book, "2026-02-28").Activity(ActivityKind.Form, "2026-03-01T09:00Z").Until("2026-03-08");
        var other = World(book, "2026-02-28").Activity(ActivityKind.Form, "2026-03-05T09:00Z")
            .Activity(ActivityKind.InboundCall, "2026-03-07T09:00Z").Until("2026-03-08");
        one.State = StrategyJoin.Of(one.State, other.State, _ => false, one.Now);
        Assert.Equal([("welcome", null), ("welcome", "merged"), ("inquirer", null)],
            one.State.Enrollments.Select(each => (each.Strategy, each.Left)));
        one.Until("2026-03-20");
        // Of 'welcome' nothing twice; the other strategy goes on.
        Assert.Equal(["one", "two", "three", "ask"], one.Told.Select(line => line.Split(' ')[2]).ToHashSet());
        Assert.Equal(4, one.Told.Count);
    }

    [Fact]
    public void T3_06_who_had_ordered_as_the_other_leaves_at_the_merge()
    {
        var book = Book(null, SomeBooks.Strategy("welcome",
            "- name: one\n  email: a\n- wait: 20d\n- name: two\n  email: b"));
        var one = World(book, "2026-02-28").Activity(ActivityKind.Form, "2026-03-01T09:00Z").Until("2026-03-08");
        one.State = StrategyJoin.Of(one.State, CustomerStrategies.None, _ => false, one.Now);
        one.Order("2026-03-06T10:00Z", known: "2026-03-08T00:00Z");
        Assert.Equal("order", Assert.Single(one.State.Enrollments).Left);
    }

    [Fact]
    public void T3_07_a_version_changes_on_the_way()
    {
        string Version(string wait, string sms) => SomeBooks.Strategy("reminders",
            $"- name: reminder\n  email: a\n- wait: {wait}\n{sms}- name: second\n  email: b");
        var one = Book(null, Version("7d", ""));
        var two = SomeBooks.Of("2026-06-03", SomeStrategies.Read(new Dictionary<string, string>
        {
            ["policies.yaml"] = "topics:\n  - topic: offers\n    default: yes\n",
            ["channels.yaml"] = SomeBooks.Plenty,
            ["strategies/0.yaml"] = Version("3d", "- name: text\n  sms: s\n"),
        }), version: 2);
        var both = new StrategyBook(two.Rules, [.. two.InForce.Select(program => program.Version)],
            [.. one.InForce.Select(program => program.Version)]);

        var stays = World(one, "2026-05-30").Activity(ActivityKind.Form, "2026-06-01T08:00Z").Until("2026-06-03");
        stays.Book = both;
        stays.Until("2026-07-01");
        Assert.Equal(["2026-06-01 10:00 reminder sent", "2026-06-08 10:00 second sent"], stays.Told);

        var moved = World(one, "2026-05-30").Activity(ActivityKind.Form, "2026-06-01T08:00Z").Until("2026-06-05");
        moved.Book = both;
        var program = both.InForce[0];
        var at = VersionMove.Of(moved.State.Open.Single(), both.Of(moved.State.Open.Single()), program,
            moved.Now).Moved;
        Assert.Equal((2, "2"), (at!.Version, at.Position));
        moved.State = moved.State.With(at) with { DueAt = moved.Now };
        moved.Until("2026-07-01");
        // Three days behind the reminder are over: due now.
        Assert.Equal(["2026-06-01 10:00 reminder sent", "2026-06-05 02:00 text sent",
            "2026-06-05 02:00 second sent"], moved.Told);
    }

    [Fact]
    public void T3_07_nobody_is_moved_to_before_what_they_had()
    {
        var program = new StrategyProgram(Book(null, SomeBooks.Strategy("r",
            "- name: two\n  email: b\n- wait: 1d\n- name: one\n  email: a")).InForce[0].Version);
        Enrollment At(params string[] done) => new()
        {
            Strategy = "r", Version = 1, Occurrence = "x", EnteredAt = Some.At("2026-01-01"), Done = done,
                Position = "2",
        };
        VersionMoveAnswer Moved(Enrollment one) => VersionMove.Of(one, program, program, Some.At("2026-02-01"));
        Assert.Equal(VersionMove.NoContactYet, Moved(At()).Why);
        Assert.Equal(VersionMove.IsBehind, Moved(At("one", "two")).Why);
        Assert.Equal(VersionMove.StepIsGone, Moved(At("gone")).Why);
        Assert.Equal(VersionMove.Ended, Moved(At("two").End("order", Some.At("2026-01-09"))).Why);
        Assert.Equal("2", Moved(At("two")).Moved!.Position);
    }

    [Fact]
    public void T3_08_nights_in_which_clocks_change()
    {
        StrategyWorld Waited(string wait) => World(Book(null,
            SomeBooks.Strategy("r", $"- wait: {wait}\n- name: mail\n  email: a")), "2026-10-01")
            .Activity(ActivityKind.Form, "2026-10-20T08:00Z").Until("2026-11-01");
        Assert.Equal(["2026-10-27 10:00 mail sent"], Waited("7d").Told);
        Assert.Equal(["2026-10-27 09:00 mail sent"], Waited("168h").Told);

        var policies = Hours
            + "frequency:\n  - policy: daily\n    applies to: everybody\n    most: [1 email per 24h]\n";
        var capped = World(Book(policies, SomeBooks.Strategy("r", "- name: mail\n  email: a")), "2026-10-01");
        capped.Contact(ContactChannel.Email, "2026-10-24T08:00Z").Activity(ActivityKind.Form,
            "2026-10-24T08:01Z").Until("2026-11-01");
        Assert.Equal(["2026-10-25 09:00 mail sent"], capped.Told);
    }

    [Fact]
    public void T3_11_refunded_behind_the_exit()
    {
        var book = Book(null, SomeBooks.Strategy("win-back",
            "- name: mail\n  email: a\n- wait: 30d\n- name: two\n  email: b",
            "{ enters: audience }", "reenter: after 180d"));
        var world = World(book, "2026-05-30").Move("audience of win-back", "2026-06-01T08:00Z")
            .Order("2026-06-04T10:00Z");
        Assert.Equal("order", Assert.Single(world.State.Enrollments).Left);
        world.Until("2026-06-11").Move("audience of win-back", "2026-06-11T10:00Z");
        Assert.Equal(["Not entered: again after 2026-12-01 (180 days from its end)."], world.Refused.Select(one =>
            one.Words));
        Assert.Equal(["2026-06-01 10:00 mail sent"], world.Told);
    }

    [Fact]
    public void T3_13_a_segment_that_flickers_lets_nobody_in_again()
    {
        var book = Book(null, SomeBooks.Strategy("small", "- name: mail\n  email: a", "{ enters: audience }",
            "reenter: after 365d"));
        var world = World(book, "2026-05-30").Move("audience of small", "2026-06-01T01:00Z")
            .Move("audience of small", "2026-06-03T01:00Z", leaves: true).Move("audience of small",
                "2026-06-05T01:00Z");
        Assert.Equal(["again later"], world.Refused.Select(one => one.Reason));
        Assert.Single(world.Told);
    }

    [Fact]
    public void T3_14_facts_that_come_late_end_and_begin_nothing()
    {
        var steps = "- wait: 7h\n- name: mail\n  email: a";
        var book = Book(null, SomeBooks.Strategy("r", steps));
        // Ordered on the evening before the entry, heard of at two in the night.
        var world = World(book, "2026-05-31").Activity(ActivityKind.Form, "2026-05-31T22:05Z")
            .Order("2026-05-31T21:10Z", known: "2026-06-01T00:00Z").Until("2026-06-03");
        Assert.Empty(world.Told);
        Assert.Equal(Some.At("2026-06-01T00:00Z"), world.State.PastOf("r").EndedAt);

        var old = World(book, "2026-05-31").Activity(ActivityKind.Form, "2026-05-31T22:05Z")
            .Order("2024-05-31T21:10Z", known: "2026-06-01T00:00Z").Until("2026-06-03");
        Assert.Single(old.Told);

        var triggers = Book(null, SomeBooks.Strategy("o", "- name: mail\n  email: a", "{ event: order }"));
        var late = World(triggers, "2026-05-31").Order("2026-05-30T00:00Z", known: "2026-06-01T00:00Z")
            .Order("2026-05-31T23:00Z", known: "2026-06-01T01:00Z").Until("2026-06-03");
        Assert.Equal((1, 1), (late.TooOld, late.Told.Count));
        var file = World(triggers, "2026-05-31");
        file.MayTrigger = false;
        file.Order("2026-05-31T23:00Z", known: "2026-06-01T01:00Z");
        Assert.Equal((1, 0), (file.TooOld, file.Told.Count));
    }

    [Fact]
    public void T3_15_waits_for_a_weekday()
    {
        var book = Book(null, SomeBooks.Strategy("r",
            "- wait: { until: tuesday 10:00, at least: 10d }\n- name: mail\n  email: a"));
        Assert.Equal(["2026-06-23 10:00 mail sent"],
            World(book, "2026-06-01").Activity(ActivityKind.Form, "2026-06-06T16:00Z").Until("2026-07-01").Told);
        Assert.Equal(["2026-06-16 10:00 mail sent"],
            World(book, "2026-06-01").Activity(ActivityKind.Form, "2026-06-06T08:00Z").Until("2026-07-01").Told);
    }

    [Fact]
    public void T3_16_the_top_of_a_rule_is_a_level_and_everybody_is_asked_on_their_own_day()
    {
        var strategy = SomeBooks.Strategy("mothers day", "- name: call\n  email: m\n  expires: until order by",
            "{ occasion: mothers day - 12d }", "reenter: each time")
            .Replace("audience: everybody", "audience: top 2 of (everybody) by orders");
        var book = Book(null, strategy);
        IReadOnlyList<string> Of(string country, int orders)
        {
            // The second of all customers of all countries has three orders.
            var world = new StrategyWorld(book, "2026-01-02") { Country = country, Levels = _ => 3 };
            for (var order = 0; order < orders; order++) world.Order($"2025-0{1 + order}-05T10:00Z");
            return world.Begin().Until("2026-06-30").Told;
        }
        Assert.Equal(["2026-03-03 09:00 call sent"], Of("GB", 3));
        Assert.Equal(["2026-04-28 09:00 call sent"], Of("US", 4));
        Assert.Equal(["2026-05-19 09:00 call sent"], Of("FR", 3));
        Assert.Empty(Of("FR", 2));
        // No quota: what a plan told for an occurrence is what is held to.
        var (one, limit) = (book.InForce[0].Strategy, EntryLimit.Of(book.InForce[0].Strategy.Trigger, () => 50_000, 2));
        Assert.Equal(3, limit);
        EntryPause? Pause(int entered, int waiting) => new EntryDay(one.Name)
            .Judge(one, limit, entered, waiting, Some.At("2026-03-03T08:00Z"), ShopCalendar.Utc).Pause;
        Assert.Null(Pause(0, 3));
        Assert.NotNull(Pause(3, 1));
    }

    [Fact]
    public void T3_17_a_condition_on_answers_that_could_not_come()
    {
        var book = Book(null, SomeBooks.Strategy("r", """
            - name: mail
              email: a
            - wait: 2d
            - name: call
              when: not has click since entry
              call: { queue: retention, script: a }
            """));
        var world = World(book, "2026-06-01");
        world.Permissions = StrategyWorld.Granted with
        {
            Consents = [new ConsentStatement(ContactChannel.Email, false) { SaidAt = Some.At("2026-01-01") }],
        };
        world.Activity(ActivityKind.Form, "2026-06-01T08:00Z").Until("2026-07-01");
        Assert.Equal(["2026-06-01 10:00 mail blocked by Consent consent to email", "2026-06-03 10:00 call sent"],
            world.Told);
    }

    [Fact]
    public void T3_19_silence_of_somebody_who_never_ordered()
    {
        var quiet = SomeBooks.Strategy("q", "- name: mail\n  email: a", "{ quiet for: 14d, without: order }",
            "reenter: after 30d");
        var existing = World(SomeBooks.Of("2026-06-01", null, quiet), "2026-06-01");
        existing.Begin().Until("2026-08-01");
        Assert.Empty(existing.Told);

        var calendar = new StrategyWorld(SomeBooks.Of("2026-06-01", null, quiet),
            "2026-06-01") { KnownSince = Some.At("2026-05-25T08:00Z") };
        calendar.Begin().Until("2026-08-01");
        Assert.Equal(["2026-06-08 10:00 mail sent"], calendar.Told);

        var orders = World(SomeBooks.Of("2026-06-01", null, quiet), "2026-06-01").Order("2026-06-02T08:00Z")
            .Order("2026-06-10T08:00Z");
        orders.Until("2026-08-01");
        Assert.Equal(["2026-06-24 10:00 mail sent"], orders.Told);
    }

    [Fact]
    public void T3_21_five_dials_a_cap_of_two_and_a_law_of_four()
    {
        var policies = Hours + """
            frequency:
              - policy: everybody
                applies to: everybody
                most: [2 calls per 30d]
            law:
              - law: FR calls, hours and attempts
                country: FR
                channels: [call]
                from: 2023-03-01
                until: 2026-08-10
                days: mon-fri
                hours: 10:00-13:00, 14:00-20:00
                holidays: no
                most: [4 attempts per 30d]
                source: décret 2022-1313
            """;
        var book = Book(policies, SomeBooks.Strategy("win-back", """
            - name: call
              call: { queue: retention, script: a, attempts: 5, between: 2d }
              expires: 5d
            - name: postcard
              letter: p
            """));
        var world = World(book, "2026-05-30").Activity(ActivityKind.Form, "2026-06-01T08:00Z");
        foreach (var day in new[] { "01", "03", "05", "08" })
            world.Until($"2026-06-{day}T08:00Z").Respond(ResponseKind.Disposition, $"2026-06-{day}T08:05Z",
                "no answer", ContactChannel.Call);
        world.Until("2026-07-15");
        Assert.Equal(
            [
                "2026-06-01 10:00 call sent", "2026-06-03 10:00 call sent", "2026-06-05 10:00 call sent",
                    "2026-06-08 10:00 call sent",
                "2026-06-15 10:00 call expired by Law FR calls, hours and attempts", "2026-06-15 10:00 postcard sent",
            ], world.Told);
        var held = world.Decisions.First(one => one.Candidate.Touch == 5);
        Assert.Equal((Outcome.Deferred, Gate.Law, "2026-07-01 10:00", "décret 2022-1313"),
            (held.Outcome, held.Reason!.Gate, StrategyWorld.Local(held.Until), held.Reason.Source));
        Assert.Equal("2026-06-10 10:00", StrategyWorld.Local(held.At));
    }

    [Fact]
    public void T3_22_at_once_against_the_gap()
    {
        var steps = "- name: mail\n  email: a\n- name: letter\n  letter: b";
        var over = OneADay.Replace("    channels: [email, sms, call]\n", "")
            .Replace("    most: [1 email per 24h]\n", "");
        var held = World(Book(over, SomeBooks.Strategy("r", steps)), "2026-06-01").Activity(ActivityKind.Form,
            "2026-06-02T07:00Z");
        Assert.Equal(["2026-06-02 09:00 mail sent", "2026-06-03 05:00 letter sent"], held.Until("2026-07-01").Told);
        var free = World(Book(OneADay, SomeBooks.Strategy("r", steps)), "2026-06-01").Activity(ActivityKind.Form,
            "2026-06-02T07:00Z");
        Assert.Equal(["2026-06-02 09:00 mail sent", "2026-06-02 09:00 letter sent"], free.Until("2026-07-01").Told);
    }

    [Theory]
    [InlineData(true, "2026-06-03 09:00 welcome sent")]
    [InlineData(false, "2026-06-02 09:05 welcome sent")]
    public void T3_23_service_messages_and_the_daily_cap(bool counts, string welcome)
    {
        var policies = Hours + "frequency:\n  - policy: daily\n    applies to: everybody\n    most: [1 email per 24h]\n"
            + (counts ? "" : "    service counts: no\n");
        var book = Book(policies, SomeBooks.Strategy("w", """
            - name: confirm
              email: { template: c, topic: service }
            - wait: { event: confirmation, at most: 7d }
            - name: welcome
              email: w
            """));
        var world = World(book, "2026-06-01").Activity(ActivityKind.Form, "2026-06-02T07:00Z")
            .Activity(ActivityKind.Confirmation, "2026-06-02T07:05Z").Until("2026-07-01");
        Assert.Equal(["2026-06-02 09:00 confirm sent", welcome], world.Told);
    }
}
