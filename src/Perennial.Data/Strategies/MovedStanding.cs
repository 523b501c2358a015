using Perennial.Core;
using Perennial.Data.Customers;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Where a customer stands who is another by now, on its way to them. It is written with the facts that come
/// along and before the turn that these bring, so that what was decided of the one is not decided once more of the
/// other.</summary>
/// <param name="Alias">Who.</param>
/// <param name="Owner">Who they are.</param>
/// <param name="Moved">Where they stand.</param>
sealed record MovedStanding(CustomerId Alias, CustomerId Owner, MovedStrategies Moved)
{
    /// <summary>Whether the last transaction that was to write it did.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Writes it where the owner is in this shard, and known.</summary>
    public bool WriteTo(ShardTransaction shard)
    {
        IsWritten = CustomerStore.Known(shard.Database, shard.Shard, [Owner]).Count > 0;
        if (IsWritten) Moved.WriteTo(shard, Owner);
        return IsWritten;
    }
}
