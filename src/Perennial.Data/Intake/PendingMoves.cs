using Perennial.Core;
using System.Text.Json;
using Perennial.Core.Shards;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Identity;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;

namespace Perennial.Data.Intake;

/// <summary>Moves the facts of keys that have become another customer's to that customer.</summary>
/// <remarks>Each step can be repeated: facts keep their ids, so that what was written and not yet taken away is not
/// written twice.</remarks>
/// <param name="shards">Where they are.</param>
/// <param name="write">Writes them anew.</param>
sealed class PendingMoves(StoreShards shards, Action<BatchWrite> write)
{
    const int AtOnce = 1_000;

    /// <summary>Moves what waits.</summary>
    /// <returns>How many keys were done.</returns>
    public int Run(ShopMoment moment, CancellationToken cancellation)
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
            while (pending.Count == AtOnce);
        }
        return moved;
    }

    List<int> ShardsWithPending()
    {
        using var rental = shards.Rent();
        return rental.Database.Query("shards-with-pending").Numbers();
    }

    List<PendingAlias> Pending(int shard)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("pending-aliases", "shard", "most").Bind(1, shard).Bind(2, AtOnce);
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
        using (var rental = shards.Rent())
        {
            using var transaction = Transaction.Read(rental.Database);
            facts = MovedFacts.Read(rental.Database, shard, pending);
        }
        var standings = Standings(facts);
        // The write finds out whose the facts are now, however many keys were joined since.
        write(new BatchWrite(facts.Batch, moment)
        {
            AreMoved = true, Standings = standings, Cancellation = cancellation,
        });
        foreach (var one in standings.Where(one => !one.IsWritten)) Join(one, moment);
        return shards.InShard(shard, moment, one => TakeAway(one, facts));
    }

    List<MovedStanding> Standings(MovedFacts facts)
    {
        if (facts.Strategies.Count == 0) return [];
        using var rental = shards.Rent();
        return [.. facts.Strategies.Select(one =>
            new MovedStanding(one.Alias, OwnerOf(rental.Database, one.Alias), one.Moved))];
    }

    // Whose owner is another by now, or got no facts.
    void Join(MovedStanding standing, ShopMoment moment)
    {
        CustomerId owner;
        using (var rental = shards.Rent()) owner = OwnerOf(rental.Database, standing.Alias);
        shards.InShard(shards.Of(owner), moment, one => (standing with { Owner = owner }).WriteTo(one));
    }

    CustomerId OwnerOf(Database database, CustomerId alias) =>
        Aliases.Resolve([alias], ids => AliasRows.OfShards(database, ids, shards.Count)).End(alias);

    int TakeAway(ShardTransaction shard, MovedFacts facts)
    {
        var done = 0;
        foreach (var (alias, count) in facts.Counts)
        {
            // More came in meanwhile, or the customer whose they are is not there yet: the next time.
            if (!IsThere(shard.Database, alias)
                || MovedFacts.Count(shard.Database, shard.Shard, alias.Alias) != count) continue;
            MovedFacts.Delete(shard.Database, shard.Shard, alias.Alias);
            foreach (var (who, moved) in facts.Strategies)
                if (who == alias.Alias) moved.Leave(shard);
            done++;
        }
        if (done > 0) shard.Change();
        return done;
    }

    bool IsThere(Database database, PendingAlias alias)
    {
        var owner = OwnerOf(database, alias.Alias);
        return CustomerStore.Known(database, shards.Of(owner), [owner]).Count > 0;
    }
}
