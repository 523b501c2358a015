using System.Text;
using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Data.Engines;

namespace Perennial.Data.Profiles;

/// <summary>Moves the values of one column between a profile table and a statement; no value is stored as
/// null.</summary>
abstract class ProfileCells
{
    public abstract void Bind(Statement statement, int parameter, int row);

    public abstract void Read(Rows statement, int column, int row);

    /// <summary>Called after the last row was read.</summary>
    public virtual void Finish() { }

    /// <summary>The cells of some columns of a table, in their order.</summary>
    /// <param name="table">Whose columns.</param>
    /// <param name="columns">Which of them.</param>
    /// <param name="rfmSegments">Names of the RFM segments in force, so that labels read are numbered as the scoring
    /// run does.</param>
    public static ProfileCells[] Of(
        ProfileTable table, IReadOnlyList<Column> columns, IReadOnlyList<string>? rfmSegments = null) =>
        [.. columns.Select(column => Of(table, column, rfmSegments))];

    static ProfileCells Of(ProfileTable table, Column column, IReadOnlyList<string>? rfmSegments) => column switch
    {
        Column<int> { Form.Names: NameSource.Products } products => new Products(table, products),
        Column<int> ints => new Ints(table.Values(ints), ints.NoValue),
        Column<long> longs => new Longs(table.Values(longs), longs.NoValue),
        Column<double> doubles => new Doubles(table.Values(doubles)),
        Column<Instant> instants => new Instants(table.Values(instants)),
        Column<byte> { Form.Names: NameSource.Labels } labels => new Labels(table, labels, rfmSegments),
        Column<byte> bytes => new Bytes(table.Values(bytes), zeroIsNull: column.Form.HasNone),
        _ => throw new ArgumentException($"Column {column.Name} holds values of an unknown type.", nameof(column)),
    };

    sealed class Ints(int[] values, int noValue) : ProfileCells
    {
        public override void Bind(Statement statement, int parameter, int row)
        {
            if (values[row] == noValue) statement.BindNull(parameter);
            else statement.Bind(parameter, (long)values[row]);
        }

        public override void Read(Rows statement, int column, int row)
        {
            var value = statement.Int64(column);
            values[row] = value == 0 && statement.IsNull(column) ? noValue : (int)value;
        }
    }

    sealed class Products(ProfileTable table, Column<int> column) : ProfileCells
    {
        readonly int[] values = table.Values(column);
        readonly ProductIds products = table.Products;

        public override void Bind(Statement statement, int parameter, int row)
        {
            if (values[row] == column.NoValue) statement.BindNull(parameter);
            else statement.Bind(parameter, products[values[row]]);
        }

        public override void Read(Rows statement, int cell, int row)
        {
            const int usual = 256;
            var id = statement.Bytes(cell);
            if (id.IsEmpty)
            {
                values[row] = column.NoValue;
                return;
            }
            Span<char> text = id.Length <= usual ? stackalloc char[usual] : new char[id.Length];
            values[row] = products.NumberOf(text[..Encoding.UTF8.GetChars(id, text)]);
        }
    }

    sealed class Longs(long[] values, long noValue) : ProfileCells
    {
        public override void Bind(Statement statement, int parameter, int row)
        {
            if (values[row] == noValue) statement.BindNull(parameter);
            else statement.Bind(parameter, values[row]);
        }

        public override void Read(Rows statement, int column, int row)
        {
            var value = statement.Int64(column);
            values[row] = value == 0 && statement.IsNull(column) ? noValue : value;
        }
    }

    sealed class Doubles(double[] values) : ProfileCells
    {
        public override void Bind(Statement statement, int parameter, int row) =>
            statement.Bind(parameter, values[row]);

        public override void Read(Rows statement, int column, int row)
        {
            var value = statement.Double(column);
            values[row] = value == 0 && statement.IsNull(column) ? double.NaN : value;
        }
    }

    sealed class Instants(Instant[] values) : ProfileCells
    {
        public override void Bind(Statement statement, int parameter, int row) =>
            statement.Bind(parameter, values[row]);

        public override void Read(Rows statement, int column, int row)
        {
            var value = statement.Int64(column);
            values[row] = value == 0 && statement.IsNull(column) ? Instant.None : new Instant(value);
        }
    }

    sealed class Bytes(byte[] values, bool zeroIsNull) : ProfileCells
    {
        public override void Bind(Statement statement, int parameter, int row)
        {
            if (zeroIsNull && values[row] == 0) statement.BindNull(parameter);
            else statement.Bind(parameter, (long)values[row]);
        }

        // Null reads as 0, which is "no value" of a score and "no" of a flag.
        public override void Read(Rows statement, int column, int row) =>
            values[row] = (byte)statement.Int64(column);
    }

    sealed class Labels : ProfileCells
    {
        readonly ProfileTable table;
        readonly Column<byte> column;
        readonly byte[] values;
        readonly List<byte[]> names;

        public Labels(ProfileTable table, Column<byte> column, IReadOnlyList<string>? rfmSegments)
        {
            this.table = table;
            this.column = column;
            values = table.Values(column);
            var known = table.LabelsOf(column);
            if (known.Count == 0 && column.Labels.Count == 0) known = rfmSegments ?? [];
            names = [.. known.Select(Encoding.UTF8.GetBytes)];
        }

        public override void Bind(Statement statement, int parameter, int row)
        {
            var label = values[row];
            if (label == 0) statement.BindNull(parameter);
            else statement.BindText(parameter, names[label - 1]);
        }

        public override void Read(Rows statement, int cell, int row)
        {
            var name = statement.Bytes(cell);
            values[row] = name.IsEmpty ? (byte)0 : LabelOf(name);
        }

        byte LabelOf(ReadOnlySpan<byte> name)
        {
            for (var i = 0; i < names.Count; i++)
                if (name.SequenceEqual(names[i])) return (byte)(i + 1);
            // An RFM segment of an earlier set: it keeps its name, after those in force.
            names.Add(name.ToArray());
            return checked((byte)names.Count);
        }

        public override void Finish() => table.SetLabels(column, [.. names.Select(Encoding.UTF8.GetString)]);
    }
}
