using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Tests.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>What drawn worlds found wrong, each as small as it gets.</summary>
public class FoundInWorldsTests
{
    const string Mornings = """
        topics:
          - topic: offers
            default: yes
        contact hours:
          - channels: [email]
            hours: 09:00-12:00

        """;

    const string OneADay = """
        topics:
          - topic: offers
            default: yes
        frequency:
          - policy: one a day
            applies to: everybody
            most: [1 email per 24h]

        """;

    const string Calls = """
        topics:
          - topic: offers
            default: yes
        frequency:
          - policy: calls
            applies to: everybody
            most: [1 call per 7d]

        """;

    static StrategyWorld World(string? policies, params string[] strategies) =>
        new(SomeBooks.Of("2026-01-01", policies, strategies), "2026-05-30");

    [Fact]
    public void What_waits_when_the_way_ends_has_its_decision_too()
    {
        var world = World(Mornings, SomeBooks.Strategy("r", "- name: mail\n  email: a"))
            .Activity(ActivityKind.Form, "2026-06-01T12:00Z").Order("2026-06-01T13:00Z").Until("2026-06-05");
        Assert.Equal([Outcome.Deferred, Outcome.Blocked], world.Decisions.Select(one => one.Outcome));
        Assert.Equal(["2026-06-01 15:00 mail blocked by Exit order"], world.Told);
    }

    [Fact]
    public void A_dial_that_is_not_due_yet_has_no_decision_when_the_way_ends()
    {
        var world = World(null, SomeBooks.Strategy("r",
            "- name: call\n  call: { queue: retention, script: s, attempts: 2, between: 2d }\n  expires: 5d"))
            .Activity(ActivityKind.Form, "2026-06-01T08:00Z")
            .Respond(ResponseKind.Disposition, "2026-06-01T08:05Z", "no answer", ContactChannel.Call)
            .Order("2026-06-02T08:00Z").Until("2026-06-09");
        Assert.Equal(["2026-06-01 10:00 call sent"], world.Told);
    }

    [Fact]
    public void A_time_behind_another_strategy_counts_from_a_contact_of_the_same_instant()
    {
        var first = SomeBooks.Strategy("first", "- wait: 2h\n- name: one\n  email: a", priority: 90);
        var second = SomeBooks.Strategy("second", "- wait: 2h\n- name: two\n  email: b\n  expires: 5d",
            more: "after: { first: 3d }");
        var world = World(null, first, second).Activity(ActivityKind.Form, "2026-06-01T08:00Z").Until("2026-07-01");
        Assert.Equal(["2026-06-01 12:00 one sent", "2026-06-04 12:00 two sent"], world.Told);
    }

    [Fact]
    public void The_outcome_of_a_call_is_of_no_call_before_it()
    {
        // Nobody heard how the first call ended; that the second reached nobody says nothing of it.
        var world = World(Calls, SomeBooks.Strategy("r", "- name: call\n  call: { queue: retention, script: s }"))
            .Contact(ContactChannel.Call, "2026-06-01T08:00Z").Contact(ContactChannel.Call, "2026-06-03T08:00Z")
            .Respond(ResponseKind.Disposition, "2026-06-03T08:05Z", "no answer", ContactChannel.Call)
            .Activity(ActivityKind.Form, "2026-06-04T08:00Z").Until("2026-06-05");
        var decision = Assert.Single(world.Decisions);
        Assert.Equal((Outcome.Deferred, "2026-06-08 10:00"), (decision.Outcome, StrategyWorld.Local(decision.Until)));
    }

    [Fact]
    public void An_outcome_that_a_next_dial_follows_at_once_is_of_the_call_before()
    {
        var strategy = SomeBooks.Strategy("r", "- name: call\n  call: { queue: retention, script: s, attempts: 2, "
            + "between: 3h }\n  expires: 5d\n- name: again\n  call: { queue: retention, script: s }\n  expires: 9d");
        var world = World(Calls, strategy).Activity(ActivityKind.Form, "2026-06-01T08:00Z")
            .Respond(ResponseKind.Disposition, "2026-06-01T13:00Z", "no answer", ContactChannel.Call)
            .Until("2026-06-02");
        Assert.Equal(["2026-06-01 10:00 call sent", "2026-06-01 15:00 call sent"], world.Told);
        Assert.Equal("2026-06-08 15:00", StrategyWorld.Local(world.Decisions[^1].Until));
    }

