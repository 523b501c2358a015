using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Scoring;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Phones;
using Perennial.Settings;

namespace Perennial.Scoring;

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
        var options = ShopOptions.Parse(yaml, place);
        var (before, after) = (ShopSettings.Of(store).Options.ToJson(), options.ToJson());
        var audit = new AuditEntry(now, by, Changing, "settings")
        {
            Before = Differing(before, after), After = Differing(after, before),
        };
        return Put(store, options, audit, now, progress, cancel);
    }

    /// <summary>Sets the options, computes every profile anew by them, and compares all customers again.</summary>
    /// <returns>The scoring run; null where nobody has an order yet.</returns>
    public static ScoringRun? Put(ShopStore store, ShopOptions options, AuditEntry audit, Instant now,
        Action<string, double> progress, CancellationToken cancel)
    {
        // Killed after this, the next rescoring computes everything anew all the same.
        store.ProfileState.NeedRefold();
        ShopSettings.PutOptions(store, options, audit);
        StoppedException.After("the settings are kept, and not every telephone number is read by them yet. "
            + "What is done next in this shop goes on from there.", () => NumbersAnew.IfDue(store, now, cancel));
        return store.Facts.HasOrders() ? StoppedException.After(
            "the settings are kept, and not every column follows them yet. perennial rescore goes on from there.",
            () => Rescore.Run(store, null, null, now, progress, cancel, refoldAll: true)) : null;
    }

    // The values of one text that the other has not.
    static string Differing(string json, string other)
    {
        var known = Leaves(JsonDocument.Parse(other).RootElement, "").ToHashSet();
        return string.Join(", ", Leaves(JsonDocument.Parse(json).RootElement, "").Where(leaf => !known.Contains(leaf)));
    }

    // Every value with the way to it: lifecycle.active_days: 30.
    static IEnumerable<string> Leaves(JsonElement element, string way) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(item => Leaves(item.Value, way.Length == 0 ? item.Name : $"{way}.{item.Name}")),
        _ => [$"{way}: {element.GetRawText()}"],
    };
}
