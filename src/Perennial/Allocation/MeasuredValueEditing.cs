using Perennial.Core;
using Perennial.Core.Allocation;
using Perennial.Data;
using Perennial.Data.Access;

namespace Perennial.Allocation;

/// <summary>Says what contacts add.</summary>
static class MeasuredValueEditing
{
    /// <summary>What is written down.</summary>
    public const string Loading = "values loaded";

    /// <summary>Puts what a text says in place of what was known.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="yaml">YAML or JSON.</param>
    /// <param name="place">Where it comes from, for errors.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present.</param>
    /// <returns>How many values there are now.</returns>
    /// <exception cref="BadInputException">Something in it is wrong; nothing was changed.</exception>
    public static int Load(ShopStore store, string yaml, string place, Actor by, Instant now)
    {
        var values = MeasuredValueFile.Parse(yaml, place);
        Put(store, values, by, now);
        return values.Count;
    }

    /// <summary>Puts values in place of those known.</summary>
    public static void Put(ShopStore store, IReadOnlyList<MeasuredValue> values, Actor by, Instant now) =>
        store.MeasuredValues.Put(values, new AuditEntry(now, by, Loading, "values")
        {
            Before = $"{store.MeasuredValues.All().Count} values", After = $"{values.Count} values",
        });
}
