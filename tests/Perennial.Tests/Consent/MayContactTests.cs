using FsCheck;
using FsCheck.Fluent;
using Perennial.Consent;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;

namespace Perennial.Tests.Consent;

public sealed class MayContactTests
{
    static readonly Instant now = Some.Now;

    static Instant Ago(int days) => new(now.UnixMs - 86_400_000L * days);

    static DateOnly DayOf(Instant at) => ShopCalendar.Date(ShopCalendar.Utc.DayOf(at));

    static readonly CustomerPermissions reachable = new() { HasEmail = true, HasPhone = true, HasAddress = true };

    static readonly ContactRules french = new()
    {
        Options = new ContactOptions { Country = "FR" },
        Law = [new ConsentLaw("FR", ContactChannel.Call, DayOf(Ago(30)), null, true)],
    };

    static ConsentStatement Said(bool granted, int daysAgo, string topic = "", Instant? until = null,
        ContactChannel channel = ContactChannel.Email) =>
        new(channel, granted) { SaidAt = Ago(daysAgo), Topic = topic, ExpiresAt = until ?? Instant.Never };

    static Permission Ask(CustomerPermissions customer, ContactChannel channel = ContactChannel.Email,
        string topic = "", ContactRules? rules = null, Instant? at = null) =>
        MayContact.Ask(customer, rules ?? new ContactRules(), channel, topic, at ?? now);

    static Permission Ask(params ConsentStatement[] said) => Ask(reachable with { Consents = said });

    static Permission About(string topic, params ConsentStatement[] said) =>
        Ask(reachable with { Consents = said }, topic: topic);

    [Theory]
    [InlineData(ContactChannel.Email, PermissionReason.ConsentNeeded)]
    [InlineData(ContactChannel.Sms, PermissionReason.ConsentNeeded)]
    [InlineData(ContactChannel.Ad, PermissionReason.ConsentNeeded)]
    [InlineData(ContactChannel.Call, PermissionReason.Allowed)]
    [InlineData(ContactChannel.Letter, PermissionReason.Allowed)]
    public void Silence_is_a_no_to_messages_and_a_yes_to_calls_and_letters(
        ContactChannel channel, PermissionReason expected) =>
        Assert.Equal(expected, Ask(reachable, channel).Reason);

    [Theory]
    [InlineData(ContactChannel.Email)]
    [InlineData(ContactChannel.Sms)]
    [InlineData(ContactChannel.Ad)]
    [InlineData(ContactChannel.Call)]
    [InlineData(ContactChannel.Letter)]
    public void What_silence_means_is_a_setting_of_each_channel(ContactChannel channel)
    {
        ContactOptions All(bool needs) => new()
        {
            EmailNeedsConsent = needs, SmsNeedsConsent = needs, AdNeedsConsent = needs, CallNeedsConsent = needs,
            LetterNeedsConsent = needs,
        };
        Permission With(bool needs, bool? said) => Ask(
            said is { } one ? reachable with { Consents = [Said(one, 1, channel: channel)] } : reachable, channel,
            rules: new ContactRules { Options = All(needs) });
        Assert.Equal(PermissionReason.ConsentNeeded, With(true, null).Reason);
        Assert.True(With(false, null).IsAllowed);
        Assert.True(With(true, true).IsAllowed);
        Assert.Equal(PermissionReason.Refused, With(false, false).Reason);
        Assert.Equal(PermissionReason.Refused, With(true, false).Reason);
    }

    [Fact]
    public void Each_reason_comes_before_those_after_it()
    {
        var everything = reachable with
        {
            IsErased = true,
            Suppressions = [new(ContactChannel.Call, SuppressionReason.DoNotContact, Ago(9), "x")],
            Consents =
            [
                Said(false, 8, channel: ContactChannel.Call), Said(false, 7, "offers", channel: ContactChannel.Call),
            ],
            HasPhone = false,
        };
        PermissionReason Reason(CustomerPermissions one) => Ask(one, ContactChannel.Call, "offers", french).Reason;
        Assert.Equal(PermissionReason.Erased, Reason(everything));
        var alive = everything with { IsErased = false };
        Assert.Equal(PermissionReason.Suppressed, Reason(alive));
        var free = alive with { Suppressions = [] };
        Assert.Equal(PermissionReason.Refused, Reason(free));
        Assert.Equal(PermissionReason.LeftTopic, Reason(free with { Consents = [free.Consents[1]] }));
        Assert.Equal(PermissionReason.ConsentExpired, Reason(free with
        {
            Consents = [Said(true, 8, until: Ago(1), channel: ContactChannel.Call)],
        }));
        Assert.Equal(PermissionReason.LawNeedsConsent, Reason(free with { Consents = [] }));
        Assert.Equal(PermissionReason.NoAddress, Reason(free with
        {
            Consents = [Said(true, 8, channel: ContactChannel.Call)],
        }));
        Assert.Equal(PermissionReason.Allowed, Reason(reachable with
        {
            Consents = [Said(true, 8, channel: ContactChannel.Call)],
        }));
    }

