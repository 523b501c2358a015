using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Support;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using static Perennial.Tests.Store.SomeEvents;

namespace Perennial.Tests.Store;

/// <summary>What customers say of the shop and to it, what contacts were part of, and when the shop first knew.
/// </summary>
public abstract class FeedbackContract : StoreContract
{
    static readonly CustomerKeySet ann = Person("ann");
    static readonly CustomerKeySet address = new() { Email = "ann@example.com" };

    static readonly IncomingEvent review = Event("f1", 500, ann) with
    {
        Activity = new ActivityStatement(ActivityKind.Review)
        {
            Product = "rose", Name = "Withered", Text = "Dead on the\nsecond day.", Thread = "R-7",
            Rating = new Rating(150, 5),
        },
    };

    static IncomingEvent Ticket(string id, int minutesAgo, ActivityKind kind, string ticket = "4711") =>
        Event(id, minutesAgo, ann) with
        {
            Activity = new ActivityStatement(kind) { Name = "Where is it?", Thread = ticket },
        };

    static readonly IncomingEvent[] all =
    [
        review, Ticket("t1", 400, ActivityKind.SupportOpened), Ticket("t2", 300, ActivityKind.SupportAnswered),
        Ticket("t3", 200, ActivityKind.SupportResolved), Ticket("t4", 100, ActivityKind.SupportReopened),
        Ticket("t5", 450, ActivityKind.SupportOpened, "4712"), Ticket("t6", 50, ActivityKind.SupportResolved, "4712"),
        Event("v", 60, ann) with { Activity = new ActivityStatement(ActivityKind.PageView) { Name = "Home" } },
        Event("r", 40, ann) with
        {
            Response = new ResponseStatement(ResponseKind.Reply, ContactChannel.Sms) { Text = "Yes please" },
        },
    ];

    void Say(params IncomingEvent[] events) => Write(EventBatch.Of(events));

    HistoryTable Ann => Store.Customers.ById(SomeFacts.Id("ann"))!.History;

    int OpenTickets => Store.Profiles.Load().Profiles.Values(SupportColumns.OpenTickets)[0];

    [Fact]
    public void What_was_said_comes_back_word_for_word_and_open_tickets_are_counted()
    {
        Say(all);

        var facts = Ann.Activities!;
        Assert.Equal(ActivityKind.Review, facts.Kind[0]);
        Assert.Equal(new ActivityDetail
        {
            Rating = new Rating(150, 5), Text = "Dead on the\nsecond day.", Thread = "R-7",
        }, facts.Details!.Of(0));
        Assert.Equal("Withered", facts.Name[0]);
        Assert.Equal("4712", facts.Details.Of(1)!.Thread);
        var view = Array.IndexOf(facts.Kind, ActivityKind.PageView);
        Assert.Equal((null, "Home"), (facts.Details.Of(view), facts.Name[view]));
        Assert.Equal("Yes please", Assert.Single(Ann.Responses!.Text));
        Assert.Equal(1, OpenTickets);
        // Of everybody nobody's words are read.
        var everybody = Assert.Single(Store.Facts.Histories()).History;
        Assert.Equal(new Rating(150, 5), everybody.Activities!.Details!.Of(0)!.Rating);
        Assert.Null(everybody.Activities.Details.Of(0)!.Text);
        AssertSound();
    }

    [Fact]
    public void In_whatever_order_and_however_often_it_comes_it_is_the_same()
    {
        Say(all);
        var (activities, open) = (Ann.Activities!, OpenTickets);
        using var other = Another<FeedbackContract>();
        foreach (var one in all.Reverse()) other.Say(one);
        other.Say([.. all.Take(4), .. all]);

        var again = other.Ann.Activities!;
        Assert.Equal(activities.Id, again.Id);
        Assert.Equal(activities.Details!.Detail, again.Details!.Detail);
        Assert.Equal(open, other.OpenTickets);
        other.AssertSound();
    }

    [Fact]
    public void What_was_said_under_another_key_moves_with_the_words_and_the_instant_it_was_known()
    {
        Say([.. all.Select(one => one with { Who = address })]);
        var before = Ask("select activity_id, known_at, value_hundredths, scale, thread, written from activity"
            + " union all select response_id, known_at, null, null, null, written from response order by 1");

        Store.Intake.Write(EventBatch.Of([Event("join", 1, address with { External = "ann" })]),
            Store.Moment(new Instant(Now.UnixMs + 5_000)), cancellation: Stop);

        Assert.Equal("Dead on the\nsecond day.", Ann.Activities!.Details!.Of(0)!.Text);
        Assert.Equal(1, OpenTickets);
        Assert.Equal(before, Ask("select activity_id, known_at, value_hundredths, scale, thread, written from activity"
            + " union all select response_id, known_at, null, null, null, written from response order by 1"));
        AssertSound();
    }

