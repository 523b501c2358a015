using System.Globalization;
using System.Text.Json;

namespace Perennial.Core.Attributes;

/// <summary>Values of attributes as they are kept: one form for each value, so that equal values are equal texts.
/// </summary>
public static class AttributeValue
{
    const int LongestText = 500, MostInList = 50;

    static readonly string[] yes = ["yes", "true", "1", "y", "on", "oui", "ja", "si", "sí"];
    static readonly string[] no = ["no", "false", "0", "n", "off", "non", "nein"];
    static readonly string[] days = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>A value as it is kept; null where a text is none of that type. An empty text takes the value back.
    /// </summary>
    /// <param name="type">What the attribute holds.</param>
    /// <param name="text">As somebody wrote it; of a list a JSON array, or its parts between commas or
    /// semicolons.</param>
    public static string? Read(AttributeType type, string text)
    {
        var clean = text.Trim();
        if (clean.Length == 0) return "";
        return type switch
        {
            AttributeType.Text => clean.Length <= LongestText ? clean : null,
            AttributeType.Number => Number(clean),
            AttributeType.Date => DateOnly.TryParseExact(clean, days, CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var day) ? $"{day:yyyy-MM-dd}" : null,
            AttributeType.YesNo => YesNo(clean.ToLowerInvariant()),
            _ => List(clean),
        };
    }

    /// <summary>The parts of a list.</summary>
    public static IReadOnlyList<string> PartsOf(string list) => list.Length == 0 ? [] : list.Split('\n');

    /// <summary>A value for people: a list with commas.</summary>
    public static string Shown(string value) => value.Replace("\n", ", ", StringComparison.Ordinal);

    /// <summary>What a value is compared by where its attribute is ordered: the number, the day since 1970-01-01, 1 for
    /// yes and 0 for no; null for any other text.</summary>
    /// <param name="value">As it is kept.</param>
    public static double? NumberOf(string value) => value switch
    {
        "yes" => 1,
        "no" => 0,
        _ when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var day) => ShopCalendar.Day(day),
        _ when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    static string? Number(string text) => double.TryParse(text,
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
        CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? (number == 0 ? 0.0 : number).ToString("R", CultureInfo.InvariantCulture) : null;

    static string? YesNo(string text) => yes.Contains(text) ? "yes" : no.Contains(text) ? "no" : null;

    static string? List(string text)
    {
        var parts = text[0] == '[' ? Json(text) : text.Split([',', ';', '\n']);
        if (parts is null) return null;
        string[] all = [.. parts.Select(part => part.Trim().Replace('\n', ' ')).Where(part => part.Length > 0)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return all.Length > MostInList || all.Any(part => part.Length > LongestText) ? null : string.Join('\n', all);
    }

    static string[]? Json(string text)
    {
        try
        {
            using var list = JsonDocument.Parse(text);
            return [.. list.RootElement.EnumerateArray().Select(part =>
                part.ValueKind == JsonValueKind.String ? part.GetString()! : part.GetRawText())];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
