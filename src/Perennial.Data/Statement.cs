using System.Text;
using Perennial.Core;
using Perennial.Core.History;
using SQLitePCL;

namespace Perennial.Data;

/// <summary>
/// One prepared statement: bind parameters by number (1 is the first to appear), step through rows, read cells by
/// number (0 is the first). Works on spans, so that a row costs no allocation.
/// </summary>
/// <remarks>What is bound stays bound over <see cref="Reset"/>: what is the same for many rows is bound once.</remarks>
sealed unsafe class Statement : IDisposable
{
    readonly SqliteDatabase database;
    readonly sqlite3_stmt handle;
    readonly nint pointer;

    internal Statement(SqliteDatabase database, string sql, ReadOnlySpan<string> parameters)
    {
        this.database = database;
        database.Check(raw.sqlite3_prepare_v2(database.Handle, sql, out handle));
        pointer = handle.DangerousGetHandle();
        Columns = raw.sqlite3_column_count(handle);
        CheckParameters(sql, parameters);
    }

    /// <summary>Number of columns of the result.</summary>
    public int Columns { get; }

    // A reordered query would otherwise bind amounts to the wrong columns without anybody noticing.
    void CheckParameters(string sql, ReadOnlySpan<string> parameters)
    {
        var count = raw.sqlite3_bind_parameter_count(handle);
        var same = count == parameters.Length;
        for (var i = 0; same && i < count; i++)
            same = raw.sqlite3_bind_parameter_name(handle, i + 1).utf8_to_string() == "@" + parameters[i];
        if (!same) throw new InvalidOperationException(
            $"The caller binds ({string.Join(", ", parameters.ToArray())}), which are not the parameters of: {sql}");
    }

    public Statement Bind(int parameter, long value) =>
        Bound(Native.sqlite3_bind_int64(pointer, parameter, value));

    public Statement Bind(int parameter, long? value) =>
        value is { } known ? Bind(parameter, known) : BindNull(parameter);

    /// <summary>NaN is stored as null.</summary>
    public Statement Bind(int parameter, double value) =>
        Bound(Native.sqlite3_bind_double(pointer, parameter, value));

    /// <summary>None and Never are stored as null.</summary>
    public Statement Bind(int parameter, Instant value) =>
        value.HasValue ? Bind(parameter, value.UnixMs) : BindNull(parameter);

    public Statement Bind(int parameter, string? value)
    {
        const int bytesOnStack = 384;
        if (value is null) return BindNull(parameter);
        if (value.Length > bytesOnStack / 3) return BindText(parameter, Encoding.UTF8.GetBytes(value));
        Span<byte> utf8 = stackalloc byte[bytesOnStack];
        return BindText(parameter, utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
    }

    public Statement Bind(int parameter, CustomerId value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.WriteTo(bytes);
        return BindBlob(parameter, bytes);
    }

    public Statement Bind(int parameter, OrderId value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.WriteTo(bytes);
        return BindBlob(parameter, bytes);
    }

    public Statement Bind(int parameter, FactId value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.WriteTo(bytes);
        return BindBlob(parameter, bytes);
    }

    public Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // A pointer is needed even to nothing: a null pointer would bind null.
        byte nothing;
        fixed (byte* bytes = utf8)
            return Bound(Native.sqlite3_bind_text(
                pointer, parameter, bytes is null ? &nothing : bytes, utf8.Length, Native.Transient));
    }

    public Statement BindBlob(int parameter, ReadOnlySpan<byte> value)
    {
        byte nothing;
        fixed (byte* bytes = value)
            return Bound(Native.sqlite3_bind_blob(
                pointer, parameter, bytes is null ? &nothing : bytes, value.Length, Native.Transient));
    }

    Statement Bound(int code) => code == raw.SQLITE_OK ? this : throw database.Error(code);

    public Statement BindNull(int parameter) =>
        Bound(Native.sqlite3_bind_null(pointer, parameter));

    /// <summary>Moves to the next row; at the end, or where there are no rows, resets and returns false.</summary>
    public bool Step()
    {
        var code = Native.sqlite3_step(pointer);
        if (code == raw.SQLITE_ROW) return true;
        var error = code == raw.SQLITE_DONE ? null : database.Error(code);
        Reset();
        return error is null ? false : throw error;
    }

    /// <summary>Runs to the end. Returns how many rows were written.</summary>
    public int Run()
    {
        while (Step()) { }
        return raw.sqlite3_changes(database.Handle);
    }

    /// <summary>The first cell of the first row as a number; null if there is no row.</summary>
    public long? Number()
    {
        if (!Step()) return null;
        var value = Int64(0);
        Reset();
        return value;
    }

    /// <summary>Whether there is any row.</summary>
    public bool Any()
    {
        var any = Step();
        Reset();
        return any;
    }

    /// <summary>Ends the current reading, so that the statement can run again.</summary>
    // Its code repeats the error of the last step, which that step has thrown.
    public void Reset() => _ = Native.sqlite3_reset(pointer);

    public bool IsNull(int column) => Native.sqlite3_column_type(pointer, column) == raw.SQLITE_NULL;

    public long Int64(int column) => Native.sqlite3_column_int64(pointer, column);

    public int Int32(int column) => checked((int)Int64(column));

    public double Double(int column) => Native.sqlite3_column_double(pointer, column);

    public Instant Instant(int column) => new(Int64(column));

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    /// <summary>A text's bytes, or a blob's; valid until the next step. Null reads as empty.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        // In this order: the first call fixes the form that the second measures.
        var bytes = Native.sqlite3_column_blob(pointer, column);
        return new ReadOnlySpan<byte>(bytes, Native.sqlite3_column_bytes(pointer, column));
    }

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    /// <summary>A cell for people: blobs in hexadecimal.</summary>
    public string Show(int column) => raw.sqlite3_column_type(handle, column) switch
    {
        raw.SQLITE_NULL => "nothing",
        raw.SQLITE_BLOB => Convert.ToHexStringLower(Bytes(column)),
        _ => Text(column)!,
    };

    public CustomerId CustomerId(int column) => Core.CustomerId.From(Bytes(column));

    public OrderId OrderId(int column) => Core.History.OrderId.From(Bytes(column));

    public FactId FactId(int column) => Core.History.FactId.From(Bytes(column));

    public void Dispose() => handle.Dispose();
}
