using Perennial.Core;

namespace Perennial.Data;

/// <summary>What was ordered within an hour.</summary>
/// <param name="Start">First instant of the hour.</param>
/// <param name="Orders">Orders that were not fully returned.</param>
/// <param name="NetCents">Goods minus discounts minus refunds.</param>
public readonly record struct HourTotal(Instant Start, int Orders, long NetCents);

public sealed partial class ShopStore
{
    const long MsPerHour = 3_600_000;

    /// <summary>Number of customers.</summary>
    public long CustomerCount()
    {
        using var lease = Rent();
        return lease.Database.Query("count-customers", "shard").Bind(1, Shard).Number() ?? 0;
    }

    /// <summary>Whether there is any order at all.</summary>
    public bool HasOrders()
    {
        using var lease = Rent();
        return lease.Database.Query("any-order").Any();
    }

    /// <summary>Orders and net revenue by hour up to an instant, ascending; hours without an order are left
    /// out.</summary>
    public IReadOnlyList<HourTotal> OrdersByHour(Instant asOf)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("orders-by-hour", "as_of").Bind(1, asOf.UnixMs);
        var hours = new List<HourTotal>();
        while (rows.Step())
            hours.Add(new HourTotal(new Instant(rows.Int64(0) * MsPerHour), rows.Int32(1), rows.Int64(2)));
        return hours;
    }
}
