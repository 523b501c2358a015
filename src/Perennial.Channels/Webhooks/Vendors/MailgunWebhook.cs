using System.Text;
using System.Text.Json;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Mailgun: one event a call, signed with HMAC.</summary>
/// <remarks>The signature covers a timestamp and a token, not the event: whoever has seen one call could send another
/// event under its signature. So a token is good for one event, and that event may come again.</remarks>
sealed class MailgunWebhook(WebhookSource source) : Webhook(source)
{
    readonly SeenTokens seen = new();

    // Mailgun tries anything else again for eight hours.
    public override int MalformedStatus => 406;

    public override bool IsOneThing => true;

    public override ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel)
    {
        try
        {
            using var document = Parse(request);
            return new(IsSigned(document.RootElement, request.ReceivedAt));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new(false);
        }
    }

    bool IsSigned(JsonElement body, Instant now)
    {
        var signature = body.At("signature");
        if (signature.Text("timestamp") is not { } timestamp || signature.Text("token") is not { Length: <= 100 } token)
            return false;
        var signed = Encoding.UTF8.GetBytes(timestamp + token);
        if (!Signature.IsHexHmacSha256(Source.Secrets, signed, signature.Text("signature"))) return false;
        return seen.IsFirstUse(token, body.At("event-data").Text("id") ?? "", now);
    }

    protected override void Read(WebhookRequest request, WebhookReading reading)
    {
        using var document = Parse(request);
        var item = document.RootElement.At("event-data");
        if (!item.IsObject() || item.Text("event") is not { } name)
        {
            reading.Malform("missing_event", "The body has no event-data with an event.");
            return;
        }
        if (Kind(name, item) is not { } kind || item.At("flags").Is("is-test-mode"))
        {
            reading.LeftOut++;
            return;
        }
        if (item.Text("id") is not { } id || item.UnixMoment("timestamp") is not { } at)
        {
            reading.Refuse("missing_id", "event-data", "It has no id, or no timestamp that is an instant.");
            return;
        }
        var variables = item.At("user-variables");
        var happened = new ProviderEvent(kind, id, at)
        {
            Recipient = item.Text("recipient"),
            MessageNumber = item.At("message", "headers").Text("message-id")?.Trim('<', '>'),
            Token = variables.Text(ContactToken.ArgumentName),
            Disposition = kind == ProviderEventKind.Bounced ? Class(item) : null,
            Strategy = variables.Text("strategy") ?? variables.Text("campaign_name"),
            Context = ContactFields.Read(
                variable => variables.Text(variable), field => reading.RefuseField("user-variables", field)),
        };
        if (happened.ToIncoming(Source, ContactChannel.Email) is { } incoming) reading.Events.Add(incoming);
        else reading.Refuse("missing_id", "event-data.recipient", "It names nobody.");
    }

    static ProviderEventKind? Kind(string name, JsonElement item) => name switch
    {
        "delivered" => ProviderEventKind.Delivered,
        "opened" => IsBot(item) ? null : ProviderEventKind.Opened,
        "clicked" => IsBot(item) ? null : ProviderEventKind.Clicked,
        // A failure that is temporary is tried again by Mailgun: only its end says something.
        "failed" => item.Text("severity") == "temporary" ? null : ProviderEventKind.Bounced,
        "rejected" => ProviderEventKind.Bounced,
        "complained" => ProviderEventKind.Complained,
        "unsubscribed" => ProviderEventKind.Unsubscribed,
        _ => null,
    };

    static bool IsBot(JsonElement item)
    {
        var info = item.At("client-info");
        return info.Is("bot") || info.Text("bot") is not null;
    }

    static string Class(JsonElement item)
    {
        if (item.Text("event") == "rejected"
            || item.Text("reason")?.StartsWith("suppress-", StringComparison.Ordinal) == true)
            return BounceClass.Dropped;
        var status = item.At("delivery-status");
        var text = $"{status.Text("message")} {status.Text("description")}";
        return BounceClass.Of(status.Text("enhanced-code"), text,
            item.Text("reason") == "bounce" ? BounceClass.Hard : BounceClass.Soft);
    }
}
