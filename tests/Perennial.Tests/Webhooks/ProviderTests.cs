using System.Text.Json.Nodes;
using Perennial.Channels.Webhooks;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Webhooks;

public class ProviderTests
{
    static readonly ContactToken Token = new(
        new CustomerId(UInt128.Parse("000102030405060708090a0b0c0d0e0f", System.Globalization.NumberStyles.HexNumber)),
        new FactId(UInt128.Parse("101112131415161718191a1b1c1d1e1f", System.Globalization.NumberStyles.HexNumber)));

    static WebhookReading Read(string kind, string body) => Calls.Of(kind, "s").Read(Calls.Request(body));

    [Fact]
    public void A_contact_comes_back_as_it_was_sent()
    {
        Assert.Equal("000102030405060708090a0b0c0d0e0f.101112131415161718191a1b1c1d1e1f", Token.ToString());
        Assert.True(ContactToken.TryParse(Token.ToString(), out var read));
        Assert.Equal(Token, read);
        foreach (var wrong in (string?[])[null, "", "x", Token.ToString()[1..], Token.ToString().Replace('.', '-'),
            Token.ToString()[..64] + "g"])
            Assert.False(ContactToken.TryParse(wrong, out _));
    }

    [Fact]
    public void SendGrids_events_become_responses()
    {
        var reading = Read("sendgrid", Calls.Payload("sendgrid-events.json"));
        Assert.Equal(
        [
            "e1 Delivered ", "e2 Open ", "e4 Click ", "e5 Bounce hard", "e6 Bounce soft", "e7 Bounce block",
            "e8 Bounce dropped", "e9 Complaint ", "e10 Unsubscribe ", "e11 Unsubscribe ",
        ], reading.Events.Select(one => $"{one.MessageId} {one.Response!.Kind} {one.Response.Disposition}"));
        Assert.Equal(3, reading.LeftOut);
        Assert.Equal(2, reading.Refusals.Count);
        var delivered = reading.Events[0];
        Assert.Equal("ann@example.com", delivered.Who.Email);
        Assert.Equal(new Instant(1_772_400_001_000), delivered.At);
        Assert.Equal("14c5d75ce93", delivered.Response!.ContactNumber);
        Assert.Equal(ContactChannel.Email, delivered.Response.Channel);
        var click = reading.Events[2];
        Assert.Equal((Token.Customer, null), (click.Who.Id, click.Who.Email));
        Assert.Equal((Token.Contact, null), (click.Response!.ContactId, click.Response.ContactNumber));
        Assert.Equal("e10", Assert.Single(reading.Events, one => one.Details?.ConsentEmail == false).MessageId);
        Assert.Equal(("e11", "group 10"), reading.Events.Where(one => one.Response?.Topic is not null)
            .Select(one => (one.MessageId, one.Response!.Topic!)).Single());
    }

    [Fact]
    public void Mailguns_failures_have_a_class()
    {
        var one = Read("mailgun", Calls.Payload("mailgun-failed.json")).Events.Single();
        Assert.Equal((ResponseKind.Bounce, "hard"), (one.Response!.Kind, one.Response.Disposition));
        Assert.Equal(("G9Bn5sl1TC6nu79C8C0bwg", "alice@example.com"), (one.MessageId, one.Who.Email));
        Assert.Equal(new Instant(1_772_400_000_233), one.At);
        Assert.Equal("20130503182626.18666.16540@example.com", one.Response.ContactNumber);
    }

    [Theory]
    [InlineData("severity", "temporary", null)]
    [InlineData("reason", "suppress-bounce", "Bounce dropped")]
    [InlineData("event", "opened", "Open ")]
    [InlineData("event", "clicked", "Click ")]
    [InlineData("event", "complained", "Complaint ")]
    [InlineData("event", "unsubscribed", "Unsubscribe ")]
    [InlineData("event", "accepted", null)]
    public void Mailguns_other_events(string field, string value, string? expected)
    {
        var body = JsonNode.Parse(Calls.Payload("mailgun-failed.json"))!;
        body["event-data"]![field] = value;
        var one = Read("mailgun", body.ToJsonString()).Events.SingleOrDefault();
        Assert.Equal(expected, one is null ? null : $"{one.Response!.Kind} {one.Response.Disposition}");
    }

