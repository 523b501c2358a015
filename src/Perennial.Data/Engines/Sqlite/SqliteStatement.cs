using SQLitePCL;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>A statement on SQLite's own interface, over spans.</summary>
sealed unsafe class SqliteStatement : Statement
{
    readonly SqliteDatabase database;
    readonly sqlite3_stmt handle;
    readonly nint pointer;
    readonly string sql;
    bool isRunning;

    internal SqliteStatement(SqliteDatabase database, string sql, ReadOnlySpan<string> parameters)
    {
        (this.database, this.sql) = (database, sql);
        database.Check(raw.sqlite3_prepare_v2(database.Handle, sql, out handle));
        pointer = handle.DangerousGetHandle();
        Columns = raw.sqlite3_column_count(handle);
        CheckParameters(sql, parameters);
    }

    public override int Columns { get; }

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

    public override Statement Bind(int parameter, long value) =>
        Bound(Native.sqlite3_bind_int64(pointer, parameter, value));

    public override Statement Bind(int parameter, double value) =>
        Bound(Native.sqlite3_bind_double(pointer, parameter, value));

    public override Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // A pointer is needed even to nothing: a null pointer would bind null.
        byte nothing;
        fixed (byte* bytes = utf8)
            return Bound(Native.sqlite3_bind_text(
                pointer, parameter, bytes is null ? &nothing : bytes, utf8.Length, Native.Transient));
    }

    public override Statement BindBlob(int parameter, ReadOnlySpan<byte> value)
    {
        byte nothing;
        fixed (byte* bytes = value)
            return Bound(Native.sqlite3_bind_blob(
                pointer, parameter, bytes is null ? &nothing : bytes, value.Length, Native.Transient));
    }

    public override Statement BindNull(int parameter) =>
        Bound(Native.sqlite3_bind_null(pointer, parameter));

    SqliteStatement Bound(int code) => code == raw.SQLITE_OK ? this : throw database.Error(code);

    /// <summary>Moves to the next row; at the end, or where there are no rows, resets and returns false.</summary>
    public override bool Step()
    {
        if (!isRunning)
        {
            database.Statements.Add(sql);
            isRunning = true;
        }
        var code = Native.sqlite3_step(pointer);
        if (code == raw.SQLITE_ROW) return true;
        var error = code == raw.SQLITE_DONE ? null : database.Error(code);
        Reset();
        return error is null ? false : throw error;
    }

    public override int Run()
    {
        while (Step()) { }
        return raw.sqlite3_changes(database.Handle);
    }

    // Its code repeats the error of the last step, which that step has thrown.
    public override void Reset()
    {
        isRunning = false;
        _ = Native.sqlite3_reset(pointer);
    }

    public override bool IsNull(int column) => Native.sqlite3_column_type(pointer, column) == raw.SQLITE_NULL;

    public override long Int64(int column) => Native.sqlite3_column_int64(pointer, column);

    public override double Double(int column) => Native.sqlite3_column_double(pointer, column);

    public override ReadOnlySpan<byte> Bytes(int column)
    {
        // In this order: the first call fixes the form that the second measures.
        var bytes = Native.sqlite3_column_blob(pointer, column);
        return new ReadOnlySpan<byte>(bytes, Native.sqlite3_column_bytes(pointer, column));
    }

    public override string Show(int column) => raw.sqlite3_column_type(handle, column) switch
    {
        raw.SQLITE_NULL => "nothing",
        raw.SQLITE_BLOB => Convert.ToHexStringLower(Bytes(column)),
        _ => Text(column)!,
    };

    public override void Dispose() => handle.Dispose();
}
