using Perennial.Data.Destinations;
using Perennial.Data.Engines;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>The shards that have an outbox each.</summary>
    public IReadOnlyList<int> ShardsToSync()
    {
        using var lease = Rent();
        var rows = lease.Database.Query("shards-to-sync");
        var shards = new List<int>();
        while (rows.Step()) shards.Add(rows.Int32(0));
        return shards;
    }

    /// <summary>Changes after one that is known.</summary>
    public IReadOnlyList<OutboxRow> OutboxAfter(int shard, long sequence, int most)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("outbox-after", "shard", "sequence", "most")
            .Bind(1, shard).Bind(2, sequence).Bind(3, most);
        var found = new List<OutboxRow>();
        while (rows.Step())
            found.Add(new OutboxRow(rows.Int64(0), rows.CustomerId(1), rows.Instant(2), rows.Text(3)!));
        return found;
    }

    /// <summary>Number of the last change; 0 where there is none yet.</summary>
    public long LastSequence(int shard)
    {
        using var lease = Rent();
        return LastSequence(lease.Database, shard);
    }

    /// <summary>The shards whose outbox has something to forget.</summary>
    public IReadOnlyList<int> ShardsToTrim()
    {
        using var lease = Rent();
        var rows = lease.Database.Query("shards-to-trim", "otherwise").Bind(1, long.MaxValue);
        var shards = new List<int>();
        while (rows.Step()) shards.Add(rows.Int32(0));
        return shards;
    }

    /// <summary>Forgets the changes that every destination is past, but never the last one of the shard.</summary>
    /// <returns>How many.</returns>
    public int TrimOutbox(int shard)
    {
        using var lease = Rent();
        return lease.Database.Query("trim-outbox", "shard", "otherwise")
            .Bind(1, shard).Bind(2, long.MaxValue).Run();
    }

    static long LastSequence(Database database, int shard) =>
        database.Query("last-sequence", "shard").Bind(1, shard).Number() ?? 0;
}