    static Decision Asked(string policies, CustomerPermissions permissions, params PastContact[] contacts)
    {
        var book = SomeBooks.Of("2026-01-01", policies, SomeBooks.Strategy("r", "- name: mail\n  email: a",
            "{ enters: audience }"));
        var world = new StrategyWorld(book, "2026-06-01T09:00Z") { Permissions = permissions };
        var now = Some.At("2026-06-01T09:00Z");
        var news = new CustomerNews { Moves = [new FreshMove("audience of r", false, now)] };
        return Assert.Single(StrategyTurn.Take(book, world.Customer(), CustomerStrategies.None, contacts, news, now)
            .Decisions);
    }

    [Fact]
    public void A_contact_made_before_the_clock_was_set_back_counts()
    {
        var ahead = new PastContact(Some.At("2026-06-01T09:30Z"), ContactChannel.Email);
        Assert.Equal(Outcome.Deferred, Asked(OneADay, StrategyWorld.Granted, ahead).Outcome);
        var gap = OneADay.Replace("most: [1 email per 24h]", "gap: 2h");
        Assert.Equal(Outcome.Deferred, Asked(gap, StrategyWorld.Granted, ahead).Outcome);
    }

    [Fact]
    public void A_no_said_before_the_clock_was_set_back_is_a_no()
    {
        var no = new ConsentStatement(ContactChannel.Email, false) { SaidAt = Some.At("2026-06-01T09:30Z") };
        var said = StrategyWorld.Granted with { Consents = [.. StrategyWorld.Granted.Consents, no] };
        Assert.Equal(Gate.Consent, Asked(OneADay, said).Reason?.Gate);
        var suppressed = StrategyWorld.Granted with
        {
            Suppressions = [new(ContactChannel.Email, SuppressionReason.Complaint, no.SaidAt, "shop")],
        };
        Assert.Equal(Gate.Suppression, Asked(OneADay, suppressed).Reason?.Gate);
    }

    const string Welcome = "- name: one\n  email: a\n- wait: 7d\n- name: two\n  email: b\n- wait: 7d\n"
        + "- name: three\n  email: c";

    [Fact]
    public void A_wait_is_no_shorter_for_two_who_turn_out_to_be_one()
    {
        StrategyWorld Entered(string at) =>
            World(null, SomeBooks.Strategy("welcome", Welcome)).Activity(ActivityKind.Form, at).Until("2026-06-05");
        var (one, other) = (Entered("2026-06-01T08:00Z"), Entered("2026-06-03T08:00Z"));
        one.State = StrategyJoin.Of(one.State, other.State, _ => false, one.Now);
        one.Until("2026-07-01");
        Assert.Equal(["2026-06-01 10:00 one sent", "2026-06-08 10:00 two sent", "2026-06-15 10:00 three sent"],
            one.Told);
    }

    [Fact]
    public void What_waits_is_not_sent_where_the_other_had_it()
    {
        StrategyWorld Entered(string policies, string at) =>
            World(policies, SomeBooks.Strategy("welcome", Welcome, more: "reenter: never")).Activity(ActivityKind.Form,
                at).Until("2026-06-02T00:00Z");
        var (one, other) = (Entered(Mornings, "2026-06-01T14:00Z"), Entered(OneADay, "2026-06-01T15:00Z"));
        Assert.Equal(Outcome.Deferred, one.Decisions.Single().Outcome);
        one.State = StrategyJoin.Of(one.State, other.State, _ => false, one.Now);
        one.Until("2026-06-03");
        Assert.Equal(["2026-06-02 09:00 one blocked by Exit merged"], one.Told);
    }

