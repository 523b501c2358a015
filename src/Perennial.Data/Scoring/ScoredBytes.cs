using System.Runtime.InteropServices;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Data.Profiles;

namespace Perennial.Data.Scoring;

/// <summary>Run columns of some customers as bytes: what a run gave them, until it is in their profiles.</summary>
/// <remarks>Columns are named and as long as they say, so that a later program passes over what it does not know.
/// </remarks>
static class ScoredBytes
{
    /// <summary>Writes some rows of a table.</summary>
    /// <param name="ids">All customers of the table.</param>
    /// <param name="table">Their columns.</param>
    /// <param name="rows">Which of them, ascending.</param>
    public static byte[] Of(CustomerId[] ids, ProfileTable table, ReadOnlySpan<int> rows)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        to.Write(rows.Length);
        to.Write(MemoryMarshal.AsBytes(Taken(ids, rows).AsSpan()));
        to.Write(MemoryMarshal.AsBytes(Taken(table.NextChangeAt, rows).AsSpan()));
        foreach (var column in ProfileSql.OfScoringRun)
        {
            to.Write(column.Name);
            var (names, values) = Cells(table, column, rows);
            to.Write(names.Count);
            foreach (var name in names) to.Write(name);
            to.Write(values.Length);
            to.Write(values);
        }
        return bytes.ToArray();
    }

    /// <summary>Reads what was written.</summary>
    public static ComparedCustomers Read(byte[] body)
    {
        using var from = new BinaryReader(new MemoryStream(body));
        var ids = new CustomerId[from.ReadInt32()];
        from.ReadExactly(MemoryMarshal.AsBytes(ids.AsSpan()));
        var table = new ProfileTable(Columns.All, CustomerKeys.From([.. Enumerable.Repeat("", ids.Length)]));
        from.ReadExactly(MemoryMarshal.AsBytes(table.NextChangeAt.AsSpan()));
        while (from.BaseStream.Position < body.Length)
        {
            var column = Known(from.ReadString());
            var names = new string[from.ReadInt32()];
            for (var i = 0; i < names.Length; i++) names[i] = from.ReadString();
            var values = from.ReadBytes(from.ReadInt32());
            if (column is not null) Put(table, column, names, values);
        }
        return new ComparedCustomers(ids, table);
    }

    static Column? Known(string name) => ProfileSql.OfScoringRun.FirstOrDefault(column => column.Name == name);

    static (IReadOnlyList<string> Names, byte[] Values) Cells(
        ProfileTable table, Column column, ReadOnlySpan<int> rows) => column switch
    {
        Column<int> { Form.Names: NameSource.Products } products => Products(table, products, rows),
        Column<byte> { Form.Names: NameSource.Labels } labels => (table.LabelsOf(labels), Raw(table, labels, rows)),
        Column<int> ints => ([], Raw(table, ints, rows)),
        Column<long> longs => ([], Raw(table, longs, rows)),
        Column<double> doubles => ([], Raw(table, doubles, rows)),
        Column<Instant> instants => ([], Raw(table, instants, rows)),
        Column<byte> bytes => ([], Raw(table, bytes, rows)),
        _ => throw new ArgumentException($"Column {column.Name} holds values of an unknown type.", nameof(column)),
    };

    static void Put(ProfileTable table, Column column, string[] names, byte[] values)
    {
        switch (column)
        {
            case Column<int> { Form.Names: NameSource.Products } products:
                if (!Fill(table, products, values)) return;
                var numbers = table.Values(products);
                for (var row = 0; row < numbers.Length; row++)
                    if (numbers[row] != products.NoValue) numbers[row] = table.Products.NumberOf(names[numbers[row]]);
                break;
            case Column<byte> { Form.Names: NameSource.Labels } labels:
                if (Fill(table, labels, values)) table.SetLabels(labels, names);
                break;
            case Column<int> ints: Fill(table, ints, values); break;
            case Column<long> longs: Fill(table, longs, values); break;
            case Column<double> doubles: Fill(table, doubles, values); break;
            case Column<Instant> instants: Fill(table, instants, values); break;
            case Column<byte> bytes: Fill(table, bytes, values); break;
            default:
                throw new ArgumentException($"Column {column.Name} holds values of an unknown type.", nameof(column));
        }
    }

    // A column that was of another type has no values until the next run.
    static bool Fill<T>(ProfileTable table, Column<T> column, byte[] values) where T : unmanaged
    {
        var into = MemoryMarshal.AsBytes(table.Values(column).AsSpan());
        if (values.Length != into.Length) return false;
        values.CopyTo(into);
        return true;
    }

    // Numbered from 0 among those of these rows.
    static (IReadOnlyList<string>, byte[]) Products(ProfileTable table, Column<int> column, ReadOnlySpan<int> rows)
    {
        var numbers = Taken(table.Values(column), rows);
        var (names, numberOf) = (new List<string>(), new Dictionary<int, int>());
        for (var row = 0; row < numbers.Length; row++)
        {
            if (numbers[row] == column.NoValue) continue;
            if (numberOf.TryAdd(numbers[row], names.Count)) names.Add(table.Products[numbers[row]]);
            numbers[row] = numberOf[numbers[row]];
        }
        return (names, MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());
    }

    static byte[] Raw<T>(ProfileTable table, Column<T> column, ReadOnlySpan<int> rows) where T : unmanaged =>
        MemoryMarshal.AsBytes(Taken(table.Values(column), rows).AsSpan()).ToArray();

    static T[] Taken<T>(T[] values, ReadOnlySpan<int> rows)
    {
        var taken = new T[rows.Length];
        for (var i = 0; i < taken.Length; i++) taken[i] = values[rows[i]];
        return taken;
    }
}
