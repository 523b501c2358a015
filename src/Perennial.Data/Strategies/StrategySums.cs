using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Adds to the sums of strategies what a transaction has done, once at its end: a sum that many customers add
/// to is one row.</summary>
sealed class StrategySums(ShardTransaction shard)
{
    readonly Dictionary<SumKey, long> added = [];

    readonly record struct SumKey(
        string Strategy, int Version, string Step, string Arm, StrategyCount What, string Reason);

    /// <summary>Counts.</summary>
    public void Add(string strategy, int version, StrategyCount what, string reason = "", string step = "",
        string arm = "", long number = 1)
    {
        var key = new SumKey(strategy, version, step, arm, what, reason);
        added[key] = added.GetValueOrDefault(key) + number;
    }

    /// <summary>Writes what was counted.</summary>
    public void Flush()
    {
        if (added.Count == 0) return;
        var day = shard.Moment.Profiles.Calendar.DayOf(shard.Moment.Now);
        using var put = new BulkInsert<(SumKey Key, long Number)>(shard.Database,
            SqlText.Query("add-to-strategy-sum"),
            ["shard", "strategy", "version", "step", "arm", "what", "reason", "day", "number"],
            (to, first, row) => to.Bind(first, shard.Shard).Bind(first + 1, row.Key.Strategy)
                .Bind(first + 2, row.Key.Version).Bind(first + 3, row.Key.Step).Bind(first + 4, row.Key.Arm)
                .Bind(first + 5, (long)row.Key.What).Bind(first + 6, row.Key.Reason).Bind(first + 7, day)
                .Bind(first + 8, row.Number));
        // In one order, so that no two shards wait for one another.
        foreach (var (key, number) in added.OrderBy(one => one.Key.ToString(), StringComparer.Ordinal))
            put.Add((key, number));
        put.Flush();
        added.Clear();
    }
}
