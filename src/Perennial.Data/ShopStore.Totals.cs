using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Facts;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    const long MsPerHour = 3_600_000;

    /// <summary>Number of customers.</summary>
    public long CustomerCount()
    {
        using var lease = Rent();
        return lease.Database.Number("select count(*) from customer");
    }

    /// <summary>Whether there is any order at all.</summary>
    public bool HasOrders()
    {
        using var lease = Rent();
        return lease.Database.Query("any-order").Any();
    }

    /// <summary>Orders and net revenue by hour up to an instant, ascending, those of erased customers among them; hours
    /// without an order are left out.</summary>
    public IReadOnlyList<HourTotal> OrdersByHour(Instant asOf)
    {
        using var lease = Rent();
        var hours = new SortedDictionary<long, HourTotal>();
        void Add(Rows rows)
        {
            while (rows.Step())
            {
                var hour = rows.Int64(0);
                var sum = hours.GetValueOrDefault(hour);
                hours[hour] = new HourTotal(
                    new Instant(hour * MsPerHour), sum.Orders + rows.Int32(1), sum.NetCents + rows.Int64(2));
            }
        }
        Add(lease.Database.Query("orders-by-hour", "as_of").Bind(1, asOf.UnixMs));
        Add(lease.Database.Query("erased-totals", "last_hour").Bind(1, asOf.UnixMs / MsPerHour));
        return [.. hours.Values];
    }
}
