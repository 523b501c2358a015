using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Destinations;

/// <summary>What destinations have to be told, as the shards wrote it down.</summary>
public sealed class OutboxStore
{
    readonly StoreShards shards;

    internal OutboxStore(StoreShards shards) => this.shards = shards;

    /// <summary>The shards that have an outbox each.</summary>
    public IReadOnlyList<int> ShardsToSync()
    {
        using var rental = shards.Rent();
        return Shards(rental.Database);
    }

    internal static List<int> Shards(Database database) => database.Query("shards-to-sync").Numbers();

    /// <summary>Changes after one that is known.</summary>
    public IReadOnlyList<OutboxRow> After(int shard, long sequence, int most)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("outbox-after", "shard", "sequence", "most")
            .Bind(1, shard).Bind(2, sequence).Bind(3, most);
        var found = new List<OutboxRow>();
        while (rows.Step())
            found.Add(new OutboxRow(rows.Int64(0), rows.CustomerId(1), rows.Instant(2), rows.Text(3)!));
        return found;
    }

    /// <summary>Number of the last change; 0 where there is none yet.</summary>
    public long LastSequence(int shard)
    {
        using var rental = shards.Rent();
        return LastSequence(rental.Database, shard);
    }

    /// <summary>The shards whose outbox has something to forget.</summary>
    public IReadOnlyList<int> ShardsToTrim()
    {
        using var rental = shards.Rent();
        return rental.Database.Query("shards-to-trim", "otherwise").Bind(1, long.MaxValue).Numbers();
    }

    /// <summary>Forgets the changes that every destination is past.</summary>
    /// <returns>How many.</returns>
    public int Trim(int shard)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("trim-outbox", "shard", "otherwise")
            .Bind(1, shard).Bind(2, long.MaxValue).Run();
    }

    internal static long LastSequence(Database database, int shard) =>
        database.Query("last-sequence", "shard").Bind(1, shard).Number() ?? 0;
}
