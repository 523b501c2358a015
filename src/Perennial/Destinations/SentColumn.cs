using Perennial.Core;
using Perennial.Core.Profiles;

namespace Perennial.Destinations;

/// <summary>A column's value as destinations are sent it: as the API writes it, a product by its id.</summary>
static class SentColumn
{
    /// <summary>The value; null where there is none.</summary>
    /// <param name="table">The profiles.</param>
    /// <param name="column">Which column.</param>
    /// <param name="row">Which customer.</param>
    /// <param name="bins">The highest possible score of the scoring run.</param>
    public static object? Of(ProfileTable table, Column column, int row, int bins) => column switch
    {
        Column<byte> { Form.Shape: ValueShape.Flag } flags => table.Values(flags)[row] == 1,
        Column<byte> { Form.Names: NameSource.Labels } labels =>
            table.Label(labels, row) is { Length: > 0 } name ? name : null,
        Column<byte> scores => table.Values(scores)[row] is > 0 and var score ? (long)score : null,
        Column<int> ints => table.Values(ints)[row] == ints.NoValue ? null : Int(table, ints, row, bins),
        Column<long> money => table.Values(money)[row] is var cents && cents == money.NoValue
            ? null : decimal.Divide(cents, 100),
        Column<Instant> instants => table.Values(instants)[row] is { HasValue: true } at ? at.ToString() : null,
        Column<double> numbers => table.Values(numbers)[row] is var number && double.IsFinite(number)
            ? Math.Round(number, 4) : null,
        _ => throw new ArgumentException($"Column {column.Name} cannot be sent.", nameof(column)),
    };

    static object Int(ProfileTable table, Column<int> column, int row, int bins) => column.Form switch
    {
        { Names: NameSource.Products } => table.Products[table.Values(column)[row]],
        { Text: { } text } => text(table.Values(column)[row], bins),
        _ => (long)table.Values(column)[row],
    };
}
