using System.Collections.Concurrent;

namespace Perennial.Core.Attributes;

/// <summary>What a customer's address, else their telephone number, tells of their language and time zone.</summary>
/// <param name="zonesOfCountry">The IANA names of a country's time zones; none for a text that is no country.</param>
/// <param name="countryOfPhone">The ISO 3166 code of a number's country; null where it tells none.</param>
/// <param name="zonesOfPhone">The IANA names of a number's time zones; none where it tells none.</param>
/// <remarks>Numbers are read only where the address says nothing. Safe for several threads.</remarks>
public sealed class PlaceRules(Func<string, IReadOnlyList<string>> zonesOfCountry, Func<string, string?> countryOfPhone,
    Func<string, IReadOnlyList<string>> zonesOfPhone)
{
    // Most customers of a shop are of few countries, however they are written.
    const int MostKept = 10_000;

    readonly ConcurrentDictionary<string, PlaceText> ofCountry = new(StringComparer.Ordinal);

    /// <summary>Tells nothing.</summary>
    public static PlaceRules Nowhere { get; } = new(_ => [], _ => null, _ => []);

    /// <summary>The language; null where nothing tells it.</summary>
    /// <param name="country">As it is written; null for none.</param>
    /// <param name="phone">In international form; null for none.</param>
    public Whereabouts? Language(string? country, string? phone)
    {
        var address = CountryLanguages.Of(country?.Trim());
        return Whereabouts.Of(null, address, address.Count > 0 || phone is null ? []
            : CountryLanguages.Of(countryOfPhone(phone)), null);
    }

    /// <summary>The time zone; null where nothing tells it.</summary>
    /// <param name="country">As it is written; null for none.</param>
    /// <param name="phone">In international form; null for none.</param>
    public Whereabouts? Zone(string? country, string? phone)
    {
        IReadOnlyList<string> address = country is null ? [] : zonesOfCountry(country.Trim());
        return Whereabouts.Of(null, address, address.Count > 0 || phone is null ? [] : zonesOfPhone(phone), null);
    }

    /// <summary>Both, as they stand with a customer.</summary>
    /// <param name="country">As it is written; null for none.</param>
    /// <param name="phone">In international form; null for none.</param>
    public PlaceText Of(string? country, string? phone)
    {
        if (country is null && phone is null) return default;
        if (country is not null && ofCountry.TryGetValue(country, out var known)) return known;
        var text = new PlaceText(Text(Language(country, phone)), Text(Zone(country, phone)));
        if (country is null || ofCountry.Count >= MostKept) return text;
        // What follows from the country alone is the same for all of it.
        var alone = new PlaceText(Text(Language(country, null)), Text(Zone(country, null)));
        if (alone is { Languages: not null, Zones: not null }) ofCountry.TryAdd(country, alone);
        return text;
    }

    static string? Text(Whereabouts? where) => where is null ? null : string.Join('\n', where.Candidates);
}

/// <summary>What an address or a number tells, each as lines in the order of their names; null for nothing.</summary>
/// <param name="Languages">The languages.</param>
/// <param name="Zones">The time zones.</param>
public readonly record struct PlaceText(string? Languages, string? Zones);
