using System.Text.Json;
using Perennial.Core.Shards;
using Perennial.Data.Engines;
using Perennial.Data.Identity;
using Perennial.Data.Shards;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    const int MovedAtOnce = 1_000;

    /// <summary>
    /// Moves the facts of keys that have become another customer's to that customer. Each step can be repeated: facts
    /// keep their ids, so that what was written and not yet taken away is not written twice.
    /// </summary>
    /// <returns>How many keys were done.</returns>
    public int MovePending(ShopMoment moment, CancellationToken cancellation = default)
    {
        var moved = 0;
        foreach (var shard in ShardsWithPending())
        {
            List<PendingAlias> pending;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                pending = Pending(shard);
                var done = Move(shard, pending, moment, cancellation);
                moved += done;
                // Those whose customer is not there yet wait for it.
                if (done == 0) break;
            }
            while (pending.Count == MovedAtOnce);
        }
        return moved;
    }

    List<int> ShardsWithPending()
    {
        using var lease = Rent();
        var rows = lease.Database.Query("shards-with-pending");
        var shards = new List<int>();
        while (rows.Step()) shards.Add(rows.Int32(0));
        return shards;
    }

    List<PendingAlias> Pending(int shard)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("pending-aliases", "shard", "most").Bind(1, shard).Bind(2, MovedAtOnce);
        var pending = new List<PendingAlias>();
        while (rows.Step())
        {
            pending.Add(new PendingAlias(rows.CustomerId(0), rows.CustomerId(1),
                rows.Text(2) is { } known ? JsonSerializer.Deserialize<MovedCustomer>(known) : null));
        }
        return pending;
    }

    int Move(int shard, List<PendingAlias> pending, ShopMoment moment, CancellationToken cancellation)
    {
        if (pending.Count == 0) return 0;
        MovedFacts facts;
        using (var lease = Rent())
        {
            using var transaction = Transaction.Read(lease.Database);
            facts = MovedFacts.Read(lease.Database, shard, pending);
        }
        // The write finds out whose the facts are now, however many keys were joined since.
        _ = Write(new BatchWrite(facts.Batch, moment) { AreMoved = true, Cancellation = cancellation });
        return InShard(shard, moment, one => TakeAway(one, facts));
    }

    int TakeAway(ShardTransaction shard, MovedFacts facts)
    {
        var done = 0;
        foreach (var (alias, count) in facts.Counts)
        {
            // More came in meanwhile, or the customer whose they are is not there yet: the next time.
            if (!IsThere(shard.Database, shard.Shard, alias)
                || MovedFacts.Count(shard.Database, shard.Shard, alias.Alias) != count) continue;
            MovedFacts.Delete(shard.Database, shard.Shard, alias.Alias);
            done++;
        }
        if (done > 0) shard.Change();
        return done;
    }

    bool IsThere(Database database, int shard, PendingAlias alias)
    {
        var owner = Aliases.Resolve([alias.Alias],
            ids => ReadAliases(database, ids)).End(alias.Alias);
        return ReadKnown(database, owner.Shard(ShardCount), [owner]).Count > 0;
    }
}
