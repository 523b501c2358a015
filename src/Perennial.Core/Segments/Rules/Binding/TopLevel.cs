using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>Compares the values of a column that customers are ordered by.</summary>
static class TopLevel
{
    /// <summary>The value of a row; NaN where there is none.</summary>
    public static double Value(Column column, ProfileTable table, int row) => column switch
    {
        Column<double> numbers => table.Values(numbers)[row],
        Column<long> cents => table.Values(cents)[row] is var value && value != cents.NoValue ? value : double.NaN,
        Column<int> whole => table.Values(whole)[row] is var value && value != whole.NoValue ? value : double.NaN,
        Column<byte> score => table.Values(score)[row] is > 0 and var value ? value : double.NaN,
        _ => throw new ArgumentException($"Nobody has most of {column.Name}."),
    };

    /// <summary>Whoever has a value that is at least a level.</summary>
    public static BoundRule AtLeast(Column column, double level, ProfileTable table) => column switch
    {
        Column<double> numbers => new BoundRanges<double>(
            table.Values(numbers), [(level, double.PositiveInfinity)]),
        Column<long> cents => new BoundRanges<long>(table.Values(cents),
            [(Cents(level), long.MaxValue)]),
        Column<int> whole => new BoundRanges<int>(table.Values(whole),
            [((int)Math.Clamp(level, whole.NoValue + 1.0, int.MaxValue), int.MaxValue)]),
        Column<byte> score => new BoundRanges<byte>(table.Values(score),
            [((byte)Math.Clamp(level, 1, byte.MaxValue), byte.MaxValue)]),
        _ => throw new ArgumentException($"Nobody has most of {column.Name}."),
    };
    static long Cents(double level) => double.IsNegativeInfinity(level) ? long.MinValue + 1
        : double.IsPositiveInfinity(level) ? long.MaxValue : (long)level;
}
