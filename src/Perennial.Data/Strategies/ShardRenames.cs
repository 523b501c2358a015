using System.Text.Encodings.Web;
using System.Text.Json;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Calls the rows of a shard as strategies are called: whoever writes about strategies does so first, in the
/// same transaction, so that nobody is known by two names.</summary>
static class ShardRenames
{
    /// <summary>Does what has not been done yet.</summary>
    public static void Apply(ShardTransaction shard, IReadOnlyList<StrategyRename> renames)
    {
        if (renames.Count == 0) return;
        var upTo = shard.Database.Query("renamed-up-to", "shard").Bind(1, shard.Shard).Number() ?? 0;
        if (renames[^1].Set <= upTo) return;
        foreach (var rename in renames.Where(one => one.Set > upTo)) Apply(shard, rename);
        shard.Database.Query("set-renamed-up-to", "set_id", "shard").Bind(1, renames[^1].Set).Bind(2, shard.Shard)
            .Run();
    }

    static void Apply(ShardTransaction shard, StrategyRename rename)
    {
        var (was, strategy) = (rename.Was, rename.Name);
        // As EnrollmentText and PlannedContact write it.
        Rewrite("rename-enrollments", $"\"s\":\"{Relaxed(was)}\"", $"\"s\":\"{Relaxed(strategy)}\"");
        shard.Database.Query("rename-pasts", "was_json", "strategy_json", "shard")
            .Bind(1, $"\"s\":\"{Relaxed(was)}\"").Bind(2, $"\"s\":\"{Relaxed(strategy)}\"").Bind(3, shard.Shard).Run();
        Rewrite("rename-planned-contacts", $"\"Strategy\":\"{JsonEncodedText.Encode(was)}\"",
            $"\"Strategy\":\"{JsonEncodedText.Encode(strategy)}\"");
        foreach (var query in new[] { "rename-decisions", "rename-promises", "rename-sums",
            "rename-entries-ahead" })
        {
            shard.Database.Query(query, "strategy", "shard", "was").Bind(1, strategy).Bind(2, shard.Shard)
                .Bind(3, was).Run();
        }
        shard.Database.Query("rename-waiting-entries", "strategy", "was_watched", "watched", "shard", "was")
            .Bind(1, strategy)
            .Bind(2, Trigger.AudienceOf(was)).Bind(3, Trigger.AudienceOf(strategy)).Bind(4, shard.Shard).Bind(5, was)
            .Run();
        shard.Database.Query("rename-stays", "watched", "shard", "was_watched").Bind(1, Trigger.AudienceOf(strategy))
            .Bind(2, shard.Shard).Bind(3, Trigger.AudienceOf(was)).Run();
        shard.Database.Query("rename-assignments", "was_slash", "strategy_slash", "shard").Bind(1, $"{was}/")
            .Bind(2, $"{strategy}/").Bind(3, shard.Shard).Run();
        shard.Database.Query("rename-contacts", "strategy", "shard", "was", "source").Bind(1, strategy)
            .Bind(2, shard.Shard).Bind(3, was).Bind(4, LiveStrategies.Source).Run();

        void Rewrite(string query, string wasJson, string strategyJson) =>
            shard.Database.Query(query, "strategy", "was_json", "strategy_json", "shard", "was").Bind(1, strategy)
                .Bind(2, wasJson).Bind(3, strategyJson).Bind(4, shard.Shard).Bind(5, was).Run();
    }

    static JsonEncodedText Relaxed(string text) =>
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}
