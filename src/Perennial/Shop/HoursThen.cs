using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Facts;

namespace Perennial.Shop;

/// <summary>Sums orders by hour as of a day that is over: what came back later is not taken off.</summary>
sealed class HoursThen(Instant asOf)
{
    const long MsPerHour = 3_600_000;

    readonly Dictionary<long, (int Orders, long NetCents)> hours = [];

    /// <summary>Adds the orders of a table as of the instant.</summary>
    public void Add(HistoryTable then)
    {
        var orders = then.Orders;
        for (var order = 0; order < orders.At.Length; order++)
        {
            if (orders.At[order] > asOf) continue;
            var paid = orders.GrossCents[order] - (orders.DiscountCents.Length == 0 ? 0 : orders.DiscountCents[order]);
            var back = orders.RefundedCents.Length == 0 ? 0 : orders.RefundedCents[order];
            Add(orders.At[order].UnixMs / MsPerHour, back > 0 && back >= paid ? 0 : 1, paid - back);
        }
    }

    /// <summary>Adds what is kept of those who were erased.</summary>
    public void Add(IEnumerable<HourTotal> erased)
    {
        foreach (var hour in erased) Add(hour.Start.UnixMs / MsPerHour, hour.Orders, hour.NetCents);
    }

    /// <summary>The hours, ascending.</summary>
    public IEnumerable<HourTotal> All => hours.OrderBy(hour => hour.Key).Select(hour =>
        new HourTotal(new Instant(hour.Key * MsPerHour), hour.Value.Orders, hour.Value.NetCents));

    void Add(long hour, int orders, long netCents)
    {
        var sum = hours.GetValueOrDefault(hour);
        hours[hour] = (sum.Orders + orders, sum.NetCents + netCents);
    }
}
