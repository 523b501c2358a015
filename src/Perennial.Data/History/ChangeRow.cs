using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Engines;

namespace Perennial.Data.History;

/// <summary>Reads what became of orders.</summary>
static class ChangeRow
{
    /// <summary>A change as the query <c>changes-of-customer</c> reads it; of no row of a batch.</summary>
    public static OrderChangeFact Read(Rows row) => new(
        -1, row.OrderId(1), row.FactId(2), row.Instant(3), row.Int64(4))
    {
        KnownAt = row.IsNull(8) ? Instant.None : row.Instant(8), Unit = (RefundUnit)row.Int64(9),
        Line = (int)(row.NullableInt64(10) ?? -1), Quantity = row.Int32(11),
        GivenCents = row.Int64(12),
    };
}
