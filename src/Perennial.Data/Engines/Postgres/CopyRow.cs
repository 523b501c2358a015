using System.Buffers.Binary;

namespace Perennial.Data.Engines.Postgres;

/// <summary>Writes rows in the form of binary COPY, each value in its column's own type.</summary>
/// <param name="types">The columns' types, as numbers of the catalogue.</param>
sealed class CopyRow(uint[] types) : Binding
{
    const uint Bytea = 17, Int8 = 20, Int2 = 21, Int4 = 23, Float8 = 701;
    const int Enough = 1 << 16;

    // "PGCOPY\n\377\r\n\0", no flags, no extension.
    static ReadOnlySpan<byte> Signature => [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0,
        0, 0, 0, 0];

    const int Unbound = -2;

    readonly (int Start, int Length)[] cells = [.. types.Select(_ => (0, Unbound))];
    byte[] values = new byte[256];
    int valuesUsed;
    byte[] buffer = new byte[Enough];
    int used;

    public void Start()
    {
        Signature.CopyTo(buffer);
        used = Signature.Length;
    }

    /// <summary>Ends the row that was bound.</summary>
    public void Next(Stream stream)
    {
        Reserve(sizeof(short) + types.Length * sizeof(int) + valuesUsed);
        BinaryPrimitives.WriteInt16BigEndian(buffer.AsSpan(used), (short)types.Length);
        used += sizeof(short);
        foreach (var (start, length) in cells)
        {
            if (length == Unbound) throw new InvalidOperationException("A row was not bound whole.");
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(used), length);
            used += sizeof(int);
            if (length <= 0) continue;
            values.AsSpan(start, length).CopyTo(buffer.AsSpan(used));
            used += length;
        }
        Array.Fill(cells, (0, Unbound));
        valuesUsed = 0;
        if (used < Enough) return;
        stream.Write(buffer.AsSpan(0, used));
        used = 0;
    }

    /// <summary>Ends the rows.</summary>
    public void End(Stream stream)
    {
        Reserve(sizeof(short));
        BinaryPrimitives.WriteInt16BigEndian(buffer.AsSpan(used), -1);
        stream.Write(buffer.AsSpan(0, used + sizeof(short)));
    }

    void Reserve(int more)
    {
        if (used + more > buffer.Length) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + more));
    }

    Span<byte> Cell(int parameter, int length)
    {
        if (valuesUsed + length > values.Length)
            Array.Resize(ref values, Math.Max(values.Length * 2, valuesUsed + length));
        cells[parameter - 1] = (valuesUsed, length);
        valuesUsed += length;
        return values.AsSpan(valuesUsed - length, length);
    }

    public override Statement Bind(int parameter, long value)
    {
        var type = types[parameter - 1];
        if (type == Int8) BinaryPrimitives.WriteInt64BigEndian(Cell(parameter, sizeof(long)), value);
        else if (type == Int4) BinaryPrimitives.WriteInt32BigEndian(Cell(parameter, sizeof(int)), checked((int)value));
        else if (type == Int2)
            BinaryPrimitives.WriteInt16BigEndian(Cell(parameter, sizeof(short)), checked((short)value));
        else if (type == Float8) BinaryPrimitives.WriteDoubleBigEndian(Cell(parameter, sizeof(double)), value);
        else throw Unfit(parameter, type);
        return this;
    }

    public override Statement Bind(int parameter, double value)
    {
        if (double.IsNaN(value)) return BindNull(parameter);
        if (types[parameter - 1] != Float8) throw Unfit(parameter, types[parameter - 1]);
        BinaryPrimitives.WriteDoubleBigEndian(Cell(parameter, sizeof(double)), value);
        return this;
    }

    public override Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        var cell = Cell(parameter, utf8.Length);
        utf8.CopyTo(cell);
        // The one character that PostgreSQL's text cannot hold.
        cell.Replace((byte)0, (byte)'?');
        return this;
    }

    public override Statement BindBlob(int parameter, ReadOnlySpan<byte> value)
    {
        if (types[parameter - 1] != Bytea) throw Unfit(parameter, types[parameter - 1]);
        value.CopyTo(Cell(parameter, value.Length));
        return this;
    }

    public override Statement BindNull(int parameter)
    {
        cells[parameter - 1] = (0, -1);
        return this;
    }

    static InvalidOperationException Unfit(int parameter, uint type) =>
        new($"The value of parameter {parameter} does not fit a column of type {type}.");
}
