using System.Globalization;
using Perennial.Core.History;

namespace Perennial.Channels.Intake.Values;

/// <summary>A rating as files write it: 4, 4.5, 4/5, 8 of 10, 80%, ★★★★☆, 5 stars, good.</summary>
/// <param name="Value">As given.</param>
/// <param name="Scale">The best that could be given; null where the text does not say.</param>
readonly record struct RatingText(decimal Value, int? Scale)
{
    static readonly string[] between = ["/", " of ", " out of ", " von ", " sur ", " de ", " van "];

    static readonly string[] units =
        ["stars", "star", "sterne", "stern", "etoiles", "étoiles", "estrellas", "sterren", "points"];

    /// <summary>Reads a text; null where it is no rating.</summary>
    public static RatingText? Parse(string text)
    {
        var plain = text.Trim().ToLowerInvariant();
        switch (plain)
        {
            case "good" or "yes" or "satisfied": return new RatingText(1, 1);
            case "bad" or "no" or "dissatisfied": return new RatingText(0, 1);
        }
        if (plain.Length > 0 && plain.All(c => c is '★' or '☆'))
            return new RatingText(plain.Count(c => c == '★'), plain.Length);
        foreach (var unit in units)
            if (plain.EndsWith(unit, StringComparison.Ordinal)) plain = plain[..^unit.Length].TrimEnd();
        if (plain.EndsWith('%')) return Number(plain[..^1]) is { } percent ? new RatingText(percent, 100) : null;
        foreach (var word in between)
        {
            var at = plain.IndexOf(word, StringComparison.Ordinal);
            if (at <= 0) continue;
            return Number(plain[..at]) is { } value && Number(plain[(at + word.Length)..]) is { } scale
                && scale == decimal.Truncate(scale) && scale is >= 1 and <= Rating.LargestScale
                    ? new RatingText(value, (int)scale) : null;
        }
        return Number(plain) is { } number ? new RatingText(number, null) : null;
    }

    // Ratings have no thousands: a comma is a decimal one.
    static decimal? Number(string text) => decimal.TryParse(text.Trim().Replace(',', '.'),
        NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
