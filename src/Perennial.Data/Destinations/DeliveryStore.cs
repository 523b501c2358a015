using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Destinations;

/// <summary>What destinations did not take at once, and how they stand.</summary>
public sealed class DeliveryStore
{
    readonly StoreShards shards;

    internal DeliveryStore(StoreShards shards) => this.shards = shards;

    /// <summary>Deliveries that are due, the oldest first.</summary>
    public IReadOnlyList<Delivery> Due(int shard, string destination, Instant now, int most)
    {
        using var rental = shards.Rent();
        return DeliveriesOf(rental.Database.Query("due-deliveries", "shard", "destination", "now", "most")
            .Bind(1, shard).Bind(2, destination).Bind(3, now).Bind(4, most));
    }

    /// <summary>All that waits for one customer, in order.</summary>
    public IReadOnlyList<Delivery> WaitingOf(int shard, string destination, CustomerId customer)
    {
        using var rental = shards.Rent();
        return DeliveriesOf(rental.Database.Query("deliveries-of-customer", "shard", "destination", "customer_id")
            .Bind(1, shard).Bind(2, destination).Bind(3, customer));
    }

    /// <summary>Customers for whom something waits: their later changes wait behind it.</summary>
    public IReadOnlyList<CustomerId> WaitingCustomers(int shard, string destination, Instant now)
    {
        using var rental = shards.Rent();
        var waiting = rental.Database.Query("waiting-customers", "shard", "destination")
            .Bind(1, shard).Bind(2, destination).Ids();
        if (waiting.Count > 0) Advance(rental.Database, shard, destination, now);
        return waiting;
    }

    // Where somebody was erased, what stood before a change may be there no more: then the change is due.
    internal static void Advance(Database database, int shard, string destination, Instant now) =>
        database.Query("nothing-before", "now", "shard", "destination", "behind")
            .Bind(1, now).Bind(2, shard).Bind(3, destination).Bind(4, Delivery.Behind.UnixMs).Run();

    internal static void Put(Database database, DeliveryCursor cursor, Delivery delivery) =>
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

    /// <summary>How each destination stands, by name.</summary>
    public IReadOnlyDictionary<string, DeliveryState> States()
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        var states = new Dictionary<string, DeliveryState>();
        foreach (var shard in OutboxStore.Shards(rental.Database))
        {
            AddCursors(database, shard, states);
            var counts = database.Query("count-deliveries", "shard").Bind(1, shard);
            while (counts.Step())
            {
                var name = counts.Text(0)!;
                var known = states.GetValueOrDefault(name, DeliveryState.None);
                states[name] = counts.Int64(1) == 0
                    ? known with { Waiting = known.Waiting + counts.Int64(2) }
                    : known with { Dead = known.Dead + counts.Int64(2) };
            }
        }
        var unsent = database.Query("count-unsent");
        while (unsent.Step())
        {
            var name = unsent.Text(0)!;
            if (!states.TryGetValue(name, out var known)) continue;
            states[name] = known with
            {
                Unsent = new Dictionary<UnsentReason, long>(known.Unsent)
                {
                    [EnumWord.Parse<UnsentReason>(unsent.Text(1)!)] = unsent.Int64(2),
                },
            };
        }
        return states;
    }

    /// <summary>How many changes were given up, by destination; those that have none are left out.</summary>
    public IReadOnlyDictionary<string, long> Dead()
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("count-dead");
        var dead = new Dictionary<string, long>();
        while (rows.Step()) dead.Add(rows.Text(0)!, rows.Int64(1));
        return dead;
    }

    static void AddCursors(Database database, int shard, Dictionary<string, DeliveryState> states)
    {
        var cursors = new List<(string Name, long Sequence, DeliveryState State)>();
        var rows = database.Query("cursors", "shard").Bind(1, shard);
        while (rows.Step())
        {
            cursors.Add((rows.Text(0)!, rows.Int64(2), new DeliveryState(0, Instant.None, 0, 0, rows.Int64(7),
                rows.IsNull(8) ? Instant.None : rows.Instant(8), rows.Int64(3) != 0, rows.Text(5),
                rows.Int64(4) > 0 ? rows.Instant(6) : Instant.None)));
        }
        foreach (var (name, sequence, state) in cursors)
        {
            var count = database.Query("count-outbox-after", "shard", "sequence").Bind(1, shard).Bind(2, sequence);
            count.Step();
            var (behind, oldest) = (count.Int64(0), count.IsNull(1) ? Instant.None : count.Instant(1));
            count.Reset();
            var known = states.GetValueOrDefault(name, state with { Delivered = 0, IsFirstSync = false });
            states[name] = known with
            {
                Behind = known.Behind + behind,
                OldestAt = Earlier(known.OldestAt, oldest),
                Delivered = known.Delivered + state.Delivered,
                DeliveredAt = state.DeliveredAt > known.DeliveredAt ? state.DeliveredAt : known.DeliveredAt,
                IsFirstSync = known.IsFirstSync || state.IsFirstSync,
                Problem = known.Problem ?? state.Problem,
                NextTryAt = Earlier(known.NextTryAt, state.NextTryAt),
            };
        }
    }

    static Instant Earlier(Instant one, Instant other) =>
        !one.HasValue ? other : !other.HasValue || one < other ? one : other;

    /// <summary>Changes that were given up.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters(int most = 100)
    {
        using var rental = shards.Rent();
        var found = new List<DeadLetter>();
        foreach (var shard in OutboxStore.Shards(rental.Database))
        {
            var rows = rental.Database.Query("dead-letters", "shard", "most")
                .Bind(1, shard).Bind(2, most - found.Count);
            while (rows.Step()) found.Add(new DeadLetter(rows.Text(0)!, shard, DeliveryOf(rows, 1)));
        }
        return found;
    }

    /// <summary>Sends what was given up once more.</summary>
    /// <returns>How many.</returns>
    public int Revive(string destination, Instant now)
    {
        using var rental = shards.Rent();
        var revived = 0;
        foreach (var shard in OutboxStore.Shards(rental.Database))
        {
            revived += rental.Database.Query("revive-deliveries", "now", "shard", "destination")
                .Bind(1, now).Bind(2, shard).Bind(3, destination).Run();
        }
        return revived;
    }
}