    [Fact]
    public void What_brought_one_in_and_is_over_goes_on_for_neither()
    {
        var strategy = SomeBooks.Strategy("day", "- name: mail\n  email: a\n- name: more\n  email: b\n  expires: 6d",
            "{ schedule: 2026-06-02 09:00 }", "reenter: each time");
        var (one, other) = (World(null, strategy).Begin(), World(OneADay, strategy).Begin());
        one.Until("2026-06-02T12:00Z");
        other.Until("2026-06-02T12:00Z");
        Assert.Equal(("done", (string?)null),
            (one.State.Enrollments.Single().Left, other.State.Enrollments.Single().Left));
        var joined = StrategyJoin.Of(one.State, other.State, _ => true, one.Now);
        Assert.Equal(StrategyJoin.Merged, Assert.Single(joined.Enrollments).Left);
        Assert.Equal(one.Now, joined.PastOf("day").EndedAt);
    }

    [Fact]
    public void A_call_under_way_is_not_made_again_in_another_version()
    {
        var steps = "- name: mail\n  email: a\n- name: call\n  call: { queue: retention, script: s, attempts: 2, "
            + "between: 2d }\n  expires: 5d\n- name: last\n  email: b";
        var world = World(null, SomeBooks.Strategy("r", steps)).Activity(ActivityKind.Form, "2026-06-01T08:00Z")
            .Until("2026-06-01T09:00Z");
        var (open, from) = (world.State.Open.Single(), world.Book.InForce[0]);
        var to = new StrategyProgram(from.Version with { Version = 2 });
        var moved = VersionMove.Of(open, from, to, world.Now).Moved!;
        Assert.Equal((2, "2", StepState.AwaitsOutcome, 1), (moved.Version, moved.Position, moved.State, moved.Touch));
        // One that has no such call leaves it where it is.
        var without = new StrategyProgram(from.Version with
        {
            Version = 3, Strategy = from.Strategy with { Steps = [from.Strategy.Steps[0]] },
        });
        Assert.Equal(VersionMove.StepIsGone, VersionMove.Of(open, from, without, world.Now).Why);
    }

    [Fact]
    public void A_law_that_has_begun_in_one_of_the_zones_of_a_customer_holds()
    {
        var law = OneADay + """
            law:
              - law: FR mails
                country: FR
                channels: [email]
                from: 2026-06-02
                consent: needed
                source: a test
            """;
        var silent = StrategyWorld.Granted with { Consents = [] };
        Decision By(params string[] zones)
        {
            var book = SomeBooks.Of("2026-01-01", law, SomeBooks.Strategy("r", "- name: mail\n  email: a",
                "{ enters: audience }"));
            var now = Some.At("2026-06-01T14:00Z");
            var world = new StrategyWorld(book, "2026-06-01T14:00Z") { Permissions = silent, Zones = zones };
            var news = new CustomerNews { Moves = [new FreshMove("audience of r", false, now)] };
            return Assert.Single(StrategyTurn.Take(book, world.Customer(), CustomerStrategies.None, [], news, now)
                .Decisions);
        }
        Assert.Equal(Outcome.Sent, By("Europe/Paris").Outcome);
        Assert.Equal(Gate.Law, By("Europe/Paris", "Pacific/Auckland").Reason?.Gate);
    }

    [Fact]
    public void Whom_every_strategy_leaves_alone_is_left_alone_once_they_turn_out_to_be_another()
    {
        var steps = "- name: one\n  email: a\n- wait: 7d\n- name: two\n  email: b";
        var world = World(OneADay, SomeBooks.Strategy("r", steps))
            .Activity(ActivityKind.Form, "2026-06-01T08:00Z").Until("2026-06-02");
        world.Arms[Entries.UniversalHoldout] = Entries.HeldOut;
        world.Until("2026-06-20");
        Assert.Equal(["2026-06-01 10:00 one sent", "2026-06-08 10:00 two held out"], world.Told);
    }
}
