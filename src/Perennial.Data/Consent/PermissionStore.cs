using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Consent;

/// <summary>What customers said about being contacted.</summary>
public sealed class PermissionStore
{
    readonly StoreShards shards;

    internal PermissionStore(StoreShards shards) => this.shards = shards;

    /// <summary>What customers said about being contacted, and by what they are never contacted. Who never said
    /// anything is left out; addresses and countries are not in it.</summary>
    public IReadOnlyDictionary<CustomerId, CustomerPermissions> Of(IEnumerable<CustomerId> customers)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        return shards.Read([.. customers.Distinct().Order()], (shard, some) => PermissionRows.Of(database, shard, some))
            .ToDictionary(one => one.Key, one => one.Value);
    }

    /// <summary>The same of everybody, by one channel.</summary>
    /// <param name="channel">By which.</param>
    /// <param name="everybody">False leaves out who never refused: enough where silence is a yes.</param>
    public IReadOnlyDictionary<CustomerId, CustomerPermissions> By(ContactChannel channel, bool everybody)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        return PermissionRows.By(rental.Database, channel, everybody);
    }
}
