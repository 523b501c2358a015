using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Erasure;
using Perennial.Data.Shards;

namespace Perennial.Data.Destinations;

/// <summary>How far each destination is in each shard, and who is at it.</summary>
public sealed class CursorStore
{
    readonly StoreShards shards;

    internal CursorStore(StoreShards shards) => this.shards = shards;

    /// <summary>The shards in which there is something to do for a destination that nobody else is doing.</summary>
    /// <param name="destination">The destination's name.</param>
    /// <param name="worker">Who asks, within the process.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<int> ShardsWithWork(string destination, string worker, Instant now)
    {
        using var rental = shards.Rent();
        // A shard that was added later begins with everybody, too.
        var rows = rental.Database.Query("shards-with-work", "now", "destination").Bind(1, now).Bind(2, destination);
        var found = new List<(int Shard, string? Holder)>();
        while (rows.Step()) found.Add((rows.Int32(0), rows.Text(1)));
        var gone = shards.Signs.Gone(
            rental.Database, worker, found.Select(one => one.Holder).OfType<string>().Distinct());
        return [.. found.Where(one => one.Holder is null || gone.Contains(one.Holder)).Select(one => one.Shard)];
    }

    /// <summary>Takes the work on a destination in a shard until an instant: from nobody, or from a process that is
    /// gone. </summary>
    /// <param name="shard">The shard.</param>
    /// <param name="destination">The destination's name.</param>
    /// <param name="worker">Who takes it, within the process. The same once more takes it from itself: what was begun
    /// under the former lease is nothing any more.</param>
    /// <param name="now">The present.</param>
    /// <param name="until">How long, unless it is renewed.</param>
    /// <returns>Null where somebody else is at it.</returns>
    public DeliveryCursor? Lease(int shard, string destination, string worker, Instant now, Instant until)
    {
        var (holder, lost) = shards.Signs.Next(worker);
        using var rental = shards.Rent();
        DeliveryCursor? Take(string gone)
        {
            var row = rental.Database
                .Query("lease-cursor", "holder", "until", "shard", "destination", "gone", "now")
                .Bind(1, holder).Bind(2, until).Bind(3, shard).Bind(4, destination).Bind(5, gone).Bind(6, now);
            return CursorOf(row, shard, destination) is { } cursor
                ? cursor with { Holder = holder, Lost = lost } : null;
        }
        if (Take("") is { } taken) return taken;
        var other = rental.Database.Query("leased-by", "shard", "destination").Bind(1, shard).Bind(2, destination);
        var by = other.Step() ? other.Text(0) : null;
        other.Reset();
        return by is not null && shards.Signs.Gone(rental.Database, worker, [by]).Count > 0 ? Take(by) : null;
    }

    /// <summary>Keeps the work until a later instant.</summary>
    /// <returns>False where somebody else is at it by now.</returns>
    public bool Renew(DeliveryCursor cursor, Instant until)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("renew-lease", "until", "shard", "destination", "holder")
            .Bind(1, until).Bind(2, cursor.Shard).Bind(3, cursor.Destination).Bind(4, cursor.Holder).Run() > 0;
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
            Problem = row.Text(5),
        };
        row.Reset();
        return cursor;
    }

    /// <summary>Gives the work back.</summary>
    public void Release(DeliveryCursor cursor)
    {
        using var rental = shards.Rent();
        rental.Database.Query("release-cursor", "shard", "destination", "holder")
            .Bind(1, cursor.Shard).Bind(2, cursor.Destination).Bind(3, cursor.Holder).Run();
    }

    /// <summary>Notes how far a destination is, what has to be sent again and what arrived after all, in one
    /// transaction.</summary>
    /// <param name="cursor">How far, and by which lease.</param>
    /// <param name="delivered">How many changes were delivered since the last note.</param>
    /// <param name="put">What waits or is given up.</param>
    /// <param name="arrived">What waited and was delivered.</param>
    /// <param name="now">The present.</param>
    /// <param name="unsent">How many changes were not sent since the last note, by reason.</param>
    /// <returns>False where somebody else has taken over: nothing was noted.</returns>
    public bool Move(DeliveryCursor cursor, long delivered, IReadOnlyCollection<Delivery> put,
        IReadOnlyCollection<Delivery> arrived, Instant now, IReadOnlyDictionary<UnsentReason, long>? unsent = null)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        var move = database.Query("move-cursor", "sequence", "first_sync", "first_from", "failures", "problem",
                "next_try_at", "delivered", "any_delivered", "now", "shard", "destination", "holder")
            .Bind(1, cursor.Sequence).Bind(2, cursor.IsFirstSync ? 1 : 0).Bind(4, cursor.Failures)
            .Bind(5, cursor.Problem).Bind(6, cursor.NextTryAt.UnixMs).Bind(7, delivered)
            .Bind(8, delivered > 0 ? 1 : 0).Bind(9, now).Bind(10, cursor.Shard).Bind(11, cursor.Destination)
            .Bind(12, cursor.Holder);
        if (cursor.FirstFrom is { } from) move.Bind(3, from);
        else move.BindNull(3);
        if (move.Run() == 0) return false;
        foreach (var delivery in arrived)
        {
            database.Query("delete-delivery", "shard", "destination", "sequence", "customer_id")
                .Bind(1, cursor.Shard).Bind(2, cursor.Destination).Bind(3, delivery.Sequence)
                .Bind(4, delivery.Customer).Run();
        }
        var forgotten = Put(database, cursor, put, now);
        if (forgotten > 0) Count(database, cursor, UnsentReason.Gone, forgotten, now);
        foreach (var (reason, changes) in unsent ?? new Dictionary<UnsentReason, long>())
            Count(database, cursor, reason, changes, now);
        transaction.Commit();
        return true;
    }

    // Of whoever was erased while it was on its way, nothing is kept.
    static int Put(Database database, DeliveryCursor cursor, IReadOnlyCollection<Delivery> put, Instant now)
    {
        var erased = ErasedKeyRows.OfAny(database, cursor.Shard,
            [.. put.Where(delivery => !OutboxRow.IsGone(delivery.Change)).Select(delivery => delivery.Customer)
                .Distinct().Order()]).ToHashSet();
        var kept = put.Where(delivery => !erased.Contains(delivery.Customer) || OutboxRow.IsGone(delivery.Change))
            .OrderBy(delivery => delivery.Sequence).ToList();
        foreach (var delivery in kept) DeliveryStore.Put(database, cursor, delivery);
        if (kept.Exists(delivery => delivery.NextAttemptAt == Delivery.Behind))
            DeliveryStore.Advance(database, cursor.Shard, cursor.Destination, now);
        return put.Count - kept.Count;
    }

    static void Count(Database database, DeliveryCursor cursor, UnsentReason reason, long changes, Instant now) =>
        database.Query("add-unsent", "shard", "destination", "reason", "changes", "last_at")
            .Bind(1, cursor.Shard).Bind(2, cursor.Destination).Bind(3, EnumWord.Of(reason)).Bind(4, changes)
            .Bind(5, now).Run();
}
