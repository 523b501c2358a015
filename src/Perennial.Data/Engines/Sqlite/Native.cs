using System.Runtime.InteropServices;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>
/// The handful of SQLite's functions that are called for every cell and row, without the safe handle that
/// SQLitePCL would count up and down around each call. Everything else goes through SQLitePCL, which also brings
/// the library.
/// </summary>
/// <remarks>
/// Those that only touch the statement's memory skip the runtime's transition too: they last nanoseconds, never
/// block and never call back. A step does I/O, so it does not skip it.
/// </remarks>
static unsafe partial class Native
{
    const string Library = "e_sqlite3";

    /// <summary>Tells SQLite to copy what is bound before the call returns.</summary>
    public const nint Transient = -1;

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_int64(nint statement, int parameter, long value);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_double(nint statement, int parameter, double value);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_null(nint statement, int parameter);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_blob(nint statement, int parameter, byte* value, int length, nint free);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_text(nint statement, int parameter, byte* value, int length, nint free);

    /// <summary><c>SQLITE_FCNTL_HAS_MOVED</c>: whether the file of a connection is no more where it was opened.
    /// </summary>
    public const int HasMoved = 20;

    [LibraryImport(Library)]
    public static partial int sqlite3_file_control(nint database, byte* name, int operation, void* argument);

    [LibraryImport(Library)]
    public static partial int sqlite3_txn_state(nint database, byte* schema);

    [LibraryImport(Library)]
    public static partial nint sqlite3_next_stmt(nint database, nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_step(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_reset(nint statement);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_column_type(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial long sqlite3_column_int64(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial double sqlite3_column_double(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial byte* sqlite3_column_blob(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_column_bytes(nint statement, int column);

    [LibraryImport(Library)]
    public static partial int sqlite3_file_control(nint database, nint name, int operation, nint argument);
}
