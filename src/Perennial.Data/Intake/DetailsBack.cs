using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Folding;
using Perennial.Data.Households;
using Perennial.Data.Shards;

namespace Perennial.Data.Intake;

/// <summary>Gives customers who stay the details back that an import under way has replaced, some customers a
/// transaction. What nobody had said before stays.</summary>
sealed class DetailsBack(StoreShards shards, ImportUnderWay import, ShopMoment moment)
{
    /// <summary>Gives them back. Returns of how many customers.</summary>
    public int Run(CancellationToken cancellation)
    {
        var given = 0;
        for (var shard = 0; shard < shards.Count; shard++)
        {
            var (number, after) = (shard, default(CustomerId));
            shards.InChunks(() => shards.InShard(number, moment, one =>
            {
                var some = Said(one, after);
                if (some.Count == 0)
                {
                    // What somebody has replaced since.
                    one.Database.Query("forget-detail-said", "shard", "said_at").Bind(1, one.Shard)
                        .Bind(2, import.At).Run();
                    return false;
                }
                after = some[^1];
                given += Give(one, some, cancellation);
                return true;
            }), cancellation);
        }
        return given;
    }

    List<CustomerId> Said(ShardTransaction shard, CustomerId after) => shard.Database
        .Query("customers-with-detail-said", "shard", "after", "said", "most").Bind(1, shard.Shard).Bind(2, after)
        .Bind(3, $"%{import.At.UnixMs}%").Bind(4, shards.CustomersPerChunk).Ids();

    int Give(ShardTransaction shard, List<CustomerId> ids, CancellationToken cancellation)
    {
        var news = new SortedDictionary<CustomerId, IReadOnlyDictionary<string, string>>();
        using var customers = new FactCursor(
            shard.Database.RowsOf(SqlText.Query("known-customers"), shard.Shard, ids));
        using var before = new FactCursor(
            shard.Database.RowsOf(SqlText.Query("customer-details-before"), shard.Shard, ids));
        using var put = CustomerWriter.Inserter(shard);
        using var households = new HouseholdWriter(shard.Database, shard.Shard);
        foreach (var id in ids)
        {
            if (!customers.IsAt(id)) continue;
            var customer = KnownCustomer.Read(customers.Row);
            var said = new List<SaidDetail>();
            for (; before.IsAt(id); before.Next()) said.Add(SaidDetail.Read(before.Row));
            if (!customer.GiveBack(import.At, said)) continue;
            put.Add((id, customer));
            if (customer.HasMoved) households.Put(id, customer.Details, isNew: false);
            if (customer.Changed is { } changed) news.Add(id, changed);
        }
        put.Flush();
        households.Flush();
        if (news.Count == 0) return 0;
        using var profiles = new ProfileWriter(shard) { Details = news };
        profiles.Refold([.. news.Keys], cancellation);
        return news.Count;
    }
}
