using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;

namespace Perennial.Sources;

/// <summary>Says which stores and providers may call.</summary>
static class SourceEditing
{
    /// <summary>What is written down.</summary>
    public const string Loading = "sources loaded";

    /// <summary>Lets those call that a text names, and nobody else.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="yaml">YAML or JSON.</param>
    /// <param name="place">Where it comes from, for errors.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="BadInputException">Something in it is wrong; nothing was changed.</exception>
    public static void Load(ShopStore store, string yaml, string place, Actor by, Instant now)
    {
        var sources = ShopSources.Parse(yaml, place);
        ShopSources.Put(store, sources, new AuditEntry(now, by, Loading, "sources")
        {
            Before = Names(ShopSources.Of(store)), After = Names(sources),
        });
    }

    static string Names(ShopSources sources) =>
        string.Join(", ", sources.Sources.Select(source => $"{source.Kind}/{source.Name}"));
}
