using System.Text.Json;
using Perennial.Channels.Intake.Values;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Reads what SES says of one message: published events and feedback notifications alike. It may be about
/// several recipients.</summary>
static class SesNotice
{
    /// <summary>What happened, one entry a recipient; null where it is of no interest.</summary>
    public static List<ProviderEvent>? Read(JsonElement notice, string snsId, WebhookReading reading)
    {
        var mail = notice.At("mail");
        var context = ContactFields.Read(name => Tag(mail, name), field => reading.RefuseField("mail.tags", field));
        return (notice.Text("eventType") ?? notice.Text("notificationType")) switch
        {
            "Delivery" => Of(ProviderEventKind.Delivered, notice.At("delivery"), "recipients", null),
            "Open" => Of(ProviderEventKind.Opened, notice.At("open"), null, null),
            "Click" => Of(ProviderEventKind.Clicked, notice.At("click"), null, null),
            "Reject" => Of(ProviderEventKind.Bounced, notice.At("reject"), null, BounceClass.Dropped),
            "Bounce" => Of(ProviderEventKind.Bounced, notice.At("bounce"), "bouncedRecipients",
                Class(notice.At("bounce"))),
            "Complaint" => Of(ProviderEventKind.Complained, notice.At("complaint"), "complainedRecipients", null),
            "Subscription" => [.. Subscription(notice.At("subscription")).SelectMany(change =>
                Of(change.Kind, notice.At("subscription"), null, null).Select(one => change.Topic is null ? one
                    : one with { Id = $"{one.Id}:{change.Topic}", Topic = change.Topic }))],
            _ => null,
        };

        List<ProviderEvent> Of(ProviderEventKind kind, JsonElement part, string? list, string? disposition)
        {
            var at = part.Moment("timestamp") ?? mail.Moment("timestamp");
            var recipients = (list is null ? mail.At("destination") : part.At(list)).Items().Select(Address).ToList();
            if (at is null || recipients.Count == 0) return [];
            // A tag is the message's: it says whose it is only where the message went to one.
            var token = mail.At("destination").Items().Count() > 1 || recipients.Count > 1 ? null : Token(mail);
            return [.. recipients.Select((recipient, index) => new ProviderEvent(kind, $"{snsId}:{index}", at.Value)
            {
                Recipient = recipient,
                MessageNumber = mail.Text("messageId"),
                Token = token,
                Disposition = disposition,
                Strategy = Tag(mail, "strategy") ?? Tag(mail, "campaign"),
                Context = context,
            })];
        }
    }

    static string? Address(JsonElement recipient)
    {
        var text = recipient.ValueKind == JsonValueKind.String ? recipient.GetString() : recipient.Text("emailAddress");
        // "Ann <ann@example.com>" names the same mailbox.
        var open = text?.LastIndexOf('<') ?? -1;
        return open < 0 ? text : text![(open + 1)..].TrimEnd('>', ' ');
    }

    static string? Tag(JsonElement mail, string name) =>
        mail.At("tags", name).Items().Where(tag => tag.ValueKind == JsonValueKind.String)
            .Select(tag => tag.GetString()).FirstOrDefault();

    static string? Token(JsonElement mail) => Tag(mail, ContactToken.ArgumentName)
        ?? mail.At("headers").Items().Where(header => header.Text("name") == "X-Perennial-Contact")
            .Select(header => header.Text("value")).FirstOrDefault();

    static string Class(JsonElement bounce)
    {
        var code = bounce.At("bouncedRecipients").Items().Select(recipient =>
            (Status: recipient.Text("status"), Said: recipient.Text("diagnosticCode"))).FirstOrDefault();
        return (bounce.Text("bounceType"), bounce.Text("bounceSubType")) switch
        {
            (_, "Suppressed" or "OnAccountSuppressionList") => BounceClass.Dropped,
            ("Permanent", _) => BounceClass.Of(code.Status, code.Said, BounceClass.Hard),
            (_, "ContentRejected" or "AttachmentRejected" or "MessageTooLarge") => BounceClass.Block,
            _ => BounceClass.Of(code.Status, code.Said, BounceClass.Soft) == BounceClass.Block
                ? BounceClass.Block : BounceClass.Soft,
        };
    }

    // SES states every topic each time; of those that were so before nothing is said.
    static List<(ProviderEventKind Kind, string? Topic)> Subscription(JsonElement subscription)
    {
        var (before, now) = (subscription.At("oldTopicPreferences"), subscription.At("newTopicPreferences"));
        if (now.Is("unsubscribeAll")) return [(ProviderEventKind.Unsubscribed, null)];
        var were = Topics(before);
        var changes = new List<(ProviderEventKind, string?)>();
        foreach (var (topic, isIn) in Topics(now))
        {
            bool? was = were.TryGetValue(topic, out var known) ? known : null;
            if (!isIn && was != false) changes.Add((ProviderEventKind.LeftTopic, topic));
            if (isIn && was == false) changes.Add((ProviderEventKind.JoinedTopic, topic));
        }
        if (before.Is("unsubscribeAll") || (changes.Count == 0 && !before.IsObject()))
            changes.Insert(0, (ProviderEventKind.Resubscribed, null));
        return changes;
    }

    static Dictionary<string, bool> Topics(JsonElement preferences)
    {
        const int most = 100;
        var topics = new Dictionary<string, bool>();
        foreach (var topic in preferences.At("topicSubscriptionStatus").Items().Take(most))
            if (topic.Text("topicName") is { } name) topics[name] = topic.Text("subscriptionStatus") != "OptOut";
        return topics;
    }
}
