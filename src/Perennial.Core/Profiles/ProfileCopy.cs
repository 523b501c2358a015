namespace Perennial.Core.Profiles;

/// <summary>Copies rows of profile tables. Products and labels are carried over by name: the same may have different
/// numbers in two tables.</summary>
public static class ProfileCopy
{
    /// <summary>Copies columns of all rows of one table into the same rows of another.</summary>
    public static void All(ProfileTable from, ProfileTable into, IReadOnlyList<Column> columns)
    {
        var rows = new List<int>(from.Count);
        for (var row = 0; row < from.Count; row++) rows.Add(row);
        Copy(from, from, rows, into, columns);
    }

    /// <summary>A table of some rows alone, in the order given; clock columns as of the same instant.</summary>
    /// <param name="table">All columns that were ever asked for are copied.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="calendar">The shop's calendar.</param>
    public static ProfileTable Only(ProfileTable table, List<int> rows, ShopCalendar calendar)
    {
        var into = new ProfileTable(table.Columns, table.Keys.Only(rows));
        Rows(table, table, rows, into,
            [.. table.Columns.Where(column => column.Kind != ColumnKind.Clock && table.Has(column))]);
        if (table.AsOf.HasValue) into.ReadAt(table.AsOf, calendar);
        return into;
    }

    /// <summary>Fills <paramref name="into"/>: its row i is row from[i] of the first table, or, where that is
    /// negative, row ~from[i] of the second; <c>NextChangeAt</c> too.</summary>
    public static void Rows(ProfileTable first, ProfileTable second, List<int> from, ProfileTable into,
        IReadOnlyList<Column> columns)
    {
        for (var row = 0; row < from.Count; row++)
            into.NextChangeAt[row] = from[row] >= 0 ? first.NextChangeAt[from[row]] : second.NextChangeAt[~from[row]];
        Copy(first, second, from, into, columns);
    }

    static void Copy(ProfileTable first, ProfileTable second, List<int> from, ProfileTable into,
        IReadOnlyList<Column> columns)
    {
        foreach (var column in columns)
        {
            switch (column)
            {
                case Column<int> { Form.Names: NameSource.Products } ids:
                    Products(ids, first, second, from, into);
                    break;
                case Column<int> ints: Values(ints, first, second, from, into); break;
                case Column<long> longs: Values(longs, first, second, from, into); break;
                case Column<double> doubles: Values(doubles, first, second, from, into); break;
                case Column<Instant> instants: Values(instants, first, second, from, into); break;
                case Column<byte> { Form.Names: NameSource.Labels } labels:
                    Labels(labels, first, second, from, into);
                    break;
                case Column<byte> bytes: Values(bytes, first, second, from, into); break;
                default: throw new ArgumentException($"Column {column.Name} holds values of an unknown type.");
            }
        }
    }

    static void Values<T>(
        Column<T> column, ProfileTable first, ProfileTable second, List<int> from, ProfileTable into)
        where T : unmanaged
    {
        var (a, b, to) = (first.Values(column), second.Values(column), into.Values(column));
        for (var row = 0; row < to.Length; row++) to[row] = from[row] >= 0 ? a[from[row]] : b[~from[row]];
    }

    // The same name may have different numbers in the two tables.
    static void Labels(
        Column<byte> column, ProfileTable first, ProfileTable second, List<int> from, ProfileTable into)
    {
        var names = first.LabelsOf(column).ToList();
        var numbers = new byte[256];
        var theirs = second.LabelsOf(column);
        for (var i = 0; i < theirs.Count; i++)
        {
            var known = names.IndexOf(theirs[i]);
            if (known < 0)
            {
                known = names.Count;
                names.Add(theirs[i]);
            }
            numbers[i + 1] = checked((byte)(known + 1));
        }
        var (a, b, to) = (first.Values(column), second.Values(column), into.Values(column));
        for (var row = 0; row < to.Length; row++) to[row] = from[row] >= 0 ? a[from[row]] : numbers[b[~from[row]]];
        into.SetLabels(column, names);
    }

    // So may the same product.
    static void Products(
        Column<int> column, ProfileTable first, ProfileTable second, List<int> from, ProfileTable into)
    {
        var (a, b, to) = (first.Values(column), second.Values(column), into.Values(column));
        for (var row = 0; row < to.Length; row++)
        {
            var (products, number) = from[row] >= 0 ? (first.Products, a[from[row]]) : (second.Products, b[~from[row]]);
            to[row] = number == column.NoValue ? number : into.Products.NumberOf(products[number]);
        }
    }
}
