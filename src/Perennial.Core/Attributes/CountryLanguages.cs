using System.Collections.Frozen;

namespace Perennial.Core.Attributes;

/// <summary>The languages in which a country's people are written to, by ISO 3166 and ISO 639: all of those in which
/// its authorities write.</summary>
public static class CountryLanguages
{
    static readonly FrozenDictionary<string, string[]> languages = (
        "AD ca|AE ar|AR es|AT de|AU en|BA bs,hr,sr|BE de,fr,nl|BG bg|BO es|BR pt-BR|BY be,ru|CA en,fr|CH de,fr,it|"
        + "CI fr|CL es|CM en,fr|CN zh|CO es|"
        + "CR es|CU es|CY el,tr|CZ cs|DE de|DK da|DO es|DZ ar,fr|EC es|EE et|EG ar|ES es|"
        + "FI fi,sv|FR fr|GB en|GE ka|GR el|GT es|HK en,zh-TW|HN es|HR hr|HU hu|ID id|IE en,ga|IL ar,he|IN en,hi|"
        + "IQ ar|IR fa|IS is|IT it|JM en|JO ar|JP ja|KE en,sw|KR ko|KW ar|KZ kk,ru|LB ar,fr|LI de|LT lt|LU de,fr,lb|"
        + "LV lv|MA ar,fr|MC fr|MD ro|ME sr|MG fr,mg|MK mk,sq|MT en,mt|MU en,fr|MX es|MY en,ms|NG en|NI es|NL nl|NO nb|"
        + "NZ en|PA es|PE es|PH en,tl|PK en,ur|PL pl|PR en,es|PT pt|PY es,gn|QA ar|RE fr|RO ro|RS sr|RU ru|SA ar|SE sv|"
        + "SG en,zh|SI sl|SK sk|SN fr|SV es|TH th|TN ar,fr|TR tr|TW zh-TW|UA uk|US en|UY es|VA it|VE es|VN vi|ZA af,en")
        .Split('|').Select(line => line.Split(' '))
        .ToFrozenDictionary(line => line[0], line => line[1].Split(','), StringComparer.OrdinalIgnoreCase);

    /// <summary>The languages of a country; none for a text that is no country of the list.</summary>
    /// <param name="country">ISO 3166, two letters.</param>
    public static IReadOnlyList<string> Of(string? country) =>
        country is not null && languages.TryGetValue(country, out var found) ? found : [];
}
