using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Destinations;

/// <summary>The tools that receive columns and segments.</summary>
public sealed class DestinationStore
{
    readonly StoreShards shards;

    internal DestinationStore(StoreShards shards) => this.shards = shards;

    /// <summary>All destinations, by name.</summary>
    public IReadOnlyList<DestinationEntry> All()
    {
        using var rental = shards.Rent();
        return All(rental.Database);
    }

    internal static List<DestinationEntry> All(Database database)
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
    public void Put(string name, string kind, string settings, Instant now)
    {
        using var rental = shards.Rent();
        var wasDisabled = All().Any(known => known.Name == name && known.Disabled is not null);
        // From here on whatever changes is noted; the cursors begin later than that, with everybody.
        shards.ChangeMoment(database => database.Query("put-destination", "name", "kind", "settings", "loaded_at")
            .Bind(1, name).Bind(2, kind).Bind(3, settings).Bind(4, now).Run(), watchesOthers: true);
        // The outbox was not kept for it meanwhile.
        if (wasDisabled) Restart(name);
        foreach (var shard in OutboxStore.Shards(rental.Database))
        {
            AddCursor(rental.Database, shard, name);
            rental.Database.Query("reopen-cursor", "shard", "destination").Bind(1, shard).Bind(2, name).Run();
        }
    }

    /// <summary>Forgets a destination and whatever waits for it.</summary>
    public void Remove(string name)
    {
        using var rental = shards.Rent();
        foreach (var shard in OutboxStore.Shards(rental.Database))
        {
            using var transaction = Transaction.Write(rental.Database);
            rental.Database.Query("delete-cursor", "shard", "destination").Bind(1, shard).Bind(2, name).Run();
            rental.Database.Query("delete-deliveries", "shard", "destination").Bind(1, shard).Bind(2, name).Run();
            rental.Database.Query("delete-unsent", "shard", "destination").Bind(1, shard).Bind(2, name).Run();
            transaction.Commit();
        }
        shards.ChangeMoment(
            database => database.Query("delete-destination", "name").Bind(1, name).Run(), watchesOthers: true);
    }

    /// <summary>Takes a destination out of use until it is loaded again.</summary>
    public void Disable(string name, string reason)
    {
        shards.ChangeMoment(
            database => database.Query("disable-destination", "reason", "name").Bind(1, reason).Bind(2, name).Run());
    }

    /// <summary>Sends everybody to a destination once more, and the changes from now on after them.</summary>
    public void Restart(string name)
    {
        using var rental = shards.Rent();
        foreach (var shard in OutboxStore.Shards(rental.Database))
        {
            rental.Database.Query("restart-cursor", "sequence", "shard", "destination")
                .Bind(1, OutboxStore.LastSequence(rental.Database, shard)).Bind(2, shard).Bind(3, name).Run();
        }
    }

    /// <summary>Says why a destination cannot even be called, for people to see; null once it can.</summary>
    public void NoteProblem(string destination, string? problem)
    {
        using var rental = shards.Rent();
        foreach (var shard in OutboxStore.Shards(rental.Database))
        {
            rental.Database.Query("note-problem", "problem", "shard", "destination")
                .Bind(1, problem).Bind(2, shard).Bind(3, destination).Run();
        }
    }

    /// <summary>Asks a destination again at once, whatever it said before.</summary>
    public void Reopen(string destination)
    {
        using var rental = shards.Rent();
        foreach (var shard in OutboxStore.Shards(rental.Database))
            rental.Database.Query("reopen-cursor", "shard", "destination").Bind(1, shard).Bind(2, destination).Run();
    }

    static void AddCursor(Database database, int shard, string destination) =>
        database.Query("add-cursor", "shard", "destination", "sequence")
            .Bind(1, shard).Bind(2, destination).Bind(3, OutboxStore.LastSequence(database, shard)).Run();
}
