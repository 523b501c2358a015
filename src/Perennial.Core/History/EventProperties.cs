using System.Text;

namespace Perennial.Core.History;

/// <summary>What a source says of an activity beside what it was: its properties, one text of lines
/// <c>name=value</c>, in the order of names.</summary>
/// <remarks>Bounded: what is too much is cut or left out, and the activity stays.</remarks>
public static class EventProperties
{
    /// <summary>So many are kept of one activity, those that come first by name.</summary>
    public const int Most = 30;

    /// <summary>The longest name, in characters; a longer one is left out.</summary>
    public const int LongestName = 60;

    /// <summary>The longest value; of a longer one the beginning is kept.</summary>
    public const int LongestValue = 200;

    /// <summary>The longest text of all of them; what does not fit is left out.</summary>
    public const int Longest = 2_000;

    /// <summary>The property that says which page something happened on: its path, <c>/weddings/prices</c>.</summary>
    public const string Page = "page";

    // Persons are kept in one place, and secrets in none; an address of a page may hold either.
    static readonly string[] left =
    [
        "mail", "phone", "name", "address", "birth", "password", "token", "secret", "card", "iban", "url", "path",
        "referrer", "href", "search",
    ];

    static readonly string[] kept = ["form_name", "product_name", "campaign_name", "page_name", "plan_name"];

    /// <summary>Whether something can be a property's name.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName
        && !name.Any(letter => letter == '=' || char.IsControl(letter)) && name.Trim() == name;

    /// <summary>The text of some properties; null where none can be kept. Of a name that is there twice the last
    /// counts. Who a visitor is has a place of its own and is left out, by its name; so is what ought to stay secret.
    /// </summary>
    public static string? Of(IEnumerable<(string Name, string? Value)> properties)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in properties)
            if (IsName(name) && !IsLeft(name) && Plain(value) is { Length: > 0 } plain) all[name] = plain;
        var text = new StringBuilder();
        foreach (var (name, value) in all.Take(Most))
        {
            if (text.Length + name.Length + value.Length + 2 > Longest) continue;
            if (text.Length > 0) text.Append('\n');
            text.Append(name).Append('=').Append(value);
        }
        return text.Length == 0 ? null : text.ToString();
    }

    /// <summary>The value of a property in a text of them; null where it has none.</summary>
    public static string? Value(string? properties, string name)
    {
        foreach (var line in properties.AsSpan().Split('\n'))
        {
            var one = properties.AsSpan()[line];
            if (one.Length > name.Length && one[name.Length] == '=' && one.StartsWith(name, StringComparison.Ordinal))
                return one[(name.Length + 1)..].ToString();
        }
        return null;
    }

    /// <summary>Of the address of a page its path: what comes behind a question mark may name somebody.</summary>
    public static string? PathOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https" }
            ? uri.AbsolutePath : address?.Split('?', '#')[0];

    static bool IsLeft(string name) => !kept.Contains(name, StringComparer.OrdinalIgnoreCase)
        && left.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    static string Plain(string? value)
    {
        if (value is null) return "";
        var text = string.Concat(value.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        if (text.Length <= LongestValue) return text;
        return text[..(char.IsHighSurrogate(text[LongestValue - 1]) ? LongestValue - 1 : LongestValue)].TrimEnd();
    }
}
