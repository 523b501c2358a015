using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Engines;
using Perennial.Data.History;

namespace Perennial.Data.Facts;

/// <summary>Statements of orders that are not the latest.</summary>
static class KnownVersion
{
    /// <summary>The columns of the table beside those of its key, in the order of <see cref="Bind"/>.</summary>
    public static readonly string[] Parameters = ["shard", "customer_id", "order_id", "said_at", "known_at",
        "gross_cents", "discount_cents", "refunded_cents", "refunded_at", "total_cents", "cost_cents", "flags",
        "mechanism", "number", "lines"];

    /// <summary>Binds one.</summary>
    public static void Bind(Statement to, int first, int shard, CustomerId customer, KnownOrder order) => to
        .Bind(first, shard).Bind(first + 1, customer).Bind(first + 2, order.Id).Bind(first + 3, order.SaidAtMs)
        .Bind(first + 4, order.KnownAtMs).Bind(first + 5, order.GrossCents).Bind(first + 6, order.DiscountCents)
        .Bind(first + 7, order.SaidRefundedCents).Bind(first + 8, order.RefundedAtMs)
        .Bind(first + 9, order.TotalCents == 0 ? null : (long?)order.TotalCents)
        .Bind(first + 10, order.CostCents < 0 ? null : (long?)order.CostCents).Bind(first + 11, (long)order.Flags)
        .Bind(first + 12, (long)order.Mechanism).Bind(first + 13, order.Number)
        .Bind(first + 14, KnownLine.TextOf(order.Lines));

    /// <summary>One as the query <c>versions-of-customer</c> reads it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="of">The order as it stands.</param>
    public static KnownOrder Read(Rows row, KnownOrder of)
    {
        var lines = KnownLine.Of(row.Text(13));
        return new KnownOrder
        {
            Id = of.Id, Source = of.Source, PlacedAt = of.PlacedAt, Key = of.Key, SaidAtMs = row.Int64(2),
            KnownAtMs = row.NullableInt64(3), GrossCents = row.Int64(4), DiscountCents = row.Int64(5),
            SaidRefundedCents = row.Int64(6), RefundedAtMs = row.NullableInt64(7),
            TotalCents = row.NullableInt64(8) ?? 0, CostCents = row.NullableInt64(9) ?? -1,
            Flags = (OrderFlags)row.Int64(10), Mechanism = (DiscountMechanism)row.Int64(11), Number = row.Text(12),
            Lines = lines, LinesSaidAtMs = lines.Count == 0 ? 0 : row.Int64(2),
        };
    }
}
