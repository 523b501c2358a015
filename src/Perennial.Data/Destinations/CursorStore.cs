using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Destinations;

/// <summary>How far each destination is in each shard, and who is at it.</summary>
public sealed class CursorStore
{
    readonly StoreShards shards;

    internal CursorStore(StoreShards shards) => this.shards = shards;

    /// <summary>The shards in which there is something to do for a destination that nobody else is doing.</summary>
    public IReadOnlyList<int> ShardsWithWork(string destination, string holder, Instant now)
    {
        using var rental = shards.Rent();
        // A shard that was added later begins with everybody, too.
        return rental.Database.Query("shards-with-work", "destination", "now", "holder")
            .Bind(1, destination).Bind(2, now).Bind(3, holder).Numbers();
    }

    /// <summary>Takes the work on a destination in a shard, or goes on with it, until an instant.</summary>
    /// <returns>Null where somebody else is at it.</returns>
    public DeliveryCursor? Lease(int shard, string destination, string holder, Instant now, Instant until)
    {
        using var rental = shards.Rent();
        var row = rental.Database.Query("lease-cursor", "holder", "until", "shard", "destination", "now")
            .Bind(1, holder).Bind(2, until).Bind(3, shard).Bind(4, destination).Bind(5, now);
        return CursorOf(row, shard, destination);
    }

    /// <summary>How far a destination is in a shard; null where it was never loaded.</summary>
    public DeliveryCursor? Of(int shard, string destination)
    {
        using var rental = shards.Rent();
        return CursorOf(rental.Database.Query("cursor", "shard", "destination").Bind(1, shard).Bind(2, destination),
            shard, destination);
    }

    static DeliveryCursor? CursorOf(Statement row, int shard, string destination)
    {
        if (!row.Step()) return null;
        var cursor = new DeliveryCursor
        {
            Shard = shard, Destination = destination, Sequence = row.Int64(0), IsFirstSync = row.Int64(1) != 0,
            FirstFrom = row.IsNull(2) ? null : row.CustomerId(2), Failures = row.Int32(3), NextTryAt = row.Instant(4),
        };
        row.Reset();
        return cursor;
    }

    /// <summary>Gives the work back.</summary>
    public void Release(int shard, string destination, string holder)
    {
        using var rental = shards.Rent();
        rental.Database.Query("release-cursor", "shard", "destination", "holder")
            .Bind(1, shard).Bind(2, destination).Bind(3, holder).Run();
    }

    /// <summary>Notes how far a destination is, what has to be sent again and what arrived after all, in one
    /// transaction.</summary>
    /// <param name="cursor">How far.</param>
    /// <param name="holder">Who holds the lease.</param>
    /// <param name="delivered">How many changes were delivered since the last note.</param>
    /// <param name="put">What waits or is given up.</param>
    /// <param name="arrived">What waited and was delivered.</param>
    /// <param name="now">The present.</param>
    /// <returns>False where somebody else has taken over: nothing was noted.</returns>
    public bool Move(DeliveryCursor cursor, string holder, long delivered, IReadOnlyCollection<Delivery> put,
        IReadOnlyCollection<Delivery> arrived, Instant now)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        var move = database.Query("move-cursor", "sequence", "first_sync", "first_from", "failures", "problem",
                "next_try_at", "delivered", "any_delivered", "now", "shard", "destination", "holder")
            .Bind(1, cursor.Sequence).Bind(2, cursor.IsFirstSync ? 1 : 0).Bind(4, cursor.Failures)
            .Bind(5, cursor.Problem).Bind(6, cursor.NextTryAt.UnixMs).Bind(7, delivered)
            .Bind(8, delivered > 0 ? 1 : 0).Bind(9, now).Bind(10, cursor.Shard).Bind(11, cursor.Destination)
            .Bind(12, holder);
        if (cursor.FirstFrom is { } from) move.Bind(3, from);
        else move.BindNull(3);
        if (move.Run() == 0) return false;
        foreach (var delivery in arrived)
        {
            database.Query("delete-delivery", "shard", "destination", "sequence", "customer_id")
                .Bind(1, cursor.Shard).Bind(2, cursor.Destination).Bind(3, delivery.Sequence)
                .Bind(4, delivery.Customer).Run();
        }
        foreach (var delivery in put) DeliveryStore.Put(database, cursor, delivery);
        transaction.Commit();
        return true;
    }
}
