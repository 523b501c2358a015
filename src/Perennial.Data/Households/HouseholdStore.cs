using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Households;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Households;

/// <summary>Who lives at one address.</summary>
public sealed class HouseholdStore
{
    readonly StoreShards shards;

    internal HouseholdStore(StoreShards shards) => this.shards = shards;

    /// <summary>Everybody of a customer's household, the customer among them; nobody where their address names no
    /// house.</summary>
    public IReadOnlyList<CustomerId> MembersWith(CustomerId id)
    {
        using var rental = shards.Rent();
        var row = rental.Database.Query("household-of", "shard", "customer_id").Bind(1, shards.Of(id)).Bind(2, id);
        if (!row.Step()) return [];
        var household = row.FactId(0);
        row.Reset();
        return Members(rental.Database, household);
    }

    /// <summary>Everybody whose address now is that of a household.</summary>
    public IReadOnlyList<CustomerId> Members(HouseholdId household)
    {
        using var rental = shards.Rent();
        return Members(rental.Database, new FactId(household.Value));
    }

    static List<CustomerId> Members(Database database, FactId household) =>
        database.Query("members-of-household", "household_id").Bind(1, household).Ids();

    /// <summary>Finds the households of all customers anew, some at a time. Stopped, the same again goes on from the
    /// beginning.</summary>
    public void FindAll(ShopMoment moment, CancellationToken cancellation = default)
    {
        for (var number = 0; number < shards.Count; number++)
        {
            var (shard, after) = (number, default(CustomerId));
            shards.InChunks(() =>
            {
                var chunk = Chunk(shard, after);
                if (chunk.Count == 0) return false;
                shards.InShard(shard, moment, one =>
                {
                    using var writer = new HouseholdWriter(one.Database, shard);
                    foreach (var (id, details) in chunk) writer.Put(id, details, isNew: false);
                    writer.Flush();
                    return chunk.Count;
                });
                after = chunk[^1].Id;
                return chunk.Count == shards.CustomersPerChunk;
            }, cancellation);
        }
    }

    List<(CustomerId Id, CustomerDetails Details)> Chunk(int shard, CustomerId after)
    {
        using var rental = shards.Rent();
        var chunk = new List<(CustomerId, CustomerDetails)>();
        var rows = rental.Database.Query("addresses-after", "shard", "customer_id", "most")
            .Bind(1, shard).Bind(2, after).Bind(3, shards.CustomersPerChunk);
        while (rows.Step())
        {
            chunk.Add((rows.CustomerId(0), new CustomerDetails
            {
                Address1 = rows.Text(1), Address2 = rows.Text(2), Postcode = rows.Text(3), City = rows.Text(4),
            }));
        }
        return chunk;
    }
}
