using FsCheck;
using FsCheck.Fluent;
using Perennial.Channels.Intake;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Customers;
using Perennial.Data.Erasure;
using Perennial.Tests.Consent;

namespace Perennial.Tests.Store;

/// <summary>What customers say about being contacted is kept whole, whatever it came by and in whatever order.
/// </summary>
public abstract class PermissionContract : StoreContract
{
    static readonly Instant asked = Instant.From(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

    static readonly CustomerId byEmail = CustomerId.Of(CustomerKeyKind.Email, Doors.Email);

    void Write(params IncomingEvent[] events) => Store.Intake.Write(EventBatch.Of(events), Moment, cancellation: Stop);

    static IncomingEvent Event(string id, int minutesAgo) =>
        SomeEvents.Event(id, minutesAgo, new CustomerKeySet { Email = Doors.Email });

    static Permission Ask(CustomerRecord customer, ContactChannel channel, string topic = "") =>
        MayContact.Ask(customer.Permissions, new ContactRules(), channel, topic, asked);

    static CustomerDetails Consents(params ConsentStatement[] said) => new() { Consents = said };

    /// <summary>Everything that is kept, row by row.</summary>
    static string[] Told(ShopStore store) => [.. store.Profiles.Load().Ids.SelectMany(id =>
    {
        var said = store.Customers.ById(id)!.Permissions;
        return said.Consents.Select(one => $"{id} {one}").Order(StringComparer.Ordinal)
            .Concat(said.Suppressions.Select(one => $"{id} {one}").Order(StringComparer.Ordinal));
    })];

    [Theory, InWholeRuns(OnDatabases = true)]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void Whatever_a_door_brings_is_kept_and_asked(string door, string statement)
    {
        var channel = door == "twilio" ? ContactChannel.Sms
            : statement == Doors.NeverCall ? ContactChannel.Call : ContactChannel.Email;
        var topic = door == "sendgrid" ? "group 10" : "offers";
        // Ann agreed to everything long ago, unless what comes is an agreement itself.
        var who = channel == ContactChannel.Sms ? new CustomerKeySet { Phone = Doors.Phone }
            : new CustomerKeySet { Email = Doors.Email };
        if (statement is not (Doors.Yes or Doors.Joined))
        {
            Write(SomeEvents.Event("first", 60 * 24 * 300, who) with
            {
                Details = new CustomerDetails { ConsentEmail = true, ConsentSms = true, ConsentPhone = true },
            });
        }

        Store.Intake.Write(Doors.Say(door, statement), Moment, cancellation: Stop);

        var ann = Store.Customers.ById(Assert.Single(Store.Profiles.Load().Ids))!;
        Permission With(string about) => MayContact.Ask(
            ann.Permissions with { HasPhone = true }, new ContactRules(), channel, about, asked);
        var (everything, about) = (With(""), With(topic));
        var expected = statement switch
        {
            Doors.Yes or Doors.Soft => (PermissionReason.Allowed, PermissionReason.Allowed),
            Doors.No => (PermissionReason.Refused, PermissionReason.Refused),
            Doors.Left => (PermissionReason.Allowed, PermissionReason.LeftTopic),
            Doors.Joined => (PermissionReason.ConsentNeeded, PermissionReason.Allowed),
            _ => (PermissionReason.Suppressed, PermissionReason.Suppressed),
        };
        Assert.Equal(expected, (everything.Reason, about.Reason));
        Assert.Equal(statement switch
        {
            Doors.Hard => SuppressionReason.HardBounce,
            Doors.Complaint => SuppressionReason.Complaint,
            Doors.NeverCall => SuppressionReason.DoNotContact,
            _ => null,
        }, everything.Suppression);

        // The same again adds no row.
        var told = Told(Store);
        Store.Intake.Write(Doors.Say(door, statement), Moment, cancellation: Stop);
        Assert.Equal(told, Told(Store));
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_complaint_and_a_bounce_never_drop_what_comes_later()
    {
        Write(Event("1", 9) with { Response = new ResponseStatement(ResponseKind.Complaint, ContactChannel.Email) });
        Write(Event("2", 8) with
        {
            Response = new ResponseStatement(ResponseKind.Bounce, ContactChannel.Email) { Disposition = "hard" },
        });
        Write(Event("3", 7) with { Order = SomeEvents.Order("1", 7, 1_000) });

        var ann = Store.Customers.ById(byEmail)!;
        Assert.Equal([1_000], ann.History.Orders.GrossCents);
        Assert.False(Store.Erasure.IsErased(byEmail));
        Assert.Equal(2, ann.Permissions.Suppressions.Count);
        Assert.Equal(PermissionReason.Suppressed, Ask(ann, ContactChannel.Email).Reason);
    }

    [Fact]
    public void A_statement_keeps_its_topic_basis_source_wording_and_end()
    {
        ConsentStatement[] said =
        [
            new(ContactChannel.Email, true)
            {
                Topic = "offers", Basis = ConsentBasis.Confirmed, Source = "till 4", Wording = "Yes, write to me. §2",
                SaidAt = SomeEvents.At(50), ExpiresAt = SomeEvents.At(-50),
            },
            new(ContactChannel.Ad, false) { SaidAt = SomeEvents.At(40), Source = "web" },
        ];
        Write(Event("1", 9) with { Details = Consents(said) });
        Assert.Equal(said, Store.Customers.ById(byEmail)!.Permissions.Consents);
        Assert.Equal(said, Store.Permissions.Of([byEmail])[byEmail].Consents);
        Assert.Equal([said[1]], Store.Permissions.By(ContactChannel.Ad, everybody: false)[byEmail].Consents);
        Assert.Empty(Store.Permissions.By(ContactChannel.Email, everybody: false));
        Assert.Equal([said[0]], Store.Permissions.By(ContactChannel.Email, everybody: true)[byEmail].Consents);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Nothing_is_said_later_than_the_event_that_says_it()
    {
        Write(Event("1", 9) with
        {
            Details = Consents(new ConsentStatement(ContactChannel.Email, false) { SaidAt = SomeEvents.At(-900) }),
        });
        Assert.Equal(SomeEvents.At(9), Assert.Single(Store.Customers.ById(byEmail)!.Permissions.Consents).SaidAt);
    }

    [Fact]
    public void A_file_that_is_read_every_day_adds_no_row_for_what_was_said_last()
    {
        var yes = new CustomerDetails { ConsentEmail = true };
        var terms = Consents(new ConsentStatement(ContactChannel.Sms, true) { Basis = ConsentBasis.SoftOptIn });
        for (var day = 3; day > 0; day--)
        {
            var at = new Instant(Now.UnixMs - day * 86_400_000L);
            Store.Intake.Write(SomeFacts.Batch([("ann", yes)]), Moment with { Now = at }, cancellation: Stop);
            Store.Intake.Write(SomeFacts.Batch([("ann", terms)]), Moment with { Now = at }, cancellation: Stop);
        }
        Assert.Equal(2, Store.Customers.ById(SomeFacts.Id("ann"))!.Permissions.Consents.Count);
        Store.Intake.Write(
            SomeFacts.Batch([("ann", new CustomerDetails { ConsentEmail = false })]), Moment, cancellation: Stop);
        Assert.Equal(3, Store.Customers.ById(SomeFacts.Id("ann"))!.Permissions.Consents.Count);
        Assert.False(Store.Customers.ById(SomeFacts.Id("ann"))!.Details.ConsentEmail);
    }

    [Fact]
    public void A_yes_after_a_yes_and_a_no_of_one_instant_is_news_for_the_no_was_the_last_word()
    {
        ConsentStatement Said(bool granted, Instant at) => new(ContactChannel.Email, granted) { SaidAt = at };
        var then = SomeFacts.At(9);
        Write(SomeFacts.Batch([("ann", new CustomerDetails
        {
            Email = Doors.Email, Consents = [Said(true, then), Said(false, then), Said(true, Instant.None)],
        })]));
        var known = Store.Customers.ById(SomeFacts.Id("ann"))!.Permissions.Consents;
        Assert.Equal([true, false, true], known.OrderBy(one => one.SaidAt).ThenByDescending(one => one.IsGranted)
            .Select(one => one.IsGranted));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void An_export_of_orders_that_is_read_again_does_not_lift_what_was_refused_since()
    {
        using var inbox = new Intake.Inbox();
        var orders = FileIntake.Read(inbox.File("order_id,email,date,total,accepts_marketing\n"
            + $"1,{Doors.Email},2026-03-01,20,yes\n"), Intake.Inbox.Options).Batch;
        Store.Intake.Write(orders, Moment, cancellation: Stop);
        Assert.True(Ask(Store.Customers.ById(byEmail)!, ContactChannel.Email).IsAllowed);
        Write(Event("1", 9) with { Details = new CustomerDetails { ConsentEmail = false } });
        Store.Intake.Write(orders, Moment, cancellation: Stop);
        Assert.Equal(PermissionReason.Refused, Ask(Store.Customers.ById(byEmail)!, ContactChannel.Email).Reason);
    }

    static Gen<IncomingEvent> One(int number) =>
        from ago in Gen.Choose(1, 5)
        from key in Gen.Choose(0, 3)
        from channel in Gen.Elements(ContactChannel.Email, ContactChannel.Call)
        from topic in Gen.Elements("", "a")
        from granted in Gen.Elements(true, false)
        from kind in Gen.Choose(0, 4)
        from wording in Gen.Elements("", "one", "two")
        let who = key switch
        {
            0 => new CustomerKeySet { External = "C-1", Email = Doors.Email },
            1 => new CustomerKeySet { Email = Doors.Email },
            2 => new CustomerKeySet { External = "C-1", Anonymous = "device" },
            _ => new CustomerKeySet { Anonymous = "device" },
        }
        let plain = SomeEvents.Event($"m{number}", ago, who)
        select kind switch
        {
            0 or 1 => plain with
            {
                Details = Consents(new ConsentStatement(channel, granted)
                {
                    Topic = topic, Wording = wording, SaidAt = SomeEvents.At(ago + (number % 2)),
                }),
            },
            2 => plain with
            {
                Response = new ResponseStatement(ResponseKind.Unsubscribe, channel)
                {
                    Topic = topic.Length == 0 ? null : topic,
                },
            },
            3 => plain with { Response = new ResponseStatement(ResponseKind.Complaint, channel) },
            _ => plain with
            {
                Response = new ResponseStatement(ResponseKind.Bounce, channel) { Disposition = "hard" },
            },
        };

    [Fact]
    public void However_statements_arrive_the_rows_are_the_same()
    {
        var some = from count in Gen.Choose(1, 16)
                   from events in Gen.CollectToArray(Enumerable.Range(0, count), One)
                   select events;
        var property = Prop.ForAll(
            (from events in some
             from order in Gen.Shuffle(events)
             select (events, order)).ToArbitrary(),
            given =>
            {
                using var whole = Another<PermissionContract>();
                using var single = Another<PermissionContract>();
                whole.Write(given.events);
                foreach (var one in given.order.Concat(given.order.Take(3))) single.Write(one);
                Assert.Equal(Told(whole.Store), Told(single.Store));
            });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(CasesHere(25)));
    }

    [Fact]
    public void Who_becomes_another_customer_brings_every_statement_and_suppression_along()
    {
        ConsentStatement[] said =
        [
            new(ContactChannel.Email, true)
            {
                Basis = ConsentBasis.Implied, Wording = "W", SaidAt = SomeEvents.At(90), ExpiresAt = SomeEvents.At(-90),
                Source = "till",
            },
            new(ContactChannel.Email, false) { Topic = "offers", SaidAt = SomeEvents.At(80), Source = "till" },
            new(ContactChannel.Letter, false) { SaidAt = SomeEvents.At(70), Source = "till" },
        ];
        var never = new Suppression(ContactChannel.Call, SuppressionReason.DoNotContact, SomeEvents.At(60), "desk");
        Write(Event("1", 50) with { Details = Consents(said) with { Suppressions = [never] } });
        Write(Event("2", 40) with
        {
            Response = new ResponseStatement(ResponseKind.Unsubscribe, ContactChannel.Email) { Topic = "news" },
        });
        Write(SomeEvents.Event("3", 30, SomeEvents.Person("C-1")) with
        {
            Details = Consents(new ConsentStatement(ContactChannel.Sms, true) { SaidAt = SomeEvents.At(30) }),
        });

        Write(SomeEvents.Event("4", 20, new CustomerKeySet { External = "C-1", Email = Doors.Email }));

        Assert.Null(Store.Customers.ById(byEmail));
        Assert.Empty(Store.Permissions.Of([byEmail]));
        var ann = Store.Customers.ById(SomeFacts.Id("C-1"))!;
        Assert.Equal([.. said[..2].Reverse()], ann.Permissions.Consents.Where(one =>
            one.Channel == ContactChannel.Email && one.Topic != "news").OrderByDescending(one => one.Topic));
        Assert.Equal(5, ann.Permissions.Consents.Count);
        Assert.Equal([never], ann.Permissions.Suppressions);
        Assert.Equal(PermissionReason.LeftTopic, Ask(ann, ContactChannel.Email, "news").Reason);
        Assert.Equal(PermissionReason.Refused, Ask(ann, ContactChannel.Letter).Reason);
        AssertSound();
    }

    [Fact]
    public void Destinations_are_told_when_what_is_allowed_changes_and_only_then()
    {
        Store.Tell();
        var shard = byEmail.Shard(Store.ShardCount);
        void Tell(IncomingEvent one) => Store.Intake.Write(EventBatch.Of([one]), Moment, cancellation: Stop);
        int Rows() => Store.Outbox.After(shard, 0, 100).Count;
        Tell(Event("1", 9) with { Details = new CustomerDetails { ConsentEmail = true } });
        var before = Rows();
        var no = Event("2", 8) with { Details = new CustomerDetails { ConsentEmail = false } };
        Tell(no);
        Assert.Equal(before + 1, Rows());
        Assert.Contains("\"consent_email\"", Store.Outbox.After(shard, 0, 100)[^1].Change);
        Tell(no);
        Assert.Equal(before + 1, Rows());
        Tell(Event("3", 7) with { Response = new ResponseStatement(ResponseKind.Complaint, ContactChannel.Sms) });
        Assert.Contains("\"consent_sms\"", Store.Outbox.After(shard, 0, 100)[^1].Change);
    }

    [Fact]
    public void Erasing_forgets_what_was_said_and_keeps_that_the_key_is_refused()
    {
        Write(Event("1", 9) with { Response = new ResponseStatement(ResponseKind.Complaint, ContactChannel.Email) });
        Write(Event("2", 8) with { Details = new CustomerDetails { ConsentSms = false } });
        var receipt = Store.Erasure.Erase(new ErasureRequest([byEmail], "asked", Now, Actor.Terminal("tests")), Moment);
        Assert.Equal((1, 1), (receipt.Rows["consent"], receipt.Rows["suppression"]));
        Assert.Empty(Store.Permissions.Of([byEmail]));
        Assert.True(Store.Erasure.IsErased(byEmail));
        Write(Event("3", 7) with { Details = new CustomerDetails { ConsentSms = true } });
        Assert.Empty(Store.Profiles.Load().Ids);
    }
}