    [Fact]
    public void Of_two_statements_the_later_counts_and_of_one_instant_the_refusal()
    {
        Assert.True(Ask(Said(false, 2), Said(true, 1)).IsAllowed);
        Assert.Equal(PermissionReason.Refused, Ask(Said(true, 2), Said(false, 1)).Reason);
        Assert.Equal(PermissionReason.Refused, Ask(Said(true, 1), Said(false, 1)).Reason);
        Assert.Equal(Ago(1), Ask(Said(true, 2), Said(false, 3), Said(false, 1)).Since);
    }

    [Fact]
    public void Leaving_one_topic_leaves_the_others_and_everything_leaves_all()
    {
        ConsentStatement[] left = [Said(true, 9), Said(false, 2, "offers")];
        Assert.Equal((PermissionReason.LeftTopic, "offers", Ago(2)),
            (About("offers", left).Reason, About("offers", left).Topic, About("offers", left).Since));
        Assert.True(About("news", left).IsAllowed);
        Assert.True(About("", left).IsAllowed);
        Assert.Equal(PermissionReason.Refused, About("news", [.. left, Said(false, 1)]).Reason);
        // A yes to everything, or to another topic, does not lift it; one to the same topic does.
        Assert.Equal(PermissionReason.LeftTopic, About("offers", [.. left, Said(true, 1)]).Reason);
        Assert.Equal(PermissionReason.LeftTopic, About("offers", [.. left, Said(true, 1, "news")]).Reason);
        Assert.True(About("offers", [.. left, Said(true, 1, "offers")]).IsAllowed);
        // Nor does a yes to one topic lift a no to everything.
        Assert.Equal(PermissionReason.Refused, About("offers", Said(false, 2), Said(true, 1, "offers")).Reason);
        // A yes to one topic is none to the others.
        Assert.True(About("offers", Said(true, 1, "offers")).IsAllowed);
        Assert.Equal(PermissionReason.ConsentNeeded, About("news", Said(true, 1, "offers")).Reason);
        Assert.Equal(PermissionReason.ConsentNeeded, About("", Said(true, 1, "offers")).Reason);
    }

    [Fact]
    public void A_consent_holds_until_the_millisecond_before_it_expires()
    {
        var customer = reachable with { Consents = [Said(true, 9, until: Ago(1))] };
        var end = Ago(1);
        Assert.True(Ask(customer, at: new Instant(end.UnixMs - 1)).IsAllowed);
        var over = Ask(customer, at: end);
        Assert.Equal((PermissionReason.ConsentExpired, end), (over.Reason, over.Since));
        // One that lasts is not shortened by one that does not.
        Assert.True(Ask(Said(true, 9), Said(true, 8, until: Ago(1))).IsAllowed);
        // A silence that is a yes stays one; but what was refused before is refused again.
        Assert.True(Ask(reachable with
        {
            Consents = [Said(true, 9, until: Ago(1), channel: ContactChannel.Call)],
        }, ContactChannel.Call).IsAllowed);
        Assert.Equal(PermissionReason.ConsentExpired, Ask(reachable with
        {
            Consents =
            [
                Said(false, 10, channel: ContactChannel.Call),
                Said(true, 9, until: Ago(1), channel: ContactChannel.Call),
            ],
        }, ContactChannel.Call).Reason);
    }

    [Fact]
    public void What_is_said_later_is_not_known_before()
    {
        var customer = reachable with
        {
            Consents = [Said(true, 9), Said(false, 3)],
            Suppressions = [new(ContactChannel.Email, SuppressionReason.Complaint, Ago(1), "x")],
        };
        Assert.Equal(PermissionReason.ConsentNeeded, Ask(customer, at: Ago(10)).Reason);
        Assert.True(Ask(customer, at: Ago(4)).IsAllowed);
        Assert.Equal(PermissionReason.Refused, Ask(customer, at: Ago(2)).Reason);
        Assert.Equal((PermissionReason.Suppressed, SuppressionReason.Complaint),
            (Ask(customer).Reason, Ask(customer).Suppression));
    }

    [Fact]
    public void A_suppression_holds_for_its_channel_alone_whatever_is_said_later()
    {
        var customer = reachable with
        {
            Consents = [Said(true, 1), Said(true, 1, channel: ContactChannel.Sms)],
            Suppressions = [new(ContactChannel.Email, SuppressionReason.HardBounce, Ago(5), "x")],
        };
        Assert.Equal(PermissionReason.Suppressed, Ask(customer).Reason);
        Assert.True(Ask(customer, ContactChannel.Sms).IsAllowed);
    }

