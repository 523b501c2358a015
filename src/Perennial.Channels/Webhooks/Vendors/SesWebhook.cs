using System.Text.Json;
using Perennial.Core.History;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Amazon SES, whose events come through Amazon SNS.</summary>
/// <remarks>Only topics that the shop named may send. SNS first asks for a confirmation, by an address to call; that is
/// followed to Amazon's own hosts alone. With raw delivery there is no signature, so it is refused.</remarks>
sealed class SesWebhook(WebhookSource source, SnsCertificates certificates) : Webhook(source)
{
    public override async ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel)
    {
        try
        {
            using var document = Parse(request);
            return SnsEnvelope.Of(document.RootElement) is { } envelope && Source.Topics.Contains(envelope.TopicArn)
                && await certificates.IsSigned(envelope, request.ReceivedAt, cancel);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    protected override void Read(WebhookRequest request, WebhookReading reading)
    {
        using var document = Parse(request);
        if (SnsEnvelope.Of(document.RootElement) is not { } envelope)
        {
            reading.Malform("type_unknown", "The body is no message of Amazon SNS.");
            return;
        }
        switch (envelope.Type)
        {
            case "SubscriptionConfirmation":
                reading.Confirm = SnsCertificates.AmazonAddress(envelope.SubscribeUrl);
                if (reading.Confirm is null)
                    reading.Refuse("bad_value", "SubscribeURL", "It is no address of Amazon SNS.");
                break;
            case "Notification":
                Notice(envelope, reading);
                break;
            default:
                reading.LeftOut++;
                break;
        }
    }

    void Notice(SnsEnvelope envelope, WebhookReading reading)
    {
        JsonDocument inner;
        try
        {
            inner = JsonDocument.Parse(envelope.Message);
        }
        catch (JsonException)
        {
            // "Successfully validated SNS topic for Amazon SES event publishing."
            reading.LeftOut++;
            return;
        }
        using (inner)
        {
            var said = SesNotice.Read(inner.RootElement, envelope.MessageId, reading);
            if (said is null)
            {
                reading.LeftOut++;
                return;
            }
            foreach (var happened in said)
            {
                if (happened.ToIncoming(Source, ContactChannel.Email) is { } incoming)
                    reading.Events.Add(incoming);
                else reading.Refuse("missing_id", "Message", "It names nobody.");
            }
            if (said.Count == 0) reading.Refuse("bad_value", "Message", "It has no recipient, or no instant.");
        }
    }
}
