namespace Perennial.Core.Profiles;

/// <summary>All columns of a set of customers, each column one array. One customer is a table of one row.</summary>
/// <remarks>
/// Written by the fold (fact and status columns), by the scoring run (run columns) and by
/// <see cref="ReadAt"/> (clock columns). Several threads may write different rows.
/// </remarks>
public sealed class ProfileTable
{
    // Made when first asked for: nobody pays for the columns that nobody reads.
    readonly Array?[] values;
    readonly IReadOnlyList<string>[] labels;
    readonly IReadOnlyList<Column> columns;

    /// <summary>A table in which no column has a value yet.</summary>
    /// <param name="columns">Every column of the catalogue.</param>
    /// <param name="keys">The customers, one row each.</param>
    public ProfileTable(IReadOnlyList<Column> columns, CustomerKeys keys)
    {
        this.columns = columns;
        Keys = keys;
        NextChangeAt = new Instant[keys.Count];
        Array.Fill(NextChangeAt, Instant.Never);
        values = new Array?[columns.Count];
        labels = [.. columns.Select(column => column.Labels)];
    }

    ProfileTable(ProfileTable other)
    {
        (columns, Keys, NextChangeAt, Products) = (other.columns, other.Keys, other.NextChangeAt, other.Products);
        values = new Array?[columns.Count];
        labels = [.. other.labels];
        foreach (var column in columns)
            if (column.Kind != ColumnKind.Clock) values[column.Index] = Volatile.Read(ref other.values[column.Index]);
    }

    /// <summary>Every column of the catalogue.</summary>
    internal IReadOnlyList<Column> Columns => columns;

    /// <summary>The customers' own keys, row by row.</summary>
    public CustomerKeys Keys { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Keys.Count;

    /// <summary>The instant that clock columns were last computed for; None before <see cref="ReadAt"/>.</summary>
    public Instant AsOf { get; private set; } = Instant.None;

    /// <summary>Each customer's earliest instant at which a status would change although nothing new
    /// happened.</summary>
    public Instant[] NextChangeAt { get; }

    /// <summary>The products that <see cref="ColumnType.Product"/> columns point at.</summary>
    public ProductIds Products { get; } = new();

    /// <summary>The values of a column, row by row.</summary>
    public T[] Values<T>(Column<T> column) where T : unmanaged => (T[])ValuesOf(column);

    /// <summary>The names behind a label column: label 1 is the first.</summary>
    public IReadOnlyList<string> LabelsOf(Column column) => labels[column.Index];

    /// <summary>Names the values of a label column whose names depend on settings (segments).</summary>
    public void SetLabels(Column column, IReadOnlyList<string> names) => labels[column.Index] = names;

    /// <summary>The name of a label, or an empty text where the row has none.</summary>
    public string Label(Column<byte> column, int row)
    {
        var label = Values(column)[row];
        return label == 0 ? "" : labels[column.Index][label - 1];
    }

    /// <summary>The same customers with clock columns as of an instant, while those of this table stay as they are.
    /// </summary>
    /// <remarks>All other columns are shared: neither table may be written from then on.</remarks>
    public ProfileTable At(Instant asOf, ShopCalendar calendar)
    {
        var table = new ProfileTable(this);
        table.ReadAt(asOf, calendar);
        return table;
    }

    /// <summary>Computes the clock columns as of an instant: one pass over the fact columns they follow from.</summary>
    public void ReadAt(Instant asOf, ShopCalendar calendar)
    {
        AsOf = asOf;
        foreach (var column in columns) column.ReadAt?.Invoke(this, asOf, calendar);
    }

    /// <summary>Whether a column's values were ever asked for: if not, all are without value.</summary>
    internal bool Has(Column column) => Volatile.Read(ref values[column.Index]) is not null;

    internal Array ValuesOf(Column column)
    {
        if (Volatile.Read(ref values[column.Index]) is { } made) return made;
        var array = column.NewArray(Count);
        return Interlocked.CompareExchange(ref values[column.Index], array, null) ?? array;
    }
}
