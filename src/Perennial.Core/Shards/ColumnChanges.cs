using Perennial.Core.Profiles;

namespace Perennial.Core.Shards;

/// <summary>Tells two states of customers apart, column by column. Products and labels are compared by name: the same
/// may have different numbers in two tables.</summary>
public sealed class ColumnChanges
{
    readonly Func<int, int, bool>[] same;

    /// <summary>Compares two states.</summary>
    /// <param name="before">How it was.</param>
    /// <param name="after">How it is.</param>
    /// <param name="columns">The columns to compare.</param>
    public ColumnChanges(ProfileTable before, ProfileTable after, IReadOnlyList<Column> columns)
    {
        (Before, After, Columns) = (before, after, columns);
        same = [.. columns.Select(column => Same(column, before, after))];
    }

    /// <summary>How it was.</summary>
    public ProfileTable Before { get; }

    /// <summary>How it is.</summary>
    public ProfileTable After { get; }

    /// <summary>The columns that are compared.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Whether a column differs.</summary>
    /// <param name="column">Its place among <see cref="Columns"/>.</param>
    /// <param name="was">The customer's row before.</param>
    /// <param name="row">The customer's row after.</param>
    public bool Any(int column, int was, int row) => !same[column](was, row);

    static Func<int, int, bool> Same(Column column, ProfileTable before, ProfileTable after) => column switch
    {
        Column<int> { Form.Names: NameSource.Products } products => SameProduct(products, before, after),
        Column<byte> { Form.Names: NameSource.Labels } labels => SameLabel(labels, before, after),
        Column<int> ints => SameValue(ints, before, after),
        Column<long> longs => SameValue(longs, before, after),
        Column<double> doubles => SameValue(doubles, before, after),
        Column<Instant> instants => SameValue(instants, before, after),
        Column<byte> bytes => SameValue(bytes, before, after),
        _ => throw new ArgumentException($"Column {column.Name} holds values of an unknown type."),
    };

    static Func<int, int, bool> SameValue<T>(Column<T> column, ProfileTable before, ProfileTable after)
        where T : unmanaged
    {
        var (old, now) = (before.Values(column), after.Values(column));
        return (was, row) => EqualityComparer<T>.Default.Equals(old[was], now[row]);
    }

    static Func<int, int, bool> SameProduct(Column<int> column, ProfileTable before, ProfileTable after)
    {
        var (old, now) = (before.Values(column), after.Values(column));
        string? Id(ProfileTable table, int number) => number == column.NoValue ? null : table.Products[number];
        return (was, row) => Id(before, old[was]) == Id(after, now[row]);
    }

    static Func<int, int, bool> SameLabel(Column<byte> column, ProfileTable before, ProfileTable after)
    {
        var (old, now) = (before.Values(column), after.Values(column));
        var (oldNames, newNames) = (before.LabelsOf(column), after.LabelsOf(column));
        static string? Name(IReadOnlyList<string> names, byte number) => number == 0 ? null : names[number - 1];
        return (was, row) => Name(oldNames, old[was]) == Name(newNames, now[row]);
    }
}
