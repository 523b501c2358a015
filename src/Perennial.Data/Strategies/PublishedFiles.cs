using System.Collections.Concurrent;
using Perennial.Data.Engines;

namespace Perennial.Data.Strategies;

/// <summary>The files of sets that were published, each set read once: what was published never changes. Safe for
/// several threads.</summary>
sealed class PublishedFiles
{
    readonly ConcurrentDictionary<StrategyFileSet, IReadOnlyDictionary<string, string>> known = [];

    /// <summary>The files of some sets, by the sets' numbers: the same object for a set however often it is
    /// asked.</summary>
    public IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>> Of(
        Database database, IEnumerable<StrategyFileSet> sets) =>
        sets.ToDictionary(set => set.Id, set => known.GetOrAdd(set, one => Read(database, one.Id)));

    /// <summary>The files of a set, whatever set it is.</summary>
    public static IReadOnlyDictionary<string, string> Read(Database database, long set) =>
        database.Query("files-of-strategy-set", "set_id").Bind(1, set).Each()
            .Select(row => (row.Text(0)!, row.Text(1)!)).ToDictionary();
}
