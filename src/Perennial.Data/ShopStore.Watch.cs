using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Watching;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>Whether the store answers: asks it for next to nothing.</summary>
    /// <exception cref="BadInputException">It does not.</exception>
    public void Touch()
    {
        using var lease = Rent();
        _ = lease.Database.Number("select 1");
    }

    /// <summary>How many profiles are due, and since when the first is; None where none is.</summary>
    public (long Count, Instant Since) DueProfiles(Instant now)
    {
        using var lease = Rent();
        return CountSince(lease.Database.Query("count-due", "as_of").Bind(1, now.UnixMs));
    }

    /// <summary>What the store is and holds.</summary>
    public StoreState State(Instant now)
    {
        var (due, dueSince) = DueProfiles(now);
        using var lease = Rent();
        var (pending, pendingSince) = CountSince(lease.Database.Query("count-pending-aliases"));
        return new StoreState(engine.Name, engine.Bytes(lease.Database), ShardCount,
            Migrations.Applied(lease.Database), due, dueSince, pending, pendingSince);
    }

    static (long Count, Instant Since) CountSince(Statement row)
    {
        row.Step();
        var found = (row.Int64(0), row.IsNull(1) ? Instant.None : row.Instant(1));
        row.Reset();
        return found;
    }
}
