using System.Runtime.CompilerServices;
using Perennial.Core.Planning;
using Perennial.Core.Scoring;
using Perennial.Core.Segments;
using Perennial.Segments;
using Perennial.Settings;
using Perennial.Strategies;

namespace Perennial.Moments;

/// <summary>What published files say, read once for what they may speak of: neither a page nor a write reads files
/// again that are what they were, in a shop whose scores, segments and attributes are what they were. Safe for several
/// threads.</summary>
static class StrategyReadings
{
    // A shop before and after a change that is under way.
    const int MostShops = 2;

    // A store has one object for the files of a set: what was read of them goes when they go.
    static readonly ConditionalWeakTable<IReadOnlyDictionary<string, string>, List<(string Shop, StrategySet Read)>>
        all = [];

    /// <summary>What the files say.</summary>
    /// <param name="files">The files of a set.</param>
    /// <param name="mark">What tells the shop, as far as files may speak of it, from what it was.</param>
    /// <param name="shop">The shop; asked only where the files have to be read.</param>
    public static StrategySet Of(IReadOnlyDictionary<string, string> files, string mark, Func<StrategyShop> shop)
    {
        var readings = all.GetOrCreateValue(files);
        lock (readings)
        {
            var known = readings.FindIndex(one => one.Shop == mark);
            if (known >= 0) return readings[known].Read;
            var read = StrategyFolder.Read(files, shop()).Set;
            if (readings.Count == MostShops) readings.RemoveAt(0);
            readings.Add((mark, read));
            return read;
        }
    }

    /// <summary>All that files may speak of in a shop, as a text.</summary>
    /// <param name="run">The run whose scores and names rules may speak of; null before the first.</param>
    /// <param name="own">The shop's own segments.</param>
    /// <param name="settings">What it says of itself.</param>
    public static string MarkOf(ScoringRun? run, IReadOnlyList<ShopSegment> own, ShopSettings settings)
    {
        var context = ShopSegments.Context(run, settings.Attributes, settings.ContactRules);
        var rfm = run?.RfmSegmentSet.ToSet();
        return string.Join('\n', (IEnumerable<string>)
        [
            $"{context.Bins} {context.Contact.Options} {settings.Calendar.Zone}", .. rfm?.Best ?? [],
            .. context.Labels.SelectMany(one => one.Value.Prepend($"= {one.Key}")),
            .. context.Attributes.Select(one => $"{one}"), .. own.Select(one => $"{one.Name}\t{one.Rule}\t{one.Set}"),
        ]);
    }
}
