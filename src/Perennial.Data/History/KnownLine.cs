using System.Text.Json;
using Perennial.Data.Engines;

namespace Perennial.Data.History;

/// <summary>One line of an order.</summary>
readonly record struct KnownLine(
    string Product, int Quantity, long GrossCents, long DiscountCents, int RefundedQuantity)
{
    /// <summary>A line as the query <c>lines-of-customer</c> reads it.</summary>
    public static KnownLine Read(Rows row) =>
        new(row.Text(2)!, row.Int32(3), row.Int64(4), row.Int64(5), row.Int32(6));

    /// <summary>Lines as the text that stands with a statement of before; null where it has none.</summary>
    public static string? TextOf(List<KnownLine> lines) => lines.Count == 0 ? null : JsonSerializer.Serialize(lines);

    /// <summary>The lines of such a text.</summary>
    public static List<KnownLine> Of(string? text) =>
        text is null ? [] : JsonSerializer.Deserialize<List<KnownLine>>(text) ?? [];
}
