using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.History;
using Perennial.Data.Profiles;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Reads customers as strategies look at them, and writes nothing.</summary>
public sealed class SurveyStore
{
    readonly StoreShards shards;

    internal SurveyStore(StoreShards shards) => this.shards = shards;

    /// <summary>Looks at customers, some at a time, each in a reading of its own: whoever writes does not wait.
    /// </summary>
    /// <param name="moment">As of when, and by which strategies, which need not be in force.</param>
    /// <param name="every">Every how manieth customer; 1 for all. Ids are hashes, so that any is as good as any other.
    /// </param>
    /// <param name="look">Called for one after the other.</param>
    /// <param name="progress">Told how many customers were passed.</param>
    /// <param name="cancellation">Between two readings.</param>
    public void Look(ShopMoment moment, int every,
        Action<StrategyCustomer, CustomerStrategies, IReadOnlyList<PastContact>> look, Action<int>? progress = null,
        CancellationToken cancellation = default)
    {
        if (moment.Strategies is not { } live) return;
        var passed = 0;
        for (var shard = 0; shard < shards.Count; shard++)
        {
            for (var first = default(CustomerId); ;)
            {
                cancellation.ThrowIfCancellationRequested();
                var (from, before) = (first, passed);
                var some = shards.Look(shard, moment, reading =>
                {
                    var found = reading.Customers(from, shards.CustomersPerChunk * every);
                    List<CustomerId> mine = every == 1 ? found
                        : [.. found.Index().Where(one => (before + one.Index) % every == 0).Select(one => one.Item)];
                    if (mine.Count > 0) Look(reading, live, mine, look);
                    return found;
                });
                progress?.Invoke(passed += some.Count);
                if (some.Count < shards.CustomersPerChunk * every) break;
                first = some[^1].Next;
            }
        }
    }

    static void Look(ShardTransaction shard, LiveStrategies live, List<CustomerId> ids,
        Action<StrategyCustomer, CustomerStrategies, IReadOnlyList<PastContact>> look)
    {
        var names = ScoringRunStore.RfmSegments(shard.Moment.ScoringRun);
        foreach (var chunk in HistoryReader.Of(shard.Database, shard.Shard, ids, ids.Count, withNames: true))
        {
            var stored = StoredCustomers.Read(shard, chunk.Ids, chunk.Keys, ProfileSql.Stored, names);
            var kept = KeptCustomer.Read(shard.Database, shard.Shard, chunk.Ids);
            var people = StrategyPeople.Read(
                shard, live, new StrategyRows(chunk.Ids, chunk.Keys, stored.Table, chunk.History),
                [.. Enumerable.Range(0, chunk.Ids.Length)]);
            for (var row = 0; row < chunk.Ids.Length; row++)
            {
                if (people.Of(chunk.Ids[row], row) is not { } customer) continue;
                var others = kept[row].Contacts.Where(contact => contact.IsPhantom
                    || !customer.History.Contacts.Id.Contains(contact.Id)).Select(contact => contact.Counts);
                look(customer, kept[row].State, PastContacts.Of(customer.History, live.Book.Rules.Set.Policies,
                    shard.Moment.Now, [.. others.OfType<PastContact>()]));
            }
        }
    }
}
