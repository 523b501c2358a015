using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;
using Perennial.Channels.Files;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Channels.Intake.Orders;

/// <summary>One worker: takes blocks, reads their orders, and sorts them into its partitions.</summary>
sealed class OrderBlockParser(OrderColumns columns, byte delimiter, OrderCells cells, CancellationToken cancel)
{
    const int MostFaults = 1_000_000, BatchRows = 256;

    readonly FieldEnds ends = new();
    readonly CsvRecord record = new(delimiter);
    byte[] scratch = new byte[256], keyScratch = [];

    /// <summary>The orders read.</summary>
    public OrderPartitions Partitions { get; } = new();

    /// <summary>Hashes of the orders' numbers, if there is a column for them.</summary>
    public List<ulong> Numbers { get; } = [];

    /// <summary>What became of each block.</summary>
    public List<BlockEnd> Blocks { get; } = [];

    /// <summary>Rows not taken.</summary>
    public List<FaultyRow> Faults { get; } = [];

    /// <summary>The earliest order.</summary>
    public long FirstMs { get; private set; } = long.MaxValue;

    /// <summary>The latest order.</summary>
    public long LastMs { get; private set; } = long.MinValue;

    /// <summary>Value of the orders.</summary>
    public long Cents { get; private set; }

    /// <summary>Rows read.</summary>
    public long Rows { get; private set; }

    /// <summary>Why the file must be read by intake proper; null if nothing was found.</summary>
    public string? Unfit { get; private set; }

    /// <summary>Takes blocks until there are none.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="stop">Whether another worker found the file unfit.</param>
    /// <param name="done">Told the rows after every block.</param>
    public void Work(BlockSource source, Func<bool> stop, Action<long> done)
    {
        var block = new Block();
        while (!stop() && source.Next(block))
        {
            cancel.ThrowIfCancellationRequested();
            if (!Ascii.IsValid(block.Data) && !Utf8.IsValid(block.Data)) Unfit = "text that is not UTF-8";
            if (Unfit is not null) return;
            var before = Rows;
            var lines = block.HasQuotes || block.HasLoneCr() ? ParseByScan(block) : Parse(block);
            if (Unfit is not null) return;
            var rows = new int[OrderPartitions.Count];
            for (var i = 0; i < rows.Length; i++) rows[i] = Partitions.Rows(i);
            Blocks.Add(new BlockEnd(block.Number, lines, rows));
            done(Rows - before);
        }
        Partitions.Finish();
    }

    // The straight way: no quotes, so the places of delimiters and line breaks are the places where fields end. A few
    // hundred rows at a time go through one short loop after the other: short loops keep their values in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    unsafe int Parse(Block block)
    {
        ends.Find(block, delimiter);
        var rows = stackalloc RowCells[BatchRows];
        var lines = new LineCursor();
        fixed (byte* data = block.Padded)
        fixed (int* places = ends.Places)
        {
            while (lines.Place < ends.Count)
            {
                var count = Locate(data, places, ends.Count, ref lines, rows);
                ReadDates(data, rows, count);
                ReadAmounts(data, rows, count);
                Add(data, places, rows, count, block.Number);
                if (Unfit is not null) return 0;
                Rows += count;
            }
        }
        return lines.Line;
    }

