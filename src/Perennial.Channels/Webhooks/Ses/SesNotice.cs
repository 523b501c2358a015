using System.Text.Json;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Ses;

/// <summary>Reads what SES says of one message: published events and feedback notifications alike. It may be about
/// several recipients.</summary>
static class SesNotice
{
    /// <summary>What happened, one entry a recipient; null where it is of no interest.</summary>
    public static List<ProviderEvent>? Read(JsonElement notice, string snsId)
    {
        var mail = notice.At("mail");
        return (notice.Text("eventType") ?? notice.Text("notificationType")) switch
        {
            "Delivery" => Of(ProviderEventKind.Delivered, notice.At("delivery"), "recipients", null),
            "Open" => Of(ProviderEventKind.Opened, notice.At("open"), null, null),
            "Click" => Of(ProviderEventKind.Clicked, notice.At("click"), null, null),
            "Reject" => Of(ProviderEventKind.Bounced, notice.At("reject"), null, BounceClass.Dropped),
            "Bounce" => Of(ProviderEventKind.Bounced, notice.At("bounce"), "bouncedRecipients",
                Class(notice.At("bounce"))),
            "Complaint" => Of(ProviderEventKind.Complained, notice.At("complaint"), "complainedRecipients", null),
            "Subscription" => Of(Subscription(notice.At("subscription")), notice.At("subscription"), null, null),
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

    static string? Token(JsonElement mail) =>
        mail.At("tags", ContactToken.ArgumentName).Items().Where(tag => tag.ValueKind == JsonValueKind.String)
            .Select(tag => tag.GetString()).FirstOrDefault()
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

    static ProviderEventKind Subscription(JsonElement subscription)
    {
        var now = subscription.At("newTopicPreferences");
        return now.Is("unsubscribeAll") ? ProviderEventKind.Unsubscribed
            : now.At("topicSubscriptionStatus").Items().Any(topic => topic.Text("subscriptionStatus") == "OptOut")
                ? ProviderEventKind.LeftTopic : ProviderEventKind.Resubscribed;
    }
}
