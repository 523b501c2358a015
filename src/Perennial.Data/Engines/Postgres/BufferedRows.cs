using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Npgsql;

namespace Perennial.Data.Engines.Postgres;

/// <summary>An answer that was taken whole: cells one after the other in one block.</summary>
sealed class BufferedRows : Rows
{
    enum CellKind : byte
    {
        Whole,
        Number,
        Text,
        Blob,
    }

    byte[] bytes = [];
    int used;
    // Where each cell starts, row by row, and the end of the last; a null cell's start is the complement.
    readonly List<int> starts = [];
    CellKind[] kinds = [];
    string[] types = [];
    int row = -1;

    public override int Columns => kinds.Length;

    int RowCount => kinds.Length == 0 ? 0 : starts.Count / kinds.Length;

    /// <summary>Takes an answer, in place of the one before.</summary>
    public void Fill(NpgsqlDataReader reader)
    {
        Clear();
        types = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName)];
        kinds = [.. types.Select(KindOf)];
        while (reader.Read())
            for (var column = 0; column < kinds.Length; column++) Take(reader, column);
    }

    /// <summary>Forgets the answer.</summary>
    public void Clear()
    {
        (used, row) = (0, -1);
        starts.Clear();
    }

    static CellKind KindOf(string type) => type switch
    {
        "smallint" or "integer" or "bigint" or "numeric" or "boolean" => CellKind.Whole,
        "double precision" or "real" => CellKind.Number,
        "bytea" => CellKind.Blob,
        _ => CellKind.Text,
    };

    void Take(NpgsqlDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            starts.Add(~used);
            return;
        }
        starts.Add(used);
        if (kinds[column] == CellKind.Whole) Put(Whole(reader, column));
        else if (kinds[column] == CellKind.Number) Put(BitConverter.DoubleToInt64Bits(reader.GetDouble(column)));
        else if (kinds[column] == CellKind.Blob) Put(reader.GetFieldValue<byte[]>(column));
        else Put(Encoding.UTF8.GetBytes(reader.GetString(column)));
    }

    // Sums of bigint are numeric in PostgreSQL.
    long Whole(NpgsqlDataReader reader, int column) => types[column] switch
    {
        "bigint" => reader.GetInt64(column),
        "integer" => reader.GetInt32(column),
        "smallint" => reader.GetInt16(column),
        "boolean" => reader.GetBoolean(column) ? 1 : 0,
        _ => (long)reader.GetDecimal(column),
    };

    void Put(long value)
    {
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(used), value);
        used += sizeof(long);
    }

    void Put(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(bytes.AsSpan(used));
        used += value.Length;
    }

    void Reserve(int more)
    {
        if (used + more <= bytes.Length) return;
        Array.Resize(ref bytes, Math.Max(used + more, Math.Max(256, bytes.Length * 2)));
    }

    public override bool Step()
    {
        if (row + 1 >= RowCount) return false;
        row++;
        return true;
    }

    int Cell(int column) => row * kinds.Length + column;

    public override bool IsNull(int column) => starts[Cell(column)] < 0;

    public override long Int64(int column)
    {
        var start = starts[Cell(column)];
        if (start < 0) return 0;
        var value = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(start));
        return kinds[column] == CellKind.Number ? (long)BitConverter.Int64BitsToDouble(value) : value;
    }

    public override double Double(int column)
    {
        var start = starts[Cell(column)];
        if (start < 0) return 0;
        var value = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(start));
        return kinds[column] == CellKind.Number ? BitConverter.Int64BitsToDouble(value) : value;
    }

    public override ReadOnlySpan<byte> Bytes(int column)
    {
        var cell = Cell(column);
        if (starts[cell] < 0) return [];
        var end = cell + 1 < starts.Count ? starts[cell + 1] : used;
        return bytes.AsSpan(starts[cell]..(end < 0 ? ~end : end));
    }

    public override string Show(int column) => IsNull(column) ? "nothing" : kinds[column] switch
    {
        CellKind.Whole => Int64(column).ToString(CultureInfo.InvariantCulture),
        CellKind.Number => Double(column).ToString(CultureInfo.InvariantCulture),
        CellKind.Blob => Convert.ToHexStringLower(Bytes(column)),
        _ => Text(column)!,
    };

    public override void Dispose()
    {
    }
}
