using System.Globalization;
using System.Text.Json;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Channels.Webhooks;

/// <summary>Reads fields leniently: what is missing or of another type is null, never an error.</summary>
static class JsonFields
{
    const int LongestText = 1000;

    // No shop, no provider and no order of this kind is older.
    static readonly Instant Earliest = Instant.From(new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero));
    static readonly Instant Latest = Instant.From(new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>A field; undefined where there is none, or where this is no object.</summary>
    public static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A field within a field.</summary>
    public static JsonElement At(this JsonElement element, string first, string second) =>
        element.At(first).At(second);

    /// <summary>The items of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    public static bool IsObject(this JsonElement element) => element.ValueKind == JsonValueKind.Object;

    /// <summary>Text, or a number as it is written; trimmed; null where it is empty. Without the character that
    /// databases do not store.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        var value = element.At(name);
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Replace("\0", "").Trim(),
            JsonValueKind.Number => Digits(value.GetRawText()),
            _ => "",
        };
        if (text.Length <= LongestText) return text.Length == 0 ? null : text;
        return text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];
    }

    // 1e99 is neither an id nor an amount.
    static string Digits(string number) => number.AsSpan().ContainsAny('e', 'E') ? "" : number;

    /// <summary>True where the field says so.</summary>
    public static bool Is(this JsonElement element, string name) => element.At(name).ValueKind == JsonValueKind.True;

    /// <summary>An amount in cents, from text or a number; null where there is none.</summary>
    public static long? Cents(this JsonElement element, string name) =>
        element.Number(name) is { } number ? CentsOf(number) : null;

    /// <summary>An amount of units in cents, half a cent away from zero; null beyond what a shop has.</summary>
    public static long? CentsOf(decimal units)
    {
        if (Math.Abs(units) > Amount.MaxCents / 100) return null;
        return (long)Math.Round(units * 100, MidpointRounding.AwayFromZero);
    }

    /// <summary>A decimal number, exactly as written.</summary>
    public static decimal? Number(this JsonElement element, string name) =>
        decimal.TryParse(element.Text(name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A whole number.</summary>
    public static int? Whole(this JsonElement element, string name) =>
        element.Number(name) is { } number && number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue
            ? (int)number : null;

    /// <summary>An instant from ISO 8601; without an offset it is UTC. Null where there is none that can be.</summary>
    public static Instant? Moment(this JsonElement element, string name)
    {
        var value = element.At(name);
        if (value.ValueKind != JsonValueKind.String) return null;
        return DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var at) ? Possible(Instant.From(at)) : null;
    }

    /// <summary>An instant from seconds since 1970, parts of a second included.</summary>
    public static Instant? UnixMoment(this JsonElement element, string name) =>
        element.Number(name) is { } seconds && Math.Abs(seconds) < 100_000_000_000
            ? Possible(new Instant((long)(seconds * 1000))) : null;

    static Instant? Possible(Instant at) => at >= Earliest && at <= Latest ? at : null;
}
