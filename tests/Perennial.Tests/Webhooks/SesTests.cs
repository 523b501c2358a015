using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Perennial.Channels.Webhooks;
using Perennial.Channels.Webhooks.Vendors;
using Perennial.Core.History;

namespace Perennial.Tests.Webhooks;

public class SesTests
{
    const string Topic = "arn:aws:sns:us-east-1:123456789012:mail";
    const string CertificateUrl = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem";

    static readonly RSA key = RSA.Create(2048);
    static readonly byte[] pem = SelfSigned();
    int fetched;

    static byte[] SelfSigned()
    {
        var request = new CertificateRequest("CN=sns.amazonaws.com", key, HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            Calls.Now.ToDateTimeOffset().AddDays(-1), Calls.Now.ToDateTimeOffset().AddDays(1));
        return Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());
    }

    Webhook Ses() => WebhookVendors.Of(new WebhookSource("ses", "main") { Topics = [Topic] }, (address, _) =>
    {
        fetched++;
        return Task.FromResult(address.AbsoluteUri == CertificateUrl ? pem : null);
    });

    // What Amazon documents: the keys in order, each with its value, each on a line of its own.
    static string Envelope(string type, string message, string version = "2", Action<JsonObject>? change = null)
    {
        var body = new JsonObject
        {
            ["Type"] = type, ["MessageId"] = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", ["TopicArn"] = Topic,
            ["Message"] = message, ["Timestamp"] = "2026-03-01T05:03:00.000Z", ["SignatureVersion"] = version,
            ["SigningCertURL"] = CertificateUrl,
        };
        if (type != "Notification")
        {
            body["Token"] = "2336412f37";
            body["SubscribeURL"] = "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f37";
        }
        change?.Invoke(body);
        string[] names = type == "Notification"
            ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
            : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
        var signed = string.Concat(names.Where(body.ContainsKey).Select(name => $"{name}\n{body[name]}\n"));
        body["Signature"] = Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(signed),
            version == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return body.ToJsonString();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task What_amazon_signed_is_genuine_and_its_certificate_is_fetched_once(string version)
    {
        var ses = Ses();
        Assert.True(await ses.Check(Calls.Request(Envelope("Notification", "{}", version))));
        Assert.True(await ses.Check(Calls.Request(Envelope("Notification", "{}", version,
            body => body["Subject"] = "Amazon SES"))));
        Assert.True(await ses.Check(Calls.Request(Envelope("SubscriptionConfirmation", "Confirm.", version))));
        Assert.Equal(1, fetched);
    }

    [Theory]
    [InlineData("Message", "other")]
    [InlineData("TopicArn", "arn:aws:sns:us-east-1:999999999999:mail")]
    [InlineData("SignatureVersion", "3")]
    [InlineData("SignatureVersion", "1")]
    [InlineData("Signature", "AAAA")]
    [InlineData("Subject", "slipped in")]
    public async Task What_was_changed_afterwards_is_not_genuine(string name, string value)
    {
        var body = JsonNode.Parse(Envelope("Notification", "{}"))!;
        body[name] = value;
        Assert.False(await Ses().Check(Calls.Request(body.ToJsonString())));
    }

    [Fact]
    public async Task Another_shops_topic_is_refused_though_amazon_signed_it()
    {
        var call = Envelope("Notification", "{}", change: body => body["TopicArn"] = Topic + "-of-somebody-else");
        Assert.False(await Ses().Check(Calls.Request(call)));
    }

    [Theory]
    [InlineData("http://sns.us-east-1.amazonaws.com/a.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com.evil.example/a.pem")]
    [InlineData("https://evil.example/sns.us-east-1.amazonaws.com/a.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com@evil.example/a.pem")]
    [InlineData("https://x@sns.us-east-1.amazonaws.com/a.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com:8443/a.pem")]
    [InlineData("https://s3.us-east-1.amazonaws.com/a.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com/a.txt")]
    [InlineData("https://169.254.169.254/a.pem")]
    [InlineData("file:///etc/a.pem")]
    [InlineData("no address")]
    public async Task Certificates_are_fetched_from_amazon_alone(string address)
    {
        var call = Envelope("Notification", "{}", change: body => body["SigningCertURL"] = address);
        Assert.False(await Ses().Check(Calls.Request(call)));
        Assert.Equal(0, fetched);
    }

    [Fact]
    public async Task A_certificate_past_its_time_signs_nothing()
    {
        var call = Calls.Request(Envelope("Notification", "{}"));
        Assert.False(await Ses().Check(call with { ReceivedAt = new(Calls.Now.UnixMs + 3 * 86_400_000L) }));
    }

    [Fact]
    public void A_subscription_is_confirmed_at_amazons_address_alone()
    {
        var good = Ses().Read(Calls.Request(Envelope("SubscriptionConfirmation", "Confirm.")));
        Assert.Equal("sns.us-east-1.amazonaws.com", good.Confirm!.Host);
        var bad = Ses().Read(Calls.Request(Envelope("SubscriptionConfirmation", "Confirm.",
            change: body => body["SubscribeURL"] = "https://169.254.169.254/latest/meta-data")));
        Assert.Null(bad.Confirm);
        Assert.Equal("bad_value", bad.Refusals.Single().Reason);
    }

    [Fact]
    public void One_notice_may_be_about_several_recipients_and_then_no_contact_is_named()
    {
        var events = Ses().Read(Calls.Request(Envelope("Notification", Calls.Payload("ses-bounce.json")))).Events;
        Assert.Equal(["recipient@example.com", "second@example.com"], events.Select(one => one.Who.Email));
        Assert.All(events, one => Assert.Equal(
            (ResponseKind.Bounce, "hard"), (one.Response!.Kind, one.Response.Disposition)));
        Assert.Equal(2, events.Select(one => one.MessageId).Distinct().Count());
        Assert.All(events, one => Assert.StartsWith("EXAMPLE7c191be45", one.Response!.ContactNumber));
    }

    [Theory]
    [InlineData("Delivery", """ "delivery":{@at,"recipients":["recipient@example.com"]}""", "Delivered ")]
    [InlineData("Open", """ "open":{@at,"userAgent":"x"}""", "Open ")]
    [InlineData("Click", """ "click":{@at,"link":"https://a.example"}""", "Click ")]
    [InlineData("Reject", """ "reject":{"reason":"Bad content"}""", "Bounce dropped")]
    [InlineData("Bounce",
        """ "bounce":{"bounceType":"Transient","bounceSubType":"MailboxFull",@at,"bouncedRecipients":@to}""",
        "Bounce soft")]
    [InlineData("Bounce",
        """ "bounce":{"bounceType":"Permanent","bounceSubType":"Suppressed",@at,"bouncedRecipients":@to}""",
        "Bounce dropped")]
    [InlineData("Complaint", """ "complaint":{@at,"complainedRecipients":@to}""", "Complaint ")]
    public void Published_events_become_responses_to_the_contact_they_carry(string type, string part, string expected)
    {
        part = part.Replace("@at", "\"timestamp\":\"2026-03-01T06:02:17Z\"")
            .Replace("@to", "[{\"emailAddress\":\"recipient@example.com\"}]");
        var notice = $$$"""
            {"eventType":"{{{type}}}",{{{part}}},"mail":{"timestamp":"2026-03-01T05:02:16Z","messageId":"m-1",
             "destination":["recipient@example.com"],
             "tags":{"perennial_contact":["000102030405060708090a0b0c0d0e0f.101112131415161718191a1b1c1d1e1f"]}}
            }
            """;
        var one = Ses().Read(Calls.Request(Envelope("Notification", notice))).Events.Single();
        Assert.Equal(expected, $"{one.Response!.Kind} {one.Response.Disposition}");
        Assert.Equal("000102030405060708090a0b0c0d0e0f", one.Who.Id.ToString());
        Assert.NotNull(one.Response.ContactId);
    }

    [Theory]
    [InlineData(null, "all", "Unsubscribe ")]
    [InlineData(null, "a:OptOut b:OptIn", "Unsubscribe a")]
    [InlineData("a:OptIn b:OptIn", "a:OptOut b:OptOut", "Unsubscribe a, Unsubscribe b")]
    [InlineData("a:OptOut b:OptIn", "a:OptOut b:OptOut", "Unsubscribe b")]
    [InlineData("a:OptOut b:OptIn", "a:OptIn b:OptIn", "yes a")]
    [InlineData("all", "a:OptIn", "yes ")]
    [InlineData("all", "a:OptOut", "yes , Unsubscribe a")]
    [InlineData(null, "a:OptIn", "yes ")]
    [InlineData("a:OptIn", "a:OptIn", "")]
    public void A_subscription_says_which_topics_were_left_and_joined(string? before, string now, string expected)
    {
        static JsonObject Preferences(string said) => said == "all"
            ? new JsonObject { ["unsubscribeAll"] = true }
            : new JsonObject
            {
                ["unsubscribeAll"] = false,
                ["topicSubscriptionStatus"] = new JsonArray([.. said.Split(' ').Select(one => new JsonObject
                {
                    ["topicName"] = one.Split(':')[0], ["subscriptionStatus"] = one.Split(':')[1],
                })]),
            };
        var subscription = new JsonObject
        {
            ["timestamp"] = "2026-03-01T06:02:17Z", ["newTopicPreferences"] = Preferences(now),
        };
        if (before is not null) subscription["oldTopicPreferences"] = Preferences(before);
        var notice = new JsonObject
        {
            ["eventType"] = "Subscription", ["subscription"] = subscription,
            ["mail"] = new JsonObject
            {
                ["timestamp"] = "2026-03-01T05:02:16Z", ["messageId"] = "m-1",
                ["destination"] = new JsonArray("recipient@example.com"),
            },
        };
        var events = Ses().Read(Calls.Request(Envelope("Notification", notice.ToJsonString()))).Events;
        Assert.Equal(events.Count, events.Select(one => one.MessageId).Distinct().Count());
        Assert.Equal(expected, string.Join(", ", events.Select(one => one.Response is { } response
            ? $"{response.Kind} {response.Topic}"
            : $"yes {one.Details!.Consents.SingleOrDefault()?.Topic}")));
    }

    [Fact]
    public void Words_that_are_no_event_are_left_out()
    {
        var reading = Ses().Read(Calls.Request(Envelope("Notification", "Successfully validated SNS topic.")));
        Assert.Equal(1, reading.LeftOut);
    }

    [Fact]
    public void Feedback_without_publishing_reads_alike()
    {
        var notice = JsonNode.Parse(Calls.Payload("ses-bounce.json"))!.AsObject();
        notice["notificationType"] = "Bounce";
        notice.Remove("eventType");
        Assert.Equal(2, Ses().Read(Calls.Request(Envelope("Notification", notice.ToJsonString()))).Events.Count);
    }
}
