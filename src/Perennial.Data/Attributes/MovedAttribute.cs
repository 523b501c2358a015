using System.Text.Json.Serialization;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;

namespace Perennial.Data.Attributes;

/// <summary>A value of an attribute on its way from one customer to another, as it waits in the store.</summary>
sealed record MovedAttribute(string Name, string Value, long SaidAtMs, long LastSaidAtMs, long KnownAtMs, string Source)
{
    /// <summary>The keys under which it was said, in hexadecimal; null for the customer's own.</summary>
    public string? Key { get; init; }

    /// <summary>The address that was said beside a number, likewise.</summary>
    public string? NextKey { get; init; }

    /// <summary>Both.</summary>
    [JsonIgnore]
    public FactKey Keys => new(IdOf(Key), IdOf(NextKey));

    public static MovedAttribute Of(AttributeSpan span) => new(span.Name, span.Value, span.SaidAt.UnixMs,
        span.LastSaidAt.UnixMs, span.KnownAt.UnixMs, span.Source)
    {
        Key = span.Key?.ToString(), NextKey = span.NextKey?.ToString(),
    };

    static CustomerId? IdOf(string? text) => text is not null && CustomerId.TryParse(text, out var id) ? id : null;

    /// <summary>What was said, once or twice.</summary>
    public IEnumerable<AttributeStatement> ToStatements()
    {
        yield return Said(SaidAtMs);
        if (LastSaidAtMs != SaidAtMs) yield return Said(LastSaidAtMs);
    }

    AttributeStatement Said(long at) => new(Name, Value)
    {
        SaidAt = new Instant(at), KnownAt = new Instant(KnownAtMs), Source = Source,
    };
}