    [Fact]
    public void An_opening_by_a_machine_is_none()
    {
        var body = JsonNode.Parse(Calls.Payload("mailgun-failed.json"))!;
        body["event-data"]!["event"] = "opened";
        body["event-data"]!["client-info"] = new JsonObject { ["bot"] = "apple" };
        Assert.Equal(1, Read("mailgun", body.ToJsonString()).LeftOut);
        body["event-data"]!["client-info"]!["bot"] = "";
        Assert.Single(Read("mailgun", body.ToJsonString()).Events);
    }

    [Fact]
    public void Postmarks_bounce_names_the_contact_it_carried()
    {
        var one = Read("postmark", Calls.Payload("postmark-bounce.json")).Events.Single();
        Assert.Equal((ResponseKind.Bounce, "hard"), (one.Response!.Kind, one.Response.Disposition));
        Assert.Equal((Token.Customer, Token.Contact), (one.Who.Id, one.Response.ContactId));
        Assert.Equal("Bounce:4323372036854775807", one.MessageId);
    }

    [Theory]
    [InlineData("Blocked", "Bounce block")]
    [InlineData("SpamNotification", "Bounce block")]
    [InlineData("SoftBounce", "Bounce soft")]
    [InlineData("DnsError", "Bounce soft")]
    [InlineData("BadEmailAddress", "Bounce hard")]
    [InlineData("Unsubscribe", "Unsubscribe ")]
    [InlineData("SpamComplaint", "Complaint ")]
    [InlineData("Transient", null)]
    [InlineData("AutoResponder", null)]
    public void Postmarks_bounces_are_told_by_their_type(string type, string? expected)
    {
        var body = JsonNode.Parse(Calls.Payload("postmark-bounce.json"))!;
        body["Type"] = type;
        var one = Read("postmark", body.ToJsonString()).Events.SingleOrDefault();
        Assert.Equal(expected, one is null ? null : $"{one.Response!.Kind} {one.Response.Disposition}");
    }

    [Fact]
    public void Postmark_numbers_no_clicks_so_what_they_say_tells_them_apart()
    {
        string Click(string at, string link) => Read("postmark", $$"""
            {"RecordType":"Click","MessageID":"m","Recipient":"Ann@example.com","ReceivedAt":"{{at}}",
             "OriginalLink":"{{link}}"}
            """).Events.Single().MessageId;
        var first = Click("2026-03-01T10:00:00Z", "https://a.example/");
        Assert.Equal(first, Click("2026-03-01T10:00:00Z", "https://a.example/"));
        Assert.NotEqual(first, Click("2026-03-01T10:00:01Z", "https://a.example/"));
        Assert.NotEqual(first, Click("2026-03-01T10:00:00Z", "https://b.example/"));
        Assert.DoesNotContain("example", first);
    }

    [Theory]
    [InlineData("true", "Recipient", "ManualSuppression", false)]
    [InlineData("true", "Recipient", "HardBounce", null)]
    [InlineData("false", "Recipient", null, true)]
    [InlineData("false", "Admin", null, null)]
    public void Postmarks_subscription_changes_say_who_wants_what(
        string suppress, string origin, string? reason, bool? consent)
    {
        var one = Read("postmark", $$"""
            {"RecordType":"SubscriptionChange","MessageID":"m","Recipient":"a@example.com",
             "ChangedAt":"2026-03-01T10:00:00Z","SuppressSending":{{suppress}},"Origin":"{{origin}}",
             "SuppressionReason":{{(reason is null ? "null" : $"\"{reason}\"")}}}
            """).Events.SingleOrDefault();
        Assert.Equal(consent, one?.Details!.ConsentEmail);
        Assert.Equal(consent == false, one?.Response?.Kind == ResponseKind.Unsubscribe);
    }

    [Theory]
    [InlineData("5.1.1", null, "hard")]
    [InlineData("5.2.1", null, "hard")]
    [InlineData("5.2.2", null, "soft")]
    [InlineData("4.4.1", null, "soft")]
    [InlineData("5.7.26", null, "block")]
    [InlineData(null, "550 5.1.10 RESOLVER.ADR.RecipientNotFound", "hard")]
    [InlineData(null, "554 Message blocked by policy", "block")]
    [InlineData(null, "550 No such user here", "hard")]
    [InlineData(null, "from 10.5.1.1 at 5.1.1.7", "otherwise")]
    [InlineData(null, null, "otherwise")]
    public void Bounces_are_classed_by_code_then_by_words(string? code, string? text, string expected) =>
        Assert.Equal(expected, BounceClass.Of(code, text, "otherwise"));
}
