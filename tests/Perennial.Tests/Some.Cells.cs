using Perennial.Core;
using Perennial.Core.Profiles;

namespace Perennial.Tests;

// Rows of profiles, compared cell by cell.
static partial class Some
{
    public static bool Same(
        ProfileTable one, int row, ProfileTable other, int otherRow, IReadOnlyList<Column> columns)
    {
        foreach (var column in columns)
            if (!Same(one, row, other, otherRow, column)) return false;
        return true;
    }

    /// <summary>The columns in which two rows differ.</summary>
    public static string Difference(
        ProfileTable one, int row, ProfileTable other, int otherRow, IReadOnlyList<Column> columns) => string.Join(' ',
            columns.Where(column => !Same(one, row, other, otherRow, column)).Select(column => column.Name));

    static bool Same(ProfileTable one, int row, ProfileTable other, int otherRow, Column column) => column switch
    {
        Column<byte> c => one.Values(c)[row] == other.Values(c)[otherRow],
        Column<int> c => one.Values(c)[row] == other.Values(c)[otherRow],
        Column<long> c => one.Values(c)[row] == other.Values(c)[otherRow],
        Column<double> c => one.Values(c)[row].Equals(other.Values(c)[otherRow]),
        Column<Instant> c => one.Values(c)[row] == other.Values(c)[otherRow],
        _ => throw new ArgumentException(column.Name),
    };
}