    // Finds the cells of the next rows that are not blank.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    unsafe int Locate(byte* data, int* places, int count, ref LineCursor lines, RowCells* rows)
    {
        unchecked
        {
            var (customer, at, amount, width) = (columns.Customer, columns.At, columns.Amount, columns.Columns);
            var (place, start, line, found) = (lines.Place, lines.Start, lines.Line, 0);
            while (place < count && found < BatchRows)
            {
                var end = places + place;
                var fields = IsWhole(data, end, count - place, width) ? width : FieldsOfLine(data, end);
                var lineEnd = end[fields - 1];
                var textEnd = lineEnd > start && data[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
                if (textEnd > start)
                {
                    var row = rows + found++;
                    row->Key = CellAt(end, fields, start, textEnd, customer, out row->KeyLength);
                    row->At = CellAt(end, fields, start, textEnd, at, out row->AtLength);
                    row->Amount = CellAt(end, fields, start, textEnd, amount, out row->AmountLength);
                    (row->Place, row->Fields, row->Line) = (place, fields, line);
                    (row->Start, row->TextEnd) = (start, textEnd);
                }
                line++;
                start = lineEnd + 1;
                place += fields;
            }
            (lines.Place, lines.Start, lines.Line) = (place, start, line);
            return found;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    unsafe void ReadDates(byte* data, RowCells* rows, int count)
    {
        unchecked
        {
            var reader = cells;
            for (var row = rows; row < rows + count; row++)
                row->Fault = reader.At(data + row->At, row->AtLength, out row->AtMs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    unsafe void ReadAmounts(byte* data, RowCells* rows, int count)
    {
        unchecked
        {
            var reader = cells;
            for (var row = rows; row < rows + count; row++)
            {
                var fault = reader.Cents(data + row->Amount, row->AmountLength, out row->Cents);
                if (row->Fault == OrderFault.None) row->Fault = fault;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    unsafe void Add(byte* data, int* places, RowCells* rows, int count, int block)
    {
        unchecked
        {
            var (partitions, width, numbered) = (Partitions, columns.Columns, columns.Number >= 0);
            // Kept here and not in fields, which might share a cache line with another worker's.
            var (firstMs, lastMs, sum) = (FirstMs, LastMs, 0L);
            for (var row = rows; row < rows + count; row++)
            {
                var key = data + row->Key;
                if (row->Fault == OrderFault.None && row->Fields <= width && !numbered
                    && IsPlainKey(key, row->KeyLength) && row->KeyLength <= ShortKey.MaxInline)
                {
                    partitions.Add(ShortKey.Inline(key, row->KeyLength), row->AtMs, row->Cents);
                }
                else if (!TryAddOther(data, places + row->Place, row, block))
                {
                    continue;
                }
                firstMs = Math.Min(firstMs, row->AtMs);
                lastMs = Math.Max(lastMs, row->AtMs);
                sum += row->Cents;
            }
            (FirstMs, LastMs) = (firstMs, lastMs);
            Cents += sum;
        }
    }

    // What not every row of every file has: a fault, cells beyond the header, an order number, a long key.
    unsafe bool TryAddOther(byte* data, int* end, RowCells* row, int block)
    {
        int from, length;
        if (columns.Number >= 0)
        {
            from = CellAt(end, row->Fields, row->Start, row->TextEnd, columns.Number, out length);
            AddNumber(new ReadOnlySpan<byte>(data + from, length));
        }
        var extra = row->Fields > columns.Columns ? ExtraCell(data, end, row->Fields, row->TextEnd) : -1;
        var fault = extra >= 0 ? OrderFault.ExtraCells
            : AddKey(data + row->Key, row->KeyLength, row->Fault, row->AtMs, row->Cents);
        if (fault == OrderFault.None) return true;
        var column = extra >= 0 ? extra : ColumnOf(fault);
        from = CellAt(end, row->Fields, row->Start, row->TextEnd, column, out length);
        Keep(fault, column, block, row->Line, new ReadOnlySpan<byte>(data + from, length));
        return false;
    }

    // Adds an order whose date and amount have been read, unless it has a fault.
    unsafe OrderFault AddKey(byte* key, int keyLength, OrderFault fault, long atMs, long cents)
    {
        var cell = Text8.Trim(new ReadOnlySpan<byte>(key, keyLength));
        var clean = KeyText.Compared(CustomerKeyKind.External, cell, ref keyScratch);
        if (clean.IsEmpty) return KeyText.IsRounded(cell) ? OrderFault.RoundedCustomer : OrderFault.NoCustomer;
        if (fault != OrderFault.None) return fault;
        if (clean.Length > ShortKey.MaxLength) return OrderFault.NotSimple;
        fixed (byte* text = clean)
        {
            Partitions.Add(clean.Length <= ShortKey.MaxInline ? ShortKey.Inline(text, clean.Length)
                : Partitions.Keep(clean), atMs, cents);
        }
        return OrderFault.None;
    }

    // Nearly every key is a short one of visible ASCII characters that begins or ends with a digit, as no placeholder
    // does, and has no sign that may mean more (an address, a rounded number). What this does not see KeyText looks at.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe bool IsPlainKey(byte* key, int length)
    {
        unchecked
        {
            if ((uint)(length - 1) >= Vector128<byte>.Count) return false;
            var text = Vector128.Load(key);
            var seen = Vector128.GreaterThan(text.AsSByte(), Vector128.Create((sbyte)' ')).AsByte();
            var meansMore = Vector128.Equals(text, Vector128.Create((byte)'@'))
                | Vector128.Equals(text, Vector128.Create((byte)'+'));
            var plain = Vector128.AndNot(seen, meansMore).ExtractMostSignificantBits();
            if ((~plain & ((1u << length) - 1)) != 0) return false;
            var (first, last) = (*key, key[length - 1]);
            return IsDigit(first) ? IsLetterOrDigit(last) && (first != '0' || IsDigit(last) && last != '0')
                : IsLetterOrDigit(first) && IsDigit(last) && last != '0';
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsDigit(byte c) => unchecked((uint)(c - '0')) <= 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsLetterOrDigit(byte c) => IsDigit(c) || unchecked((uint)((c | 0x20) - 'a')) <= 25;

    // Quotes, or lines that end with CR: record by record, as the reader for all files does.
    unsafe int ParseByScan(Block block)
    {
        var (lines, start) = (0, 0);
        while (start < block.Length)
        {
            var data = block.Data[start..];
            var used = record.Scan(data, last: true);
            if (record.Unclosed) Unfit = "a quote that is never closed";
            if (Unfit is not null) return 0;
            if (!record.IsBlank)
            {
                Rows++;
                var extra = ExtraCell(data);
                var fault = extra >= 0 ? OrderFault.ExtraCells : TakeScanned(data);
                var column = extra >= 0 ? extra : ColumnOf(fault);
                if (fault != OrderFault.None && !Keep(fault, column, block.Number, lines, Scanned(column, data)))
                    return 0;
            }
            lines += record.InnerLines + 1;
            start += used;
        }
        return lines;
    }

    // Copies the cells side by side, each with room behind it for reads of whole words.
    unsafe OrderFault TakeScanned(ReadOnlySpan<byte> data)
    {
        const int room = 16;
        var most = Length(columns.Customer) + Length(columns.At) + Length(columns.Amount) + Length(columns.Number);
        if (scratch.Length < most + 4 * room) scratch = new byte[most * 2 + 4 * room];
        fixed (byte* cell = scratch)
        {
            var key = Copy(columns.Customer, data, 0);
            var at = key + room;
            var atLength = Copy(columns.At, data, at);
            var amount = at + atLength + room;
            var amountLength = Copy(columns.Amount, data, amount);
            if (columns.Number >= 0)
            {
                var number = amount + amountLength + room;
                AddNumber(scratch.AsSpan(number, Copy(columns.Number, data, number)));
            }
            var fault = cells.At(cell + at, atLength, out var atMs);
            var amountFault = cells.Cents(cell + amount, amountLength, out var cents);
            fault = AddKey(cell, key, fault != OrderFault.None ? fault : amountFault, atMs, cents);
            if (fault != OrderFault.None) return fault;
            (FirstMs, LastMs) = (Math.Min(FirstMs, atMs), Math.Max(LastMs, atMs));
            Cents += cents;
            return fault;
        }

        int Length(int column) => column >= 0 && column < record.Count ? record.RawLength(column) : 0;

        int Copy(int column, ReadOnlySpan<byte> from, int place)
        {
            if (column >= record.Count) return 0;
            if (!record.TryPlain(column, out var first, out var length))
                return record.Unquote(column, from, scratch.AsSpan(place));
            from.Slice(first, length).CopyTo(scratch.AsSpan(place));
            return length;
        }
    }

    ReadOnlySpan<byte> Scanned(int column, ReadOnlySpan<byte> data)
    {
        if (column >= record.Count) return [];
        if (record.TryPlain(column, out var first, out var length)) return data.Slice(first, length);
        var into = new byte[record.RawLength(column)];
        return into.AsSpan(0, record.Unquote(column, data, into));
    }

    bool Keep(OrderFault fault, int column, int block, int line, ReadOnlySpan<byte> cell)
    {
        const int longest = 1024;
        if (fault == OrderFault.NotSimple) Unfit = "returns, currencies or very long keys";
        else if (Faults.Count == MostFaults) Unfit = "very many rows that cannot be read";
        if (Unfit is not null) return false;
        var kept = cell[..Math.Min(cell.Length, longest)].ToArray();
        Faults.Add(new FaultyRow(block, line, fault, column, kept));
        return true;
    }

    void AddNumber(ReadOnlySpan<byte> number)
    {
        number = Text8.Trim(number);
        if (KeyText.IsRounded(number)) Unfit = "order numbers that a spreadsheet rounded";
        if (!number.IsEmpty) Numbers.Add(ShortKey.Long(number, 0).Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe bool IsWhole(byte* data, int* end, int left, int width)
    {
        if (left < width || data[end[width - 1]] != '\n') return false;
        for (var i = 0; i < width - 1; i++)
            if (data[end[i]] == '\n') return false;
        return true;
    }

    static unsafe int FieldsOfLine(byte* data, int* end)
    {
        var fields = 1;
        while (data[end[fields - 1]] != '\n') fields++;
        return fields;
    }

    // The first cell beyond the header that is not blank, or −1.
    unsafe int ExtraCell(byte* data, int* end, int fields, int textEnd)
    {
        for (var i = columns.Columns; i < fields && columns.HasHeader; i++)
        {
            var (from, to) = (end[i - 1] + 1, i == fields - 1 ? textEnd : end[i]);
            if (!Text8.Trim(new ReadOnlySpan<byte>(data + from, to - from)).IsEmpty) return i;
        }
        return -1;
    }

    int ExtraCell(ReadOnlySpan<byte> data)
    {
        for (var i = columns.Columns; i < record.Count && columns.HasHeader; i++)
            if (!Text8.Trim(Scanned(i, data)).IsEmpty) return i;
        return -1;
    }

    int ColumnOf(OrderFault fault) => fault switch
    {
        OrderFault.NoCustomer or OrderFault.RoundedCustomer or OrderFault.NotSimple => columns.Customer,
        OrderFault.NoDate or OrderFault.BadDate or OrderFault.OldDate or OrderFault.FutureDate => columns.At,
        _ => columns.Amount,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe int CellAt(int* end, int fields, int start, int textEnd, int column, out int length)
    {
        unchecked
        {
            var from = column == 0 ? start : column < fields ? end[column - 1] + 1 : start;
            length = column >= fields ? 0 : (column == fields - 1 ? textEnd : end[column]) - from;
            return from;
        }
    }
}
