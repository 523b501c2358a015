using System.Runtime.CompilerServices;
using System.Text;
using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Recommendations;

namespace Perennial.Channels.Files;

/// <summary>
/// Forms the cells of one column: the one place that says how a value is written. Rows are taken in batches, so
/// that the scattered reads of a batch overlap instead of each waiting for the one before.
/// </summary>
abstract class ColumnCells
{
    /// <summary>Most bytes a cell can take.</summary>
    public virtual int MaxBytes => 32;

    /// <summary>Takes the values of a batch of rows.</summary>
    public abstract void Gather(ReadOnlySpan<int> rows);

    /// <summary>Writes the cell of a row of the batch; nothing where it has no value.</summary>
    /// <returns>Bytes written.</returns>
    public abstract int Write(int index, Span<byte> into);

    /// <summary>The cells of a column.</summary>
    /// <param name="table">Whose values.</param>
    /// <param name="column">Which.</param>
    /// <param name="bins">The highest possible score, on which codes depend.</param>
    /// <param name="batch">Most rows of a batch.</param>
    /// <param name="catalogue">Writes a product in several cells, with what the catalogue says of it; null for its id
    /// alone.</param>
    public static ColumnCells Of(
        ProfileTable table, Column column, int bins, int batch, ProductCatalogue? catalogue = null) => column switch
    {
        Column<int> { Form.Names: NameSource.Products } products =>
            new Products(table, products, catalogue, batch),
        Column<int> { Form.Text: { } text } codes => new Codes(table.Values(codes), text, bins, batch),
        Column<int> counts => new Counts(table.Values(counts), counts.NoValue, batch),
        Column<long> money => new Money(table.Values(money), money.NoValue, batch),
        Column<double> numbers => new Numbers(table.Values(numbers), batch),
        Column<Instant> instants => new Instants(table.Values(instants), batch),
        Column<byte> { Form.Names: NameSource.Labels } labels =>
            new Named(table.Values(labels), Names(table, labels), batch),
        Column<byte> { Form.Shape: ValueShape.Flag } flags => new Named(table.Values(flags), Flags, batch),
        Column<byte> scores => new Named(table.Values(scores), Scores, batch),
        _ => throw new ArgumentException($"A column of {column.Type} cannot be written.", nameof(column)),
    };

    static readonly byte[][] Flags = [[(byte)'0'], [(byte)'1']];

    static readonly byte[][] Scores =
        [[], .. Enumerable.Range(1, byte.MaxValue).Select(score => Encoding.ASCII.GetBytes($"{score}"))];

    static byte[][] Names(ProfileTable table, Column column) =>
        [[], .. table.LabelsOf(column).Select(name => Cell(Encoding.UTF8.GetBytes(name)))];

    static byte[] Cell(byte[] text)
    {
        var into = new byte[CsvCell.MaxTextBytes(text.Length)];
        return into[..CsvCell.Text(text, into)];
    }

    abstract class Held<T>(T[] values, int batch) : ColumnCells
        where T : unmanaged
    {
        readonly T[] held = new T[batch];

        protected ReadOnlySpan<T> Values => held;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Gather(ReadOnlySpan<int> rows)
        {
            var (from, into) = (values, held);
            for (var i = 0; i < rows.Length; i++) into[i] = from[rows[i]];
        }
    }

    sealed class Counts(int[] values, int noValue, int batch) : Held<int>(values, batch)
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(int index, Span<byte> into)
        {
            var value = Values[index];
            return value == noValue ? 0 : CsvCell.Whole(value, into);
        }
    }

    sealed class Codes(int[] values, Func<int, int, string> textOf, int bins, int batch)
        : Held<int>(values, batch)
    {
        readonly Dictionary<int, byte[]> texts = [];

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(int index, Span<byte> into)
        {
            var code = Values[index];
            if (!texts.TryGetValue(code, out var text))
                texts[code] = text = Encoding.ASCII.GetBytes(textOf(code, bins));
            text.CopyTo(into);
            return text.Length;
        }
    }

    sealed class Money(long[] values, long noValue, int batch) : Held<long>(values, batch)
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(int index, Span<byte> into)
        {
            var value = Values[index];
            return value == noValue ? 0 : CsvCell.Money(value, into);
        }
    }

    sealed class Numbers(double[] values, int batch) : Held<double>(values, batch)
    {
        public override int MaxBytes => CsvCell.MaxBytes;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(int index, Span<byte> into) => CsvCell.Number(Values[index], into);
    }

    sealed class Instants(Instant[] values, int batch) : Held<Instant>(values, batch)
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(int index, Span<byte> into)
        {
            var value = Values[index];
            return value.HasValue ? CsvCell.Instant(value.UnixMs, into) : 0;
        }
    }

    sealed class Products(ProfileTable table, Column<int> column, ProductCatalogue? catalogue, int batch)
        : Held<int>(table.Values(column), batch)
    {
        readonly byte[] none = catalogue is null ? [] : ProductText.Cells(null);
        readonly byte[]?[] texts = new byte[table.Products.Count][];
        int longest = CsvCell.MaxBytes;

        public override int MaxBytes => longest;

        public override void Gather(ReadOnlySpan<int> rows)
        {
            base.Gather(rows);
            for (var i = 0; i < rows.Length; i++) longest = Math.Max(longest, Text(Values[i]).Length);
        }

        public override int Write(int index, Span<byte> into)
        {
            var text = Text(Values[index]);
            text.CopyTo(into);
            return text.Length;
        }

        byte[] Text(int product)
        {
            if (product == column.NoValue) return none;
            var id = table.Products[product];
            return texts[product] ??= catalogue is null ? Cell(Encoding.UTF8.GetBytes(id))
                : ProductText.Cells(catalogue.Find(id) ?? new(id));
        }
    }

    // Scores, flags and labels: the value says which text.
    sealed class Named(byte[] values, byte[][] texts, int batch) : Held<byte>(values, batch)
    {
        public override int MaxBytes { get; } = texts.Max(text => text.Length);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override int Write(int index, Span<byte> into)
        {
            var text = texts[Values[index]];
            if (text.Length == 1)
            {
                into[0] = text[0];
                return 1;
            }
            text.CopyTo(into);
            return text.Length;
        }
    }
}
