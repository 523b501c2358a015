using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Data;
using Perennial.Data.Access;

namespace Perennial.Operations;

/// <summary>Sets limits, windows and weights of the shop's columns, and computes everything anew by them.</summary>
static class SettingsEditing
{
    /// <summary>What is written down.</summary>
    public const string Changing = "settings changed";

    /// <summary>Sets what a text names; what it leaves out keeps its default.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="yaml">YAML or JSON.</param>
    /// <param name="place">Where it comes from, for errors.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="cancel">Stops; the next scoring run goes on from there.</param>
    /// <returns>The scoring run that follows; null where nobody has an order yet.</returns>
    /// <exception cref="BadInputException">A key is unknown or a value will not do; nothing was changed.</exception>
    public static ScoringRun? Load(ShopStore store, string yaml, string place, Actor by, Instant now,
        Action<string, double> progress, CancellationToken cancel)
    {
        var options = ShopOptions.FromJson(YamlJson.ToJson(yaml, place), place);
        var (before, after) = (ShopSettings.Of(store).Options.ToJson(), options.ToJson());
        var audit = new AuditEntry(now, by, Changing, "settings")
        {
            Before = Differing(before, after), After = Differing(after, before),
        };
        return ShopSettings.PutOptions(store, options, audit, now, progress, cancel);
    }

    // The values of one text that the other has not.
    static string Differing(string json, string other)
    {
        var known = YamlJson.Leaves(other).ToHashSet();
        return string.Join(", ", YamlJson.Leaves(json).Where(leaf => !known.Contains(leaf)));
    }
}
