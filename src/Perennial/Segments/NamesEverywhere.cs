using Perennial.Core.Attributes;
using Perennial.Core.Segments.Rules;
using Perennial.Settings;

namespace Perennial.Segments;

/// <summary>The names that are the same in every shop, by which those in rules are checked.</summary>
static class NamesEverywhere
{
    /// <summary>Those of a kind; null where a shop has its own.</summary>
    public static IReadOnlySet<string>? Of(NameKind kind) => kind switch
    {
        NameKind.Language => Languages.All,
        NameKind.TimeZone => ShopCalendars.Ids,
        _ => null,
    };
}