    [Theory]
    [InlineData("FR", 10, PermissionReason.LawNeedsConsent)]
    [InlineData("fr", 10, PermissionReason.LawNeedsConsent)]
    [InlineData("FR", 31, PermissionReason.Allowed)]
    [InlineData("DE", 10, PermissionReason.Allowed)]
    [InlineData(null, 10, PermissionReason.LawNeedsConsent)]
    [InlineData("Frankreich", 10, PermissionReason.LawNeedsConsent)]
    public void The_law_is_that_of_the_day_and_of_the_customers_country_or_the_shops(
        string? country, int daysAgo, PermissionReason expected)
    {
        var answer = Ask(reachable with { Country = country }, ContactChannel.Call, rules: french, at: Ago(daysAgo));
        Assert.Equal(expected, answer.Reason);
        Assert.Equal(expected == PermissionReason.LawNeedsConsent ? "FR" : null, answer.Country);
        Assert.True(Ask(reachable with { Country = country }, ContactChannel.Letter, rules: french).IsAllowed);
    }

    [Fact]
    public void A_law_that_has_ended_asks_for_nothing_and_one_that_needs_none_takes_nothing_away()
    {
        var day = DayOf(Ago(5));
        ContactRules Rules(ConsentLaw law) => new() { Law = [law] };
        var ended = Rules(new("FR", ContactChannel.Call, null, day, true));
        Assert.Equal(PermissionReason.LawNeedsConsent,
            Ask(reachable with { Country = "FR" }, ContactChannel.Call, rules: ended, at: Ago(5)).Reason);
        Assert.True(Ask(reachable with { Country = "FR" }, ContactChannel.Call, rules: ended, at: Ago(4)).IsAllowed);
        var lax = Rules(new("FR", ContactChannel.Email, null, null, false));
        Assert.Equal(PermissionReason.ConsentNeeded, Ask(reachable with { Country = "FR" }, rules: lax).Reason);
    }

    [Fact]
    public void The_answer_does_not_depend_on_the_order_of_rows()
    {
        var statement =
            from granted in Gen.Elements(true, false)
            from days in Gen.Choose(0, 4)
            from topic in Gen.Elements("", "a")
            from until in Gen.Elements(Instant.Never, Ago(1), Ago(0))
            select Said(granted, days, topic, until);
        var suppression =
            from days in Gen.Choose(0, 4)
            from reason in Gen.Elements(SuppressionReason.Complaint, SuppressionReason.HardBounce)
            select new Suppression(ContactChannel.Email, reason, Ago(days - 2), "x");
        var property = Prop.ForAll(
            (from said in statement.ListOf().Select(list => list.ToArray())
             from never in suppression.ListOf().Select(list => list.ToArray())
             from other in Gen.Shuffle(said)
             from topic in Gen.Elements("", "a", "b")
             select (said, never, other, topic)).ToArbitrary(),
            given => Assert.Equal(
                Ask(reachable with { Consents = given.said, Suppressions = given.never }, topic: given.topic),
                Ask(reachable with { Consents = given.other, Suppressions = [.. given.never.Reverse()] },
                    topic: given.topic)));
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Every_reason_has_words_on_every_channel()
    {
        foreach (var channel in Enum.GetValues<ContactChannel>())
        {
            foreach (var reason in Enum.GetValues<PermissionReason>())
            {
                foreach (var suppression in Enum.GetValues<SuppressionReason>())
                {
                    var words = PermissionWords.Of(new Permission(reason, channel)
                    {
                        Since = now, Suppression = suppression, Topic = "offers", Country = "FR",
                    }, ShopCalendar.Utc);
                    Assert.NotEqual("", words);
                }
            }
        }
        string Words(PermissionReason reason, ContactChannel channel) => PermissionWords.Of(
            new Permission(reason, channel) { Since = new Instant(0) }, ShopCalendar.Utc);
        Assert.Equal("refused calls on 1970-01-01", Words(PermissionReason.Refused, ContactChannel.Call));
        Assert.Equal("no telephone number", Words(PermissionReason.NoAddress, ContactChannel.Call));
        Assert.Equal("never agreed to e-mail", Words(PermissionReason.ConsentNeeded, ContactChannel.Email));
        Assert.Equal("consent_needed", PermissionWords.Name(PermissionReason.ConsentNeeded));
    }

    [Theory]
    [InlineData(ResponseKind.Complaint, null, SuppressionReason.Complaint)]
    [InlineData(ResponseKind.Bounce, "hard", SuppressionReason.HardBounce)]
    [InlineData(ResponseKind.Bounce, "Hard bounce", SuppressionReason.HardBounce)]
    [InlineData(ResponseKind.Bounce, "soft", null)]
    [InlineData(ResponseKind.Bounce, "block", null)]
    [InlineData(ResponseKind.Bounce, "dropped", null)]
    [InlineData(ResponseKind.Bounce, null, null)]
    [InlineData(ResponseKind.Disposition, "do not call", SuppressionReason.DoNotContact)]
    [InlineData(ResponseKind.Disposition, "DNC", SuppressionReason.DoNotContact)]
    [InlineData(ResponseKind.Disposition, "no answer", null)]
    [InlineData(ResponseKind.Unsubscribe, "hard", null)]
    public void What_comes_back_may_mean_never_again(ResponseKind kind, string? said, SuppressionReason? expected) =>
        Assert.Equal(expected, Suppression.ReasonOf(kind, said));
}
