using Perennial.Core;
using Perennial.Data.Watching;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>Asks for all that a process watches, in one statement.</summary>
    public ShopPulse Pulse(Instant now)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("pulse", "now").Bind(1, now);
        var shards = new List<ShardPulse>(ShardCount);
        var (run, import, changes) = (0L, 0L, 0L);
        while (rows.Step())
        {
            shards.Add(new ShardPulse(rows.Int32(0), rows.Int64(1), rows.Int64(2) != 0, rows.Int64(3) != 0,
                rows.Int64(4) != 0));
            (run, import, changes) = (rows.Int64(5), rows.Int64(6), rows.Int64(7));
        }
        return new ShopPulse(now, shards, run, import, changes);
    }
}
