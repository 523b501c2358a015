using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Attributes;

namespace Perennial.Channels.Tracking;

/// <summary>An object within a call, read by the names of its fields. A field that is absent or null says nothing; one
/// of a type that cannot be meant is noted as a fault.</summary>
readonly struct EventObject(JsonElement element, string path, EventFaults faults)
{
    /// <summary>Where it stands in the call: "properties", or "" for the call itself.</summary>
    public string Path => path;

    /// <summary>Whether there is such an object.</summary>
    public bool IsThere => element.ValueKind == JsonValueKind.Object;

    /// <summary>Its fields.</summary>
    public JsonElement.ObjectEnumerator Fields() => element.EnumerateObject();

    /// <summary>A text; a number stands for its digits. Blank is nothing.</summary>
    public string? Text(ReadOnlySpan<byte> name, int longest = TrackingLimits.TextLength) =>
        Find(name, out var value) ? TextOf(value, name, longest) : null;

    /// <summary>A text under the first of two names that has one.</summary>
    public string? Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> orElse) => Text(name) ?? Text(orElse);

    /// <summary>An amount in cents, half a cent rounded away from zero.</summary>
    public long? Cents(ReadOnlySpan<byte> name)
    {
        if (Number(name) is not { } number) return null;
        if (JsonNumber.TryCents(number, out var cents)) return cents;
        faults.Field(path, name, "is larger than any shop's amounts");
        return null;
    }

    /// <summary>An amount in cents that the event is good without: null where it cannot be read.</summary>
    public long? CentsIfAny(ReadOnlySpan<byte> name) => Find(name, out var value)
        && JsonNumber.TryRead(value, out var number) && JsonNumber.TryCents(number, out var cents) ? cents : null;

    /// <summary>A number, exactly; a text that is one is read too.</summary>
    public decimal? Number(ReadOnlySpan<byte> name)
    {
        if (!Find(name, out var value)) return null;
        if (JsonNumber.TryRead(value, out var number)) return number;
        faults.Field(path, name, "is no number");
        return null;
    }

    /// <summary>Yes or no.</summary>
    public bool? Flag(ReadOnlySpan<byte> name) => Find(name, out var value) ? FlagOf(value, name) : null;

    /// <summary>An instant.</summary>
    public Instant? Time(ReadOnlySpan<byte> name)
    {
        if (!Find(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && TimeText.TryParse(value.GetString()!, out var at)) return at;
        faults.Field(path, name, "is no ISO 8601 time");
        return null;
    }

    /// <summary>An object within.</summary>
    public EventObject Object(ReadOnlySpan<byte> name, string at)
    {
        if (!Find(name, out var value)) return new EventObject(default, at, faults);
        if (value.ValueKind == JsonValueKind.Object) return new EventObject(value, at, faults);
        faults.Field(path, name, "is no object");
        return new EventObject(default, at, faults);
    }

    /// <summary>A list within; null where there is none.</summary>
    public JsonElement? List(ReadOnlySpan<byte> name)
    {
        if (!Find(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Array) return value;
        faults.Field(path, name, "is no list");
        return null;
    }

    /// <summary>The text of a value of this object.</summary>
    public string? TextOf(JsonElement value, ReadOnlySpan<byte> name, int longest = TrackingLimits.TextLength)
    {
        if (value.ValueKind is JsonValueKind.Null) return null;
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            faults.Field(path, name, "is no text");
            return null;
        }
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : value.GetRawText();
        if (text.Length > longest)
        {
            faults.Field(path, name, $"is longer than {longest} characters");
            return null;
        }
        return text.Length == 0 ? null : text;
    }

    /// <summary>A value of this object as the shop keeps it of an attribute; null where it says nothing.</summary>
    public string? AttributeOf(
        AttributeSet attributes, DeclaredAttribute one, JsonElement value, ReadOnlySpan<byte> name)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.Object => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (attributes.Read(one, text) is { } kept) return kept;
        faults.LeaveOut(path, name, $"is no {AttributeSet.WordOf(one)}", AttributeSet.Remedy(one, text));
        return null;
    }

    /// <summary>The yes or no of a value of this object; also as trackers of forms write it.</summary>
    public bool? FlagOf(JsonElement value, ReadOnlySpan<byte> name)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            case JsonValueKind.Null: return null;
            case JsonValueKind.Number when value.TryGetInt32(out var digit) && digit is 0 or 1:
                return digit == 1;
            case JsonValueKind.String:
                var text = value.GetString()!.Trim();
                if (text.Length == 0) return null;
                if (Is(text, "true") || Is(text, "yes") || text == "1") return true;
                if (Is(text, "false") || Is(text, "no") || text == "0") return false;
                break;
        }
        faults.Field(path, name, "is neither true nor false");
        return null;
    }

    /// <summary>The object notes what is wrong with one of its fields.</summary>
    public void Fault(ReadOnlySpan<byte> name, string problem) => faults.Field(path, name, problem);

    bool Find(ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        return IsThere && element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    static bool Is(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
