using System.Net;
using System.Security.Cryptography;
using System.Text;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Twilio: what became of text messages, and what people answer.</summary>
/// <remarks>The signature is over the address as Twilio called it and the fields in order of their names. Callbacks
/// come in any order: a message has at most one end, and what comes before it (queued, sent) says nothing of the
/// customer, so it is left out wherever it arrives.</remarks>
sealed class TwilioWebhook(WebhookSource source) : Webhook(source)
{
    // Ten parts of the longest message.
    const int LongestField = 2000;

    public override ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel)
    {
        if (!Signature.TryBase64(request.Header("X-Twilio-Signature"), out var given)) return new(false);
        if (Signed(request) is not { } fields) return new(false);
        var found = false;
        foreach (var address in request.Addresses.SelectMany(WithAndWithoutPort))
        {
            var signed = Encoding.UTF8.GetBytes(address + fields);
#pragma warning disable CA5350 // Twilio signs with SHA-1; as an HMAC it is not known to be weak.
            found |= Signature.AnyOf(Source.Secrets, secret => HMACSHA1.HashData(secret, signed), given);
#pragma warning restore CA5350
        }
        return new(found);
    }

    protected override WebhookReading Begin() => new() { Answer = "<Response/>", AnswerType = "text/xml" };

    protected override void Read(WebhookRequest request, WebhookReading reading)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in FormFields(Encoding.UTF8.GetString(request.Body))) fields[name] = value;
        if ((Field(fields, "MessageSid") ?? Field(fields, "SmsSid")) is not { } message)
        {
            reading.Malform("missing_id", "The body has no MessageSid.");
            return;
        }
        var status = Field(fields, "MessageStatus");
        var happened = status is null || status == "received"
            ? Inbound(message, fields, request.ReceivedAt) : Outbound(message, status, fields, request, reading);
        if (happened is null) reading.LeftOut++;
        else if (happened.ToIncoming(Source, ContactChannel.Sms) is { } incoming) reading.Events.Add(incoming);
        else reading.Refuse("missing_id", "message", "It names nobody.");
    }

    static ProviderEvent? Outbound(
        string message, string status, Dictionary<string, string> fields, WebhookRequest request,
        WebhookReading reading)
    {
        var error = Field(fields, "ErrorCode");
        (ProviderEventKind Kind, string? Disposition)? said = status switch
        {
            "delivered" => (ProviderEventKind.Delivered, null),
            "read" => (ProviderEventKind.Opened, null),
            // The number has answered STOP at some time: what Twilio does not let through says so.
            "failed" or "undelivered" when error == "21610" => (ProviderEventKind.Unsubscribed, null),
            "failed" or "undelivered" => (ProviderEventKind.Bounced, Class(error)),
            _ => null,
        };
        if (said is not { } end) return null;
        var carried = FormFields(request.Query.TrimStart('?')).ToLookup(field => field.Name, field => field.Value);
        string? Carried(string name) => carried[name].FirstOrDefault(value => value.Length > 0);
        return new ProviderEvent(end.Kind, $"{message}:{status}", request.ReceivedAt)
        {
            Recipient = Number(Field(fields, "To")),
            MessageNumber = message,
            Token = Carried(ContactToken.ArgumentName),
            Disposition = end.Disposition,
            Strategy = Carried("strategy"),
            Context = ContactFields.Read(Carried, field => reading.RefuseField("the callback's address", field)),
        };
    }

    static ProviderEvent? Inbound(string message, Dictionary<string, string> fields, Instant at)
    {
        var wish = OptOutWords.Of(Field(fields, "Body") ?? "", Field(fields, "OptOutType"));
        var kind = wish switch
        {
            TextWish.Stop => ProviderEventKind.Unsubscribed,
            TextWish.Start => ProviderEventKind.Resubscribed,
            _ => ProviderEventKind.Replied,
        };
        return new ProviderEvent(kind, message, at)
        {
            Recipient = Number(Field(fields, "From")),
            Disposition = wish == TextWish.Help ? "help" : null,
            Text = kind == ProviderEventKind.Replied ? Field(fields, "Body") : null,
        };
    }

    static string Class(string? error) => error switch
    {
        "21211" or "21614" or "30005" or "30006" => BounceClass.Hard,
        "30004" or "30007" or "30034" => BounceClass.Block,
        _ => BounceClass.Soft,
    };

    static string? Field(Dictionary<string, string> fields, string name)
    {
        var text = fields.GetValueOrDefault(name)?.Replace("\0", "").Trim();
        return text is { Length: > 0 and <= LongestField } ? text : null;
    }

    // Another channel's number stands behind its name: "whatsapp:+14155550100".
    static string? Number(string? text) => text?[(text.LastIndexOf(':') + 1)..];

    // A form's fields are signed; of JSON only the address, which then carries the body's hash.
    static string? Signed(WebhookRequest request)
    {
        if (request.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true)
        {
            var hash = FormFields(request.Query.TrimStart('?'))
                .FirstOrDefault(field => field.Name == "bodySHA256").Value;
            return hash == Convert.ToHexStringLower(SHA256.HashData(request.Body)) ? "" : null;
        }
        var text = new StringBuilder();
        foreach (var (name, value) in FormFields(Encoding.UTF8.GetString(request.Body)).Distinct()
            .OrderBy(field => field.Name, StringComparer.Ordinal).ThenBy(field => field.Value, StringComparer.Ordinal))
            text.Append(name).Append(value);
        return text.ToString();
    }

    static IEnumerable<(string Name, string Value)> FormFields(string form)
    {
        foreach (var field in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = field.IndexOf('=');
            yield return equals < 0 ? (WebUtility.UrlDecode(field), "")
                : (WebUtility.UrlDecode(field[..equals]), WebUtility.UrlDecode(field[(equals + 1)..]));
        }
    }

    static IEnumerable<string> WithAndWithoutPort(Uri address)
    {
        var path = address.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped);
        yield return $"{address.Scheme}://{address.Host}{path}";
        yield return $"{address.Scheme}://{address.Host}:{address.Port}{path}";
    }
}
