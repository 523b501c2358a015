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
sealed class Statement : IDisposable
{
    readonly SqliteDatabase database;
    readonly sqlite3_stmt handle;

    internal Statement(SqliteDatabase database, string sql, ReadOnlySpan<string> parameters)
    {
        this.database = database;
        database.Check(raw.sqlite3_prepare_v2(database.Handle, sql, out handle));
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

    public Statement Bind(int parameter, long value)
    {
        raw.sqlite3_bind_int64(handle, parameter, value);
        return this;
    }

    public Statement Bind(int parameter, long? value) =>
        value is { } known ? Bind(parameter, known) : BindNull(parameter);

    /// <summary>NaN is stored as null.</summary>
    public Statement Bind(int parameter, double value)
    {
        raw.sqlite3_bind_double(handle, parameter, value);
        return this;
    }

    /// <summary>None and Never are stored as null.</summary>
    public Statement Bind(int parameter, Instant value) =>
        value.HasValue ? Bind(parameter, value.UnixMs) : BindNull(parameter);

    public Statement Bind(int parameter, string? value) =>
        value is null ? BindNull(parameter) : BindText(parameter, Encoding.UTF8.GetBytes(value));

    public Statement Bind(int parameter, CustomerId value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.WriteTo(bytes);
        raw.sqlite3_bind_blob(handle, parameter, bytes);
        return this;
    }

    public Statement Bind(int parameter, OrderId value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.WriteTo(bytes);
        raw.sqlite3_bind_blob(handle, parameter, bytes);
        return this;
    }

    public Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        raw.sqlite3_bind_text(handle, parameter, utf8);
        return this;
    }

    public Statement BindNull(int parameter)
    {
        raw.sqlite3_bind_null(handle, parameter);
        return this;
    }

    /// <summary>Moves to the next row; at the end, or where there are no rows, resets and returns false.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW) return true;
        var error = code == raw.SQLITE_DONE ? null : database.Error(code);
        raw.sqlite3_reset(handle);
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
    public void Reset() => raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public int Int32(int column) => checked((int)Int64(column));

    public double Double(int column) => raw.sqlite3_column_double(handle, column);

    public Instant Instant(int column) => new(Int64(column));

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    /// <summary>A text's bytes, or a blob's; valid until the next step. Null reads as empty.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    public CustomerId CustomerId(int column) => Core.CustomerId.From(Bytes(column));

    public OrderId OrderId(int column) => Core.History.OrderId.From(Bytes(column));

    public void Dispose() => handle.Dispose();
}
