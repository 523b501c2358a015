using Perennial.Core;

namespace Perennial.Channels.Webhooks;

/// <summary>One call of a webhook: exactly what came, before anybody has read anything into it.</summary>
public sealed record WebhookRequest
{
    /// <summary>The body, byte by byte: signatures are over these.</summary>
    public required byte[] Body { get; init; }

    /// <summary>When it came.</summary>
    public required Instant ReceivedAt { get; init; }

    /// <summary>The headers; names in any case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The addresses that the sender may have called, query included: behind a proxy the program sees another
    /// one than the sender. Some signatures are over the address.</summary>
    public IReadOnlyList<Uri> Addresses { get; init; } = [];

    /// <summary>The query, with or without its question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary>One header, trimmed; null where there is none or nothing in it.</summary>
    public string? Header(string name) =>
        Headers.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
