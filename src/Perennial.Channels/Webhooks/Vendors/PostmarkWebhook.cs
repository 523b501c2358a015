using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Postmark: one event a call, without a signature.</summary>
/// <remarks>It sends a name and password (HTTP Basic), or a header that the shop chose. Either is the source's
/// secret: as "name:password", or in the header X-Perennial-Secret.</remarks>
sealed class PostmarkWebhook(WebhookSource source) : Webhook(source)
{
    const string Basic = "Basic ";
    const string SecretHeader = "X-Perennial-Secret";

    public override bool IsOneThing => true;

    public override ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel)
    {
        if (request.Header(SecretHeader) is { } secret) return new(Signature.IsOneOf(Source.Secrets, secret));
        return new(request.Header("Authorization") is { } given
            && given.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            && Signature.TryBase64(given[Basic.Length..].Trim(), out var bytes)
            && Signature.IsOneOf(Source.Secrets, Encoding.UTF8.GetString(bytes)));
    }

    protected override void Read(WebhookRequest request, WebhookReading reading)
    {
        using var document = Parse(request);
        var body = document.RootElement;
        if (!body.IsObject() || body.Text("RecordType") is not { } type)
        {
            reading.Malform("missing_event", "The body has no RecordType.");
            return;
        }
        if (Kind(type, body) is not { } kind)
        {
            reading.LeftOut++;
            return;
        }
        if (When(type, body) is not { } at || body.Text("MessageID") is not { } message)
        {
            reading.Refuse("missing_id", type, "It has no MessageID, or no time that is an instant.");
            return;
        }
        var recipient = body.Text("Recipient") ?? body.Text("Email");
        var metadata = body.At("Metadata");
        var happened = new ProviderEvent(kind, IdOf(type, message, recipient, at, body), at)
        {
            Recipient = recipient,
            MessageNumber = message,
            Token = metadata.Text(ContactToken.ArgumentName),
            Disposition = kind == ProviderEventKind.Bounced ? Class(body.Text("Type")) : null,
            Strategy = metadata.Text("strategy") ?? body.Text("Tag"),
            Context = ContactFields.Read(name => metadata.Text(name), field => reading.RefuseField("Metadata", field)),
        };
        if (happened.ToIncoming(Source, ContactChannel.Email) is { } incoming) reading.Events.Add(incoming);
        else reading.Refuse("missing_id", type, "It names nobody.");
    }

    static ProviderEventKind? Kind(string type, JsonElement body) => type switch
    {
        "Delivery" => ProviderEventKind.Delivered,
        "Open" => ProviderEventKind.Opened,
        "Click" => ProviderEventKind.Clicked,
        "SpamComplaint" => ProviderEventKind.Complained,
        "Bounce" => BounceKind(body.Text("Type")),
        "SubscriptionChange" => SubscriptionKind(body),
        _ => null,
    };

    static ProviderEventKind? BounceKind(string? type) => type switch
    {
        // Postmark tries these again itself.
        "Transient" => null,
        // Not bounces at all: what comes back by itself, and what the recipient asked for.
        "AutoResponder" or "AddressChange" or "OpenRelayTest" or "VirusNotification" or "ChallengeVerification"
            or "Subscribe" => null,
        "Unsubscribe" => ProviderEventKind.Unsubscribed,
        "SpamComplaint" => ProviderEventKind.Complained,
        _ => ProviderEventKind.Bounced,
    };

    // A suppression that follows from a bounce or a complaint says nothing that these have not said; and that somebody
    // in the shop lifted one is no consent.
    static ProviderEventKind? SubscriptionKind(JsonElement body)
    {
        var isCustomers = body.Text("Origin") is "Recipient";
        if (!body.Is("SuppressSending")) return isCustomers ? ProviderEventKind.Resubscribed : null;
        return body.Text("SuppressionReason") is null or "ManualSuppression" ? ProviderEventKind.Unsubscribed : null;
    }

    static string Class(string? type) => type switch
    {
        "HardBounce" or "BadEmailAddress" => BounceClass.Hard,
        "Blocked" or "SpamNotification" or "DMARCPolicy" or "ISPBlock" or "TemplateRenderingFailed" =>
            BounceClass.Block,
        "ManuallyDeactivated" or "InboundError" or "SMTPApiError" => BounceClass.Dropped,
        _ => BounceClass.Soft,
    };

    static Instant? When(string type, JsonElement body) => type switch
    {
        "Delivery" => body.Moment("DeliveredAt"),
        "Bounce" or "SpamComplaint" => body.Moment("BouncedAt"),
        "SubscriptionChange" => body.Moment("ChangedAt"),
        _ => body.Moment("ReceivedAt"),
    };

    // Postmark numbers bounces alone; of the rest, what they say tells them apart. Hashed, for it names a person.
    static string IdOf(string type, string message, string? recipient, Instant at, JsonElement body)
    {
        if (type is "Bounce" or "SpamComplaint" && body.Text("ID") is { } id) return $"{type}:{id}";
        var said = $"{type}\n{message}\n{recipient?.ToLowerInvariant()}\n{at.UnixMs}\n{body.Text("OriginalLink")}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)).AsSpan(0, 16));
    }
}
