using Perennial.Core.History;

namespace Perennial.Core.Consent;

/// <summary>By what it is decided whether somebody may be contacted: the shop's own settings, and the law by day.
/// </summary>
public sealed record ContactRules
{
    /// <summary>The shop's settings.</summary>
    public ContactOptions Options { get; init; } = new();

    /// <summary>The laws; several of one country and channel may hold on one day, and the strictest counts.</summary>
    public IReadOnlyList<ConsentLaw> Law { get; init; } = [];

    /// <summary>Whose days the law's are.</summary>
    public ShopCalendar Calendar { get; init; } = ShopCalendar.Utc;

    /// <summary>Whether anybody who has said nothing may not be contacted by a channel, here or in some country.
    /// </summary>
    public bool MayNeedConsent(ContactChannel channel) =>
        Options.NeedsConsent(channel) || Law.Any(law => law.Channel == channel && law.NeedsConsent);

    /// <summary>The law that asks for consent; null where none does.</summary>
    /// <param name="country">The customer's, as the source wrote it; where it is no code of two letters the shop's
    /// own counts.</param>
    /// <param name="channel">By which channel.</param>
    /// <param name="at">When.</param>
    public ConsentLaw? NeedingConsent(string? country, ContactChannel channel, Instant at)
    {
        if (Law.Count == 0 || (CountryCode(country) ?? CountryCode(Options.Country)) is not { } code) return null;
        var day = ShopCalendar.Date(Calendar.DayOf(at));
        return Law.FirstOrDefault(law =>
            law.NeedsConsent && law.Channel == channel && law.Country == code && law.HoldsOn(day));
    }

    /// <summary>Two letters in capitals; null where a text is anything else.</summary>
    public static string? CountryCode(string? text) =>
        text?.Trim() is { Length: 2 } code && code.All(char.IsAsciiLetter) ? code.ToUpperInvariant() : null;
}
