using Perennial.Core.Attributes;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>Reads names of what there is in a shop: one that is misspelt would hold of nobody, or of everybody, without
/// a word.</summary>
sealed class NameReader(TokenReader tokens, RuleContext context)
{
    /// <summary>A name in quotes.</summary>
    public string Read(NameKind kind, string remedy)
    {
        var name = tokens.TakeText(remedy);
        Check(kind, name);
        return name.Text;
    }

    /// <summary>Notes a name that is none: what stands behind it can be read.</summary>
    public void Check(NameKind kind, Token name)
    {
        if (context.Names(kind) is not { Count: > 0 } there || there.Contains(name.Text)) return;
        if (kind == NameKind.Language && Languages.IsRare(name.Text)) return;
        tokens.Note(tokens.Error(name, $"There is no {NameKinds.Word(kind)} '{name.Text}'.", kind switch
        {
            NameKind.Language => Languages.Remedy(name.Text),
            NameKind.TimeZone => ZoneRemedy(name.Text, there),
            _ => NearestNames.RemedyOfShop(name.Text, there),
        }));
    }

    // Whoever writes a city alone, or misspells it, means the zone that is called after it.
    static string ZoneRemedy(string text, IReadOnlySet<string> zones)
    {
        static string CityOf(string zone) => zone[(zone.LastIndexOf('/') + 1)..];
        var wrong = text.Trim().Replace(' ', '_');
        var near = NearestNames.Of(wrong, zones);
        if (near.Count == 0)
        {
            var cities = NearestNames.Of(CityOf(wrong), zones.Select(CityOf).Distinct());
            near = [.. cities.SelectMany(city => zones.Where(zone => CityOf(zone) == city)
                .Order(StringComparer.Ordinal)).Take(3)];
        }
        return near.Count > 0 ? NearestNames.Remedy(near[0], near) : "Write an IANA name such as 'Europe/Paris'.";
    }
}
