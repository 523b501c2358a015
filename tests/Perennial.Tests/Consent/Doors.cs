using Perennial.Channels.Intake;
using Perennial.Channels.Tracking;
using Perennial.Core.Intake;
using Perennial.Tests.Intake;
using Perennial.Tests.Tracking;
using Perennial.Tests.Webhooks;

namespace Perennial.Tests.Consent;

/// <summary>One statement by Ann, brought by each door that can bring it.</summary>
static class Doors
{
    public const string Email = "ann@example.com", Phone = "+14155550100";

    public const string Yes = "yes", No = "no", Left = "left offers", Joined = "joined offers", Soft = "soft bounce";
    public const string Hard = "hard bounce", Complaint = "complaint", NeverCall = "do not call";

    /// <summary>Door, statement and what follows of it: whether everything is refused, left, suppressed.</summary>
    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var (door, statements) in Can)
                foreach (var statement in statements) all.Add(door, statement);
            return all;
        }
    }

    static readonly Dictionary<string, string[]> Can = new()
    {
        ["file"] = [Yes, No, Left, Joined, Soft, Hard, Complaint, NeverCall],
        ["tracking"] = [Yes, No, Left, Joined, Hard, Complaint],
        ["shopify"] = [Yes, No],
        ["sendgrid"] = [No, Left, Joined, Soft, Hard, Complaint],
        ["mailgun"] = [No, Hard, Complaint],
        ["postmark"] = [Yes, No, Soft, Hard, Complaint],
        ["twilio"] = [Yes, No, Soft, Hard],
    };

    /// <summary>What the door makes of it.</summary>
    public static FactBatch Say(string door, string statement) => door switch
    {
        "file" => File(statement),
        "tracking" => EventBatch.Of([Tracked(statement)]),
        _ => EventBatch.Of(Webhook(door, statement)),
    };

    static FactBatch File(string statement)
    {
        using var inbox = new Inbox();
        string Customers(string columns, string cells) =>
            $"email,{columns}\n{Email},{cells}\n";
        string Responses(string kind, string rest = "") =>
            $"email,responded_at,response_type,channel,outcome,topic\n{Email},2026-03-01T10:00:00Z,{kind},{rest}\n";
        var text = statement switch
        {
            Yes => Customers("consent_email,consent_at", "yes,2026-03-01"),
            No => Customers("consent_email,consent_at", "no,2026-03-01"),
            Left => Customers("consent_email,consent_topic,consent_at", "no,Offers,2026-03-01"),
            Joined => Customers("consent_email,consent_topic,consent_at", "yes,Offers,2026-03-01"),
            Soft => Responses("bounce", "email,soft,"),
            Hard => Responses("bounce", "email,hard,"),
            Complaint => Responses("complaint", "email,,"),
            _ => Responses("call", "call,do not call,"),
        };
        return FileIntake.Read(inbox.File(text), Inbox.Options).Batch;
    }

    static IncomingEvent Tracked(string statement)
    {
        string Identify(string traits) => $$"""
            {"messageId":"m1","timestamp":"2026-03-01T10:00:00Z","anonymousId":"a1",
             "traits":{"email":"{{Email}}",{{traits}} } }
            """;
        string Event(string name, string properties = "") => $$"""
            {"messageId":"m1","timestamp":"2026-03-01T10:00:00Z","anonymousId":"a1","event":"{{name}}",
             "context":{"traits":{"email":"{{Email}}"} },"properties":{ {{properties}} } }
            """;
        return statement switch
        {
            Yes => SomeCalls.One(TrackingCall.Identify, Identify("\"newsletter\":true")),
            No => SomeCalls.One(TrackingCall.Identify, Identify("\"unsubscribed\":true")),
            Left => SomeCalls.One(TrackingCall.Track, Event("Unsubscribed", "\"topic\":\"offers\"")),
            Joined => SomeCalls.One(TrackingCall.Identify, Identify("\"topics\":{\"offers\":true}")),
            Hard => SomeCalls.One(TrackingCall.Track, Event("Email Bounced", "\"bounce_type\":\"hard\"")),
            _ => SomeCalls.One(TrackingCall.Track, Event("Email Marked as Spam")),
        };
    }

    static List<IncomingEvent> Webhook(string door, string statement)
    {
        if (door == "shopify") return Calls.Shopify("customers/update", Shopify(statement)).Events;
        var body = door switch
        {
            "sendgrid" => SendGrid(statement),
            "mailgun" => Mailgun(statement),
            "postmark" => Postmark(statement),
            _ => Twilio(statement),
        };
        return Calls.Of(door, "s").Read(Calls.Request(body)).Events;
    }

    static string Shopify(string statement) => $$"""
        {"id":7,"email":"{{Email}}","updated_at":"2026-03-01T10:00:00Z","email_marketing_consent":
          {"state":"{{(statement == Yes ? "subscribed" : "unsubscribed")}}","opt_in_level":"confirmed_opt_in",
           "consent_updated_at":"2026-02-28T10:00:00Z"} }
        """;

    static string SendGrid(string statement)
    {
        var what = statement switch
        {
            No => "\"event\":\"unsubscribe\"",
            Left => "\"event\":\"group_unsubscribe\",\"asm_group_id\":10",
            Joined => "\"event\":\"group_resubscribe\",\"asm_group_id\":10",
            Soft => "\"event\":\"bounce\",\"type\":\"bounce\",\"status\":\"5.2.2\"",
            Hard => "\"event\":\"bounce\",\"type\":\"bounce\",\"status\":\"5.1.1\"",
            _ => "\"event\":\"spamreport\"",
        };
        return $$"""[{ {{what}},"email":"{{Email}}","timestamp":1772360000,"sg_event_id":"e1"}]""";
    }

    static string Mailgun(string statement)
    {
        var name = statement switch { No => "unsubscribed", Hard => "failed", _ => "complained" };
        return $$"""
            {"event-data":{"event":"{{name}}","id":"e1","timestamp":1772360000.1,"severity":"permanent",
             "reason":"bounce","recipient":"{{Email}}","delivery-status":{"enhanced-code":"5.1.1"} } }
            """;
    }

    static string Postmark(string statement)
    {
        var type = statement switch { Soft => "SoftBounce", Hard => "HardBounce", _ => "SpamComplaint" };
        return statement is Yes or No
            ? $$"""
                {"RecordType":"SubscriptionChange","MessageID":"m","Recipient":"{{Email}}","Origin":"Recipient",
                 "ChangedAt":"2026-03-01T10:00:00Z","SuppressSending":{{(statement == No ? "true" : "false")}},
                 "SuppressionReason":{{(statement == No ? "\"ManualSuppression\"" : "null")}} }
                """
            : $$"""
                {"RecordType":"{{(statement == Complaint ? "SpamComplaint" : "Bounce")}}","ID":1,"Type":"{{type}}",
                 "MessageID":"m","Email":"{{Email}}","BouncedAt":"2026-03-01T10:00:00Z"}
                """;
    }

    static string Twilio(string statement)
    {
        var number = Uri.EscapeDataString(Phone);
        return statement switch
        {
            Yes => $"MessageSid=SM1&From={number}&Body=START&OptOutType=START",
            No => $"MessageSid=SM1&From={number}&Body=STOP",
            Soft => $"MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003&To={number}",
            _ => $"MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30005&To={number}",
        };
    }
}