    [Fact]
    public void The_person_gets_the_words_and_nothing_of_them_stays_when_they_are_erased()
    {
        Say(all);
        var told = Store.Erasure.RowsAbout(SomeFacts.Id("ann"))["activity"];
        Assert.Contains(told, row => Equals(row["written"], "Dead on the\nsecond day."));
        Assert.Contains(told, row => Equals(row["name"], "Where is it?"));

        Store.Erasure.Erase(new ErasureRequest([SomeFacts.Id("ann")], "asked", Now, Actor.Terminal("tests")), Moment);

        Assert.DoesNotContain(Cells(), cell =>
            cell.Cell.Contains("second day") || cell.Cell.Contains("Where is it") || cell.Cell.Contains("Yes please"));
    }

    [Fact]
    public void Every_fact_has_the_instant_at_which_the_shop_first_knew_of_it()
    {
        Say(all);
        Say(Event("c", 30, ann) with { Contact = new ContactStatement(ContactChannel.Email, "m1") });
        Store.Intake.Write(SomeBehaviour.Batch([SomeBehaviour.Viewed("bob", "b1", 9000)]),
            Store.Moment(new Instant(Now.UnixMs + 1_000)), cancellation: Stop);
        Store.Intake.Write(EventBatch.Of([.. all]), Store.Moment(new Instant(Now.UnixMs + 9_000)), cancellation: Stop);

        var known = Ask("select distinct known_at from activity union all select distinct known_at from contact"
            + " union all select distinct known_at from response order by 1");
        Assert.Equal([$"{Now.UnixMs}", $"{Now.UnixMs}", $"{Now.UnixMs}", $"{Now.UnixMs + 1_000}"],
            known.Select(row => row[0]));
    }

    [Fact]
    public void What_several_tell_of_one_contact_is_put_together_in_whatever_order()
    {
        IncomingEvent Told(string id, int ago, string? strategy, ContactContext? context) => Event(id, ago, ann) with
        {
            Contact = new ContactStatement(ContactChannel.Email, "m1") { Strategy = strategy, Context = context },
        };
        IncomingEvent[] told =
        [
            Told("1", 30, null, new ContactContext { Step = "first", Tool = "mailgun" }),
            Told("2", 20, "spring", new ContactContext { Arm = "gift", CostCents = 2, Version = 3 }),
            Told("3", 10, "winter", new ContactContext { Arm = "plain", Touch = 2, Topic = "offers", Offer = "o-1" }),
        ];
        Say(told);
        var whole = new ContactContext
        {
            Step = "first", Tool = "mailgun", Arm = "gift", CostCents = 2, Version = 3, Touch = 2, Topic = "offers",
            Offer = "o-1",
        };
        var contact = Ann.Contacts!;
        Assert.Equal((At(30), "spring", whole), (contact.At[0], contact.Strategy[0], contact.Context[0]));
        foreach (var order in new[] { new[] { 2, 1, 0 }, [1, 0, 2], [0, 2, 1] })
        {
            using var other = Another<FeedbackContract>();
            foreach (var one in order) other.Say(told[one]);
            other.Say(told);
            var again = other.Ann.Contacts!;
            Assert.Equal((At(30), "spring", whole), (Assert.Single(again.At), again.Strategy[0], again.Context[0]));
            other.AssertSound();
        }
    }

    [Fact]
    public void A_confirmed_consent_is_a_statement_and_a_fact_however_often_it_is_told()
    {
        var said = new ConsentStatement(ContactChannel.Email, true)
        {
            Basis = ConsentBasis.Confirmed, SaidAt = At(700),
        };
        IncomingEvent Identify(string id, int ago) => Event(id, ago, ann) with
        {
            Details = new CustomerDetails { Consents = [said] },
        };
        Say(Identify("i1", 600), Identify("i2", 500));
        Say(Identify("i3", 400));
        Write(SomeFacts.Batch([("ann", new CustomerDetails { Consents = [said] })]));

        var activities = Ann.Activities!;
        Assert.Equal((ActivityKind.Confirmation, At(700)), (Assert.Single(activities.Kind), activities.At[0]));
        Assert.Contains(Store.Customers.ById(SomeFacts.Id("ann"))!.Permissions.Consents,
            one => one.Basis == ConsentBasis.Confirmed && one.SaidAt == At(700));
    }

    [Fact]
    public void What_was_learned_later_is_not_there_for_whoever_looks_back()
    {
        Say([.. all.Take(3)]);
        Say(Event("m", 700, ann) with { Contact = new ContactStatement(ContactChannel.Email, "m1") });
        Store.Intake.Write(EventBatch.Of(
        [
            .. all, Event("late", 800, ann) with { Contact = new ContactStatement(ContactChannel.Sms, "m2") },
        ]), Store.Moment(new Instant(Now.UnixMs + 60_000)), cancellation: Stop);

        var history = Assert.Single(Store.Facts.Histories(withPast: true)).History;
        var then = history.AsOf(Now, Now);
        Assert.Equal(3, then.Activities!.At.Length);
        Assert.Equal([new Rating(150, 5), null, null],
            Enumerable.Range(0, 3).Select(i => then.Activities.Details!.Of(i)!.Rating));
        Assert.Equal([ContactChannel.Email], then.Contacts!.Channel);
        Assert.Empty(then.Responses!.At);
        Assert.Same(history, history.AsOf(Now, Instant.Never));
        Assert.Same(history, history.AsOf(Now, new Instant(Now.UnixMs + 60_000)));
    }
}
