using Perennial.Core;
using Perennial.Data.Destinations;
using Perennial.Data.Engines;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>All destinations, by name.</summary>
    public IReadOnlyList<DestinationEntry> Destinations()
    {
        using var lease = Rent();
        return Destinations(lease.Database);
    }

    static List<DestinationEntry> Destinations(Database database)
    {
        var rows = database.Query("destinations");
        var found = new List<DestinationEntry>();
        while (rows.Step())
        {
            found.Add(new DestinationEntry(
                rows.Text(0)!, rows.Text(1)!, rows.Text(2)!, rows.Instant(3), rows.Text(4)));
        }
        return found;
    }

    /// <summary>Adds a destination, or sets one up anew and takes it back into use. A new one begins with everybody.
    /// </summary>
    public void PutDestination(string name, string kind, string settings, Instant now)
    {
        using var lease = Rent();
        var wasDisabled = Destinations().Any(known => known.Name == name && known.Disabled is not null);
        // From here on whatever changes is noted; the cursors begin later than that, with everybody.
        ChangeMoment(database => database.Query("put-destination", "name", "kind", "settings", "loaded_at")
            .Bind(1, name).Bind(2, kind).Bind(3, settings).Bind(4, now).Run(), watchesOthers: true);
        // The outbox was not kept for it meanwhile.
        if (wasDisabled) RestartDestination(name);
        foreach (var shard in ShardsToSync())
        {
            AddCursor(lease.Database, shard, name);
            lease.Database.Query("reopen-cursor", "shard", "destination").Bind(1, shard).Bind(2, name).Run();
        }
    }

    /// <summary>Forgets a destination and whatever waits for it.</summary>
    public void RemoveDestination(string name)
    {
        using var lease = Rent();
        foreach (var shard in ShardsToSync())
        {
            using var transaction = Transaction.Write(lease.Database);
            lease.Database.Query("delete-cursor", "shard", "destination").Bind(1, shard).Bind(2, name).Run();
            lease.Database.Query("delete-deliveries", "shard", "destination").Bind(1, shard).Bind(2, name).Run();
            transaction.Commit();
        }
        ChangeMoment(
            database => database.Query("delete-destination", "name").Bind(1, name).Run(), watchesOthers: true);
    }

    /// <summary>Takes a destination out of use until it is loaded again.</summary>
    public void DisableDestination(string name, string reason)
    {
        ChangeMoment(
            database => database.Query("disable-destination", "reason", "name").Bind(1, reason).Bind(2, name).Run());
    }

    /// <summary>Sends everybody to a destination once more, and the changes from now on after them.</summary>
    public void RestartDestination(string name)
    {
        using var lease = Rent();
        foreach (var shard in ShardsToSync())
        {
            lease.Database.Query("restart-cursor", "sequence", "shard", "destination")
                .Bind(1, LastSequence(lease.Database, shard)).Bind(2, shard).Bind(3, name).Run();
        }
    }

    /// <summary>The shards in which there is something to do for a destination that nobody else is doing.</summary>
    public IReadOnlyList<int> ShardsWithWork(string destination, string holder, Instant now)
    {
        using var lease = Rent();
        // A shard that was added later begins with everybody, too.
        var rows = lease.Database.Query("shards-with-work", "destination", "now", "holder")
            .Bind(1, destination).Bind(2, now).Bind(3, holder);
        var shards = new List<int>();
        while (rows.Step()) shards.Add(rows.Int32(0));
        return shards;
    }

    /// <summary>Takes the work on a destination in a shard, or goes on with it, until an instant.</summary>
    /// <returns>Null where somebody else is at it.</returns>
    public DeliveryCursor? LeaseCursor(int shard, string destination, string holder, Instant now, Instant until)
    {
        using var lease = Rent();
        var row = lease.Database.Query("lease-cursor", "holder", "until", "shard", "destination", "now")
            .Bind(1, holder).Bind(2, until).Bind(3, shard).Bind(4, destination).Bind(5, now);
        return CursorOf(row, shard, destination);
    }

    /// <summary>How far a destination is in a shard; null where it was never loaded.</summary>
    public DeliveryCursor? Cursor(int shard, string destination)
    {
        using var lease = Rent();
        return CursorOf(lease.Database.Query("cursor", "shard", "destination").Bind(1, shard).Bind(2, destination),
            shard, destination);
    }

    /// <summary>Says why a destination cannot even be called, for people to see.</summary>
    public void NoteProblem(string destination, string problem)
    {
        using var lease = Rent();
        foreach (var shard in ShardsToSync())
        {
            lease.Database.Query("note-problem", "problem", "shard", "destination")
                .Bind(1, problem).Bind(2, shard).Bind(3, destination).Run();
        }
    }

    /// <summary>Asks a destination again at once, whatever it said before.</summary>
    public void ReopenDestination(string destination)
    {
        using var lease = Rent();
        foreach (var shard in ShardsToSync())
            lease.Database.Query("reopen-cursor", "shard", "destination").Bind(1, shard).Bind(2, destination).Run();
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
    public void ReleaseCursor(int shard, string destination, string holder)
    {
        using var lease = Rent();
        lease.Database.Query("release-cursor", "shard", "destination", "holder")
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
    public bool MoveCursor(DeliveryCursor cursor, string holder, long delivered, IReadOnlyCollection<Delivery> put,
        IReadOnlyCollection<Delivery> arrived, Instant now)
    {
        using var lease = Rent();
        var database = lease.Database;
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
        foreach (var delivery in put) Put(database, cursor, delivery);
        transaction.Commit();
        return true;
    }

    /// <summary>Deliveries that are due, the oldest first.</summary>
    public IReadOnlyList<Delivery> DueDeliveries(int shard, string destination, Instant now, int most)
    {
        using var lease = Rent();
        return DeliveriesOf(lease.Database.Query("due-deliveries", "shard", "destination", "now", "most")
            .Bind(1, shard).Bind(2, destination).Bind(3, now).Bind(4, most));
    }

    /// <summary>All that waits for one customer, in order.</summary>
    public IReadOnlyList<Delivery> WaitingOf(int shard, string destination, CustomerId customer)
    {
        using var lease = Rent();
        return DeliveriesOf(lease.Database.Query("deliveries-of-customer", "shard", "destination", "customer_id")
            .Bind(1, shard).Bind(2, destination).Bind(3, customer));
    }

    /// <summary>Customers for whom something waits: their later changes wait behind it.</summary>
    public IReadOnlyList<CustomerId> WaitingCustomers(int shard, string destination)
    {
        using var lease = Rent();
        return Ids(lease.Database.Query("waiting-customers", "shard", "destination")
            .Bind(1, shard).Bind(2, destination));
    }

    static void AddCursor(Database database, int shard, string destination) =>
        database.Query("add-cursor", "shard", "destination", "sequence")
            .Bind(1, shard).Bind(2, destination).Bind(3, LastSequence(database, shard)).Run();

    static void Put(Database database, DeliveryCursor cursor, Delivery delivery) =>
        database.Query("put-delivery", "shard", "destination", "sequence", "customer_id", "changed_at", "change",
                "state", "attempts", "next_attempt_at", "error")
            .Bind(1, cursor.Shard).Bind(2, cursor.Destination).Bind(3, delivery.Sequence).Bind(4, delivery.Customer)
            .Bind(5, delivery.ChangedAt).Bind(6, delivery.Change).Bind(7, delivery.IsDead ? 1 : 0)
            .Bind(8, delivery.Attempts).Bind(9, delivery.NextAttemptAt).Bind(10, delivery.Error).Run();

    static List<Delivery> DeliveriesOf(Statement rows, int first = 0)
    {
        var found = new List<Delivery>();
        while (rows.Step()) found.Add(DeliveryOf(rows, first));
        return found;
    }

    static Delivery DeliveryOf(Rows rows, int first) => new(
        rows.Int64(first), rows.CustomerId(first + 1), rows.Instant(first + 2), rows.Text(first + 3)!,
        rows.Int64(first + 4) != 0, rows.Int32(first + 5), rows.Instant(first + 6), rows.Text(first + 7)!);
}
