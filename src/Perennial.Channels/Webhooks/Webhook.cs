using System.Text.Json;

namespace Perennial.Channels.Webhooks;

/// <summary>Knows one vendor's calls: whether one is genuine, and what it says.</summary>
/// <param name="source">Whose calls.</param>
public abstract class Webhook(WebhookSource source)
{
    // Deeper than any vendor's payload.
    static readonly JsonDocumentOptions json = new() { MaxDepth = 32 };

    /// <summary>Whose calls.</summary>
    public WebhookSource Source => source;

    /// <summary>Whether the call comes from whom it says, unchanged.</summary>
    public abstract ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel);

    /// <summary>What a genuine call says. Never throws for what stands in it.</summary>
    public WebhookReading Read(WebhookRequest request)
    {
        var reading = Begin();
        try
        {
            Read(request, reading);
        }
        catch (JsonException)
        {
            reading.Malform("invalid_json", "The body is no JSON.");
        }
        catch (InvalidOperationException)
        {
            // Text that is no Unicode: half of a surrogate pair, bytes that are no UTF-8.
            reading.Malform("invalid_json", "The body holds text that is no Unicode.");
        }
        return reading;
    }

    /// <summary>True for a call that needs no signature because nothing follows from it: the test that a vendor makes
    /// before it has a secret.</summary>
    public virtual bool IsPing(WebhookRequest request) => false;

    /// <summary>The answer to what cannot be read; by default the vendor may try again.</summary>
    public virtual int MalformedStatus => 400;

    /// <summary>True where one call is one thing, so that a thing refused is a call refused.</summary>
    public virtual bool IsOneThing => false;

    protected virtual WebhookReading Begin() => new();

    protected abstract void Read(WebhookRequest request, WebhookReading reading);

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    protected static JsonDocument Parse(WebhookRequest request) => JsonDocument.Parse(request.Body, json);
}
