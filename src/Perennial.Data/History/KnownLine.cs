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

    /// <summary>Which of two orders' lines are the greater: none are less than any, then those of a greater value, then
    /// those of a greater discount, then those of the greater text. Negative where the second are.</summary>
    public static int Compare(List<KnownLine> one, List<KnownLine> other)
    {
        if (one.Count == 0 || other.Count == 0) return one.Count.CompareTo(other.Count);
        var sums = Sums(one).CompareTo(Sums(other));
        return sums != 0 ? sums : string.CompareOrdinal(TextOf(one), TextOf(other));
    }

    static (Int128 GrossCents, Int128 DiscountCents) Sums(List<KnownLine> lines)
    {
        var (gross, discount) = (Int128.Zero, Int128.Zero);
        foreach (var line in lines) (gross, discount) = (gross + line.GrossCents, discount + line.DiscountCents);
        return (gross, discount);
    }
}
