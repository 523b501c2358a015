using System.Text;
using System.Text.Json.Nodes;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Tests.Intake;
using Perennial.Tests.Tracking;

namespace Perennial.Tests.Webhooks;

/// <summary>Whatever a contact was part of, each door carries it: doors x fields.</summary>
public sealed class ContactFieldMatrix : IDisposable
{
    readonly Inbox inbox = new();

    public void Dispose() => inbox.Dispose();

    static readonly (string Name, string Value, Func<ContactStatement, object?> Read, object Expected)[] fields =
    [
        ("strategy", "spring", said => said.Strategy, "spring"),
        ("strategy_version", "3", said => said.Context!.Version, 3),
        ("step", "reminder", said => said.Context!.Step, "reminder"),
        ("arm", "gift", said => said.Context!.Arm, "gift"),
        ("topic", "offers", said => said.Context!.Topic, "offers"),
        ("offer", "phone-20", said => said.Context!.Offer, "phone-20"),
        ("cost", "0.85", said => said.Context!.CostCents, 85L),
        ("touch", "2", said => said.Context!.Touch, 2),
        ("tool", "klaviyo", said => said.Context!.Tool, "klaviyo"),
    ];

    static readonly string[] doors =
        ["file", "tracking", "tracking sent", "sendgrid", "mailgun", "postmark", "ses", "twilio"];

    public static TheoryData<string, string> All =>
        [.. from door in doors from one in fields select (door, one.Name)];

    [Theory, MemberData(nameof(All))]
    public void Every_door_carries_every_field(string door, string field)
    {
        var (_, value, read, expected) = fields.Single(one => one.Name == field);
        Assert.Equal(expected, read(Sent(door, (field, value))));
    }

    [Theory, InlineData("sendgrid"), InlineData("mailgun"), InlineData("postmark"), InlineData("ses")]
    [InlineData("twilio")]
    public void What_a_provider_tells_of_is_a_contact_by_it_and_ours_is_none(string door)
    {
        Assert.Equal(door, Sent(door, ("step", "x")).Context!.Tool);
        var ours = new ContactToken(new Core.CustomerId(1), new FactId(2)).ToString();
        Assert.Null(Told(door, (ContactToken.ArgumentName, ours)).Contact);
    }

    [Theory, InlineData("cost", "much"), InlineData("touch", "0"), InlineData("strategy_version", "-1")]
    public void What_cannot_be_meant_is_refused_or_noted_and_never_dropped_silently(string field, string value)
    {
        foreach (var door in doors[3..])
        {
            var reading = Read(door, (field, value));
            Assert.Contains(field, Assert.Single(reading.Refusals).Problem);
            Assert.NotNull(Assert.Single(reading.Events).Contact);
        }
        Assert.Contains(field, SomeCalls.Refused(Channels.Tracking.TrackingCall.Track,
            SomeCalls.Track("Email Sent", $$"""{"{{field}}": "{{value}}"}""")).Problem);
        var file = inbox.Read($"customer_id,sent_at,channel,{field}\nann,2026-03-01,email,{value}\n");
        Assert.Empty(file.Batch.History.Contacts?.At ?? []);
    }

    ContactStatement Sent(string door, (string Name, string Value) field)
    {
        switch (door)
        {
            case "file":
                var rows = $"customer_id,sent_at,channel,{field.Name}\nann,2026-03-01,email,{field.Value}\n";
                var contacts = inbox.Read(rows).Batch.History.Contacts!;
                return new ContactStatement(contacts.Channel[0], "1")
                {
                    Strategy = contacts.Strategy.FirstOrDefault(), Context = contacts.Context.FirstOrDefault(),
                };
            case "tracking":
                return SomeCalls.Tracked("Email Delivered", $$"""{"{{field.Name}}": "{{field.Value}}"}""").Contact!;
            case "tracking sent":
                return SomeCalls.Tracked("SMS Sent", $$"""{"{{field.Name}}": "{{field.Value}}"}""").Contact!;
            default:
                return Told(door, field).Contact!;
        }
    }

    static IncomingEvent Told(string door, (string Name, string Value) field) =>
        Assert.Single(Read(door, field).Events);

    static Channels.Webhooks.WebhookReading Read(string door, (string Name, string Value) field)
    {
        var (name, value) = field;
        var request = door switch
        {
            "sendgrid" => Calls.Request(new JsonArray(new JsonObject
            {
                ["event"] = "delivered", ["sg_event_id"] = "e", ["timestamp"] = 1_772_400_001, ["email"] = "a@b.org",
                ["sg_message_id"] = "m.1", [name] = value,
            }).ToJsonString()),
            "mailgun" => Calls.Request($$$$"""
                {"event-data": {"event": "delivered", "id": "e", "timestamp": 1772400001.5, "recipient": "a@b.org",
                 "message": {"headers": {"message-id": "m"}}, "user-variables": {"{{{{name}}}}": "{{{{value}}}}"}}}
                """),
            "postmark" => Calls.Request($$$"""
                {"RecordType": "Delivery", "MessageID": "m", "Recipient": "a@b.org",
                 "DeliveredAt": "2026-03-01T10:00:00Z", "Metadata": {"{{{name}}}": "{{{value}}}"}}
                """),
            "ses" => Calls.Request(new JsonObject
            {
                ["Type"] = "Notification", ["MessageId"] = "n", ["TopicArn"] = "t",
                ["Timestamp"] = "2026-03-01T10:00:00Z",
                ["SignatureVersion"] = "1", ["Signature"] = "AAAA",
                ["SigningCertURL"] = "https://sns.eu-west-1.amazonaws.com/x.pem",
                ["Message"] = $$$"""
                    {"eventType": "Delivery", "mail": {"messageId": "m", "destination": ["a@b.org"],
                     "tags": {"{{{name}}}": ["{{{value}}}"]}},
                     "delivery": {"timestamp": "2026-03-01T10:00:00Z", "recipients": ["a@b.org"]}}
                    """,
            }.ToJsonString()),
            _ => Calls.Request(Encoding.UTF8.GetBytes("MessageSid=m&MessageStatus=delivered&To=%2B4930123456")) with
            {
                Query = $"?{name}={value}",
            },
        };
        return Calls.Of(door, "s").Read(request);
    }
}
