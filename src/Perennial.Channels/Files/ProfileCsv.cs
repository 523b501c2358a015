using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Recommendations;

namespace Perennial.Channels.Files;

/// <summary>
/// Writes a table of profiles as CSV: <c>customer_id</c> and the columns of the catalogue, one row per customer,
/// in UTF-8 with LF. Formed by all cores, a million rows in a fraction of a second.
/// </summary>
/// <remarks>No value is an empty cell. Customers' keys are text cells: quoted and kept from being formulas.</remarks>
public static class ProfileCsv
{
    const string KeyColumn = "customer_id";
    const int RowsOfBatch = 1024, BatchesOfPiece = 8;

    /// <summary>Writes all columns of the catalogue.</summary>
    /// <param name="path">The file, which appears when it is complete; "-" is standard output.</param>
    /// <param name="table">The profiles.</param>
    /// <param name="rows">Which rows, in which order.</param>
    /// <param name="bins">The highest possible score of the scoring run, 2..10.</param>
    /// <param name="cancel">Stops the writing; nothing is left behind.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write(
        string path, ProfileTable table, ReadOnlyMemory<int> rows, int bins, CancellationToken cancel = default) =>
        Write(path, table, rows, bins, Columns.Shown, cancel);

    /// <summary>Writes a file, which appears when it is complete; "-" is standard output.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The profiles.</param>
    /// <param name="rows">Which rows, in which order.</param>
    /// <param name="bins">The highest possible score of the scoring run, 2..10.</param>
    /// <param name="columns">Which columns, in which order.</param>
    /// <param name="cancel">Stops the writing; nothing is left behind.</param>
    /// <param name="products">With it, a recommended product is written as id, name, category, price, image and
    /// description, each a cell of its own; null for ids alone.</param>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write(
        string path, ProfileTable table, ReadOnlyMemory<int> rows, int bins, IReadOnlyList<Column> columns,
        CancellationToken cancel, ProductCatalogue? products = null)
    {
        using var file = OutputFile.Create(path);
        var names = columns.Select(column => products is not null && column.Form.Names == NameSource.Products
            ? ProductText.Header(column) : column.ExportName);
        file.Write(Encoding.UTF8.GetBytes($"{KeyColumn},{string.Join(',', names)}\n"));
        try
        {
            WritePieces(file, table, rows, columns, bins, products, cancel);
        }
        catch (AggregateException e)
        {
            // The thread that failed first says why; the others only stopped.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        file.Complete();
    }

    /// <summary>Reads a list of columns by their names in code or in files.</summary>
    /// <param name="option">What to call the list in messages.</param>
    /// <param name="list">Names divided by commas. <c>customer_id</c> may be among them: it always comes first.
    /// </param>
    /// <exception cref="BadInputException">There is no such column, or the list is empty.</exception>
    public static IReadOnlyList<Column> ParseColumns(string option, string list)
    {
        var columns = new List<Column>();
        foreach (var name in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == KeyColumn) continue;
            columns.Add(Columns.Find(name) ?? throw new BadInputException(
                option, $"There is no column '{name}'.",
                $"Choose from {string.Join(", ", Columns.Shown.Select(column => column.ExportName))}."));
        }
        return columns.Count > 0 ? columns : throw new BadInputException(
            option, "No column is named.", "Name some, separated by commas, or leave the option out for all.");
    }

    static void WritePieces(
        OutputFile file, ProfileTable table, ReadOnlyMemory<int> rows, IReadOnlyList<Column> columns, int bins,
        ProductCatalogue? products, CancellationToken cancel)
    {
        const int rowsOfPiece = RowsOfBatch * BatchesOfPiece;
        var pieces = (rows.Length + rowsOfPiece - 1) / rowsOfPiece;
        var turn = new TurnTaker();
        var nextPiece = -1;
        // Pieces are taken in order, so the one whose turn it is has always been begun.
        Parallel.For(0, Math.Min(Environment.ProcessorCount, Math.Max(1, pieces)), _ =>
        {
            var former = new RowFormer(table, columns, bins, RowsOfBatch, products);
            try
            {
                for (int piece; (piece = Interlocked.Increment(ref nextPiece)) < pieces;)
                {
                    cancel.ThrowIfCancellationRequested();
                    var from = piece * rowsOfPiece;
                    var bytes = former.Form(rows.Span[from..Math.Min(rows.Length, from + rowsOfPiece)]);
                    if (!turn.Wait(piece)) return;
                    file.Write(bytes);
                    turn.Pass();
                }
            }
            catch
            {
                turn.GiveUp();
                throw;
            }
        });
    }

    /// <summary>Lets threads write in the order of their pieces.</summary>
    sealed class TurnTaker
    {
        int next;
        bool givenUp;

        public bool Wait(int piece)
        {
            lock (this)
            {
                while (next != piece && !givenUp) Monitor.Wait(this);
                return !givenUp;
            }
        }

        public void Pass()
        {
            lock (this)
            {
                next++;
                Monitor.PulseAll(this);
            }
        }

        public void GiveUp()
        {
            lock (this)
            {
                givenUp = true;
                Monitor.PulseAll(this);
            }
        }
    }

    /// <summary>Forms rows into a buffer of its own.</summary>
    sealed class RowFormer(
        ProfileTable table, IReadOnlyList<Column> columns, int bins, int batch, ProductCatalogue? products)
    {
        readonly ColumnCells[] cells =
            [.. columns.Select(column => ColumnCells.Of(table, column, bins, batch, products))];
        byte[] buffer = new byte[1 << 20];
        int used;

        public ReadOnlySpan<byte> Form(ReadOnlySpan<int> rows)
        {
            used = 0;
            for (; rows.Length > batch; rows = rows[batch..]) FormBatch(rows[..batch]);
            FormBatch(rows);
            return buffer.AsSpan(0, used);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void FormBatch(ReadOnlySpan<int> rows)
        {
            foreach (var column in cells) column.Gather(rows);
            var mostOfRow = cells.Sum(column => column.MaxBytes + 1);
            var longestKey = 0;
            foreach (var row in rows) longestKey = Math.Max(longestKey, TouchKey(row));
            mostOfRow += CsvCell.MaxTextBytes(longestKey) + 1;
            var needed = used + rows.Length * mostOfRow;
            if (buffer.Length < needed) Array.Resize(ref buffer, Math.Max(needed, buffer.Length * 2));

            for (var i = 0; i < rows.Length; i++)
            {
                var row = buffer.AsSpan(used, mostOfRow);
                var at = CsvCell.Text(table.Keys[rows[i]], row);
                foreach (var column in cells)
                {
                    row[at++] = (byte)',';
                    at += column.Write(i, row[at..]);
                }
                row[at++] = (byte)'\n';
                used += at;
            }
        }

        // Reads a byte of the key beside its length, so that its text is on its way when it is copied.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        int TouchKey(int row)
        {
            var key = table.Keys[row];
            return key.Length == 0 ? 0 : key.Length + (key[0] >> 8);
        }
    }
}
