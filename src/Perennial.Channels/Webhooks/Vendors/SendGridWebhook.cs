using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Perennial.Channels.Intake.Values;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>SendGrid's event webhook: a list of events, signed with ECDSA.</summary>
/// <remarks>Signed are the timestamp and the body, whose last line end counts. Retries come up to a day later, so an
/// old timestamp refuses nothing; the same event again is the same event.</remarks>
sealed class SendGridWebhook(WebhookSource source) : Webhook(source)
{
    public override ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel)
    {
        var timestamp = request.Header("X-Twilio-Email-Event-Webhook-Timestamp");
        if (timestamp is null || timestamp.Length > 32
            || !Signature.TryBase64(request.Header("X-Twilio-Email-Event-Webhook-Signature"), out var signature))
            return new(false);
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. request.Body];
        return new(Source.Secrets.Any(key => IsSigned(key, signed, signature)));
    }

    /// <summary>Whether a key is one that signatures can be checked by.</summary>
    public static bool CanImport(string key)
    {
        using var algorithm = Import(key);
        return algorithm is not null;
    }

    static bool IsSigned(string key, byte[] signed, byte[] signature)
    {
        using var algorithm = Import(key);
        return algorithm?.VerifyData(
            signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) == true;
    }

    static ECDsa? Import(string key)
    {
        var algorithm = ECDsa.Create();
        try
        {
            if (!Signature.TryBase64(key, out var bytes)) throw new CryptographicException("It is no base64.");
            algorithm.ImportSubjectPublicKeyInfo(bytes, out _);
            return algorithm;
        }
        catch (CryptographicException)
        {
            algorithm.Dispose();
            return null;
        }
    }

    protected override void Read(WebhookRequest request, WebhookReading reading)
    {
        using var document = Parse(request);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            reading.Malform("type_unknown", "The body is no list of events.");
            return;
        }
        foreach (var (index, item) in document.RootElement.EnumerateArray().Index())
        {
            try
            {
                ReadEvent(item, $"[{index}]", reading);
            }
            catch (InvalidOperationException)
            {
                reading.Refuse("bad_value", $"[{index}]", "It holds text that is no Unicode.");
            }
        }
    }

    void ReadEvent(JsonElement item, string place, WebhookReading reading)
    {
        if (item.Text("event") is not { } name)
        {
            reading.Refuse("missing_event", place, "It has no event.");
            return;
        }
        if (Kind(name) is not { } kind || item.Is("sg_machine_open"))
        {
            reading.LeftOut++;
            return;
        }
        if (item.Text("sg_event_id") is not { } id || item.UnixMoment("timestamp") is not { } at)
        {
            reading.Refuse("missing_id", place, "It has no sg_event_id, or no timestamp that is an instant.");
            return;
        }
        var happened = new ProviderEvent(kind, id, at)
        {
            Recipient = item.Text("email"),
            MessageNumber = item.Text("sg_message_id")?.Split('.')[0],
            Token = item.Text(ContactToken.ArgumentName),
            Disposition = Disposition(name, item),
            Topic = Topic(name, item),
            Strategy = item.Text("strategy") ?? item.Text("marketing_campaign_name") ?? item.Text("singlesend_name"),
            Context = ContactFields.Read(name => item.Text(name), field => reading.RefuseField(place, field)),
        };
        if (happened.ToIncoming(Source, ContactChannel.Email) is { } incoming) reading.Events.Add(incoming);
        else reading.Refuse("missing_id", place, "It names nobody.");
    }

    static ProviderEventKind? Kind(string name) => name switch
    {
        "delivered" => ProviderEventKind.Delivered,
        "open" => ProviderEventKind.Opened,
        "click" => ProviderEventKind.Clicked,
        "bounce" or "dropped" => ProviderEventKind.Bounced,
        "spamreport" => ProviderEventKind.Complained,
        "unsubscribe" => ProviderEventKind.Unsubscribed,
        "group_unsubscribe" => ProviderEventKind.LeftTopic,
        // Coming back to a topic is no response, and no consent to anything else.
        "group_resubscribe" => ProviderEventKind.JoinedTopic,
        _ => null,
    };

    static string? Disposition(string name, JsonElement item) => name switch
    {
        "dropped" => BounceClass.Dropped,
        "bounce" => item.Text("type") == "blocked" ? BounceClass.Block
            : BounceClass.Of(item.Text("status"), item.Text("reason"), BounceClass.Hard),
        _ => null,
    };

    // A group that is not named is none of those that are.
    static string? Topic(string name, JsonElement item) =>
        name.StartsWith("group_", StringComparison.Ordinal) ? $"group {item.Text("asm_group_id") ?? "?"}" : null;
}
