using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Shards;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Attributes;

/// <summary>Where the store says that customers are: their languages and time zones by address and telephone number.
/// </summary>
public sealed class PlaceStore
{
    readonly StoreShards shards;

    internal PlaceStore(StoreShards shards) => this.shards = shards;

    /// <summary>Finds those of all customers anew, some at a time. Stopped, the same again goes on from the beginning.
    /// </summary>
    /// <returns>Of how many customers another is written down now.</returns>
    public int FindAll(ShopMoment moment, CancellationToken cancellation = default)
    {
        var changed = 0;
        for (var number = 0; number < shards.Count; number++)
        {
            var (shard, after) = (number, default(CustomerId));
            shards.InChunks(() => shards.InShard(shard, moment, one =>
            {
                var found = Chunk(one, after, out var read, out after);
                foreach (var (id, place) in found)
                {
                    one.Database.Query("set-place", "place_languages", "place_zones", "version", "shard", "customer_id")
                        .Bind(1, place.Languages).Bind(2, place.Zones).Bind(3, one.Version).Bind(4, one.Shard)
                        .Bind(5, id).Run();
                }
                if (found.Count > 0) one.Change();
                changed += found.Count;
                return read == shards.CustomersPerChunk;
            }), cancellation);
        }
        return changed;
    }

    // Those of whom it says something else than what is written down.
    List<(CustomerId Id, PlaceText Place)> Chunk(
        ShardTransaction shard, CustomerId from, out int read, out CustomerId last)
    {
        (read, last) = (0, from);
        var found = new List<(CustomerId, PlaceText)>();
        var rows = shard.Database.Query("places-after", "shard", "customer_id", "most")
            .Bind(1, shard.Shard).Bind(2, from).Bind(3, shards.CustomersPerChunk);
        while (rows.Step())
        {
            (read, last) = (read + 1, rows.CustomerId(0));
            var isPhone = EnumWord.Parse<CustomerKeyKind>(rows.Text(3)!) == CustomerKeyKind.Phone;
            var place = shard.Moment.Places.Of(rows.Text(1), rows.Text(2) ?? (isPhone ? rows.Text(4) : null));
            if (place != new PlaceText(rows.Text(5), rows.Text(6))) found.Add((last, place));
        }
        return found;
    }
}
