using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.History;
using Perennial.Data.Profiles;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Turns that no new fact asks for: of whoever is due, of whoever moved by a scoring run, and of everybody
/// once something was published.</summary>
static class StrategyAsking
{
    /// <summary>Gives customers their turns by what is stored of them.</summary>
    /// <param name="shard">The transaction.</param>
    /// <param name="live">The strategies.</param>
    /// <param name="ids">Who, ascending.</param>
    /// <param name="news">What is new of a customer.</param>
    /// <param name="isAsking">Whether it is asked who stands in an audience already.</param>
    /// <returns>Who entered what, and by what.</returns>
    public static IReadOnlySet<(CustomerId Id, string Strategy, string Occurrence)>
        Take(ShardTransaction shard, LiveStrategies live,
        IReadOnlyList<CustomerId> ids, Func<CustomerId, CustomerNews> news, bool isAsking = false)
    {
        if (ids.Count == 0) return new HashSet<(CustomerId, string, string)>();
        using var writer = new StrategyWriter(shard, live) { IsAsking = isAsking };
        Take(writer, shard, live, ids, news);
        return writer.Entered;
    }

    /// <summary>Turns of those for whom something was reserved.</summary>
    /// <returns>What of it was used.</returns>
    public static IReadOnlyList<Grant> Give(ShardTransaction shard, LiveStrategies live, IReadOnlyList<CustomerId> ids,
        Func<CustomerId, IReadOnlyList<Grant>> granted)
    {
        using var writer = new StrategyWriter(shard, live);
        Take(writer, shard, live, ids, id => new CustomerNews { Granted = granted(id) });
        return writer.Used;
    }

    static void Take(StrategyWriter writer, ShardTransaction shard, LiveStrategies live,
        IReadOnlyList<CustomerId> ids, Func<CustomerId, CustomerNews> news)
    {
        var names = ScoringRunStore.RfmSegments(shard.Moment.ScoringRun);
        foreach (var chunk in HistoryReader.Heard(shard.Database, shard.Shard, ids, ids.Count))
        {
            var kept = KeptCustomer.Read(shard.Database, shard.Shard, chunk.Ids);
            var columns = live.ColumnsFor(kept.SelectMany(one => one.State.Enrollments));
            var stored = StoredCustomers.Read(shard, chunk.Ids, chunk.Keys, columns, names);
            writer.Take(new StrategyRows(chunk.Ids, chunk.Keys, stored.Table, chunk.History), kept,
                row => news(chunk.Ids[row]));
        }
        writer.Flush();
    }
}
