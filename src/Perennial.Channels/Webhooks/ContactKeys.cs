using Perennial.Core;

namespace Perennial.Channels.Webhooks;

/// <summary>Tells addresses and numbers that somebody can be known by from what people type to get past a form: whoever
/// shared "none" or 000000 with others would be taken for one person with them.</summary>
static class ContactKeys
{
    const int LongestEmail = 320;
    const int FewestDigits = 5;
    const int MostDigits = 20;

    /// <summary>The address, or null where it is none.</summary>
    public static string? Email(string? text)
    {
        if (text is null || text.Length > LongestEmail) return null;
        var at = text.IndexOf('@');
        return at > 0 && at < text.Length - 1 && !text.AsSpan().ContainsAny(' ', ',', ';') ? text : null;
    }

    /// <summary>The number, or null where it is none.</summary>
    public static string? Phone(string? text)
    {
        if (text is null) return null;
        var digits = CustomerId.Normalise(CustomerKeyKind.Phone, text).TrimStart('+');
        return digits.Length is >= FewestDigits and <= MostDigits && digits.Distinct().Count() > 1 ? text : null;
    }
}
