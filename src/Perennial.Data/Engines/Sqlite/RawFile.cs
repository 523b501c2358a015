using System.Runtime.InteropServices;
using SQLitePCL;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>The bytes of the database file, through the handle that SQLite itself has open. To open the file a second
/// time and close it would take away this process's locks on it.</summary>
sealed unsafe class RawFile(SqliteDatabase database)
{
    const int FilePointer = 7, SyncNormal = 2;

    readonly nint file = Pointer(database);

    [StructLayout(LayoutKind.Sequential)]
    struct Methods
    {
        public int Version;
        public nint Close;
        public delegate* unmanaged[Cdecl]<nint, byte*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<nint, byte*, int, long, int> Write;
        public nint Truncate;
        public delegate* unmanaged[Cdecl]<nint, int, int> Sync;
    }

    static nint Pointer(SqliteDatabase database)
    {
        nint found = 0;
        database.Check(Native.sqlite3_file_control(
            database.Handle.DangerousGetHandle(), 0, FilePointer, (nint)(&found)));
        return found;
    }

    Methods* Of => *(Methods**)file;

    /// <summary>Reads from a place on; all of it has to be there.</summary>
    public void Read(long at, Span<byte> bytes)
    {
        fixed (byte* to = bytes) Check(Of->Read(file, to, bytes.Length, at));
    }

    /// <summary>Writes in a place.</summary>
    public void Write(long at, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes) Check(Of->Write(file, from, bytes.Length, at));
    }

    /// <summary>Returns when what was written is on the disk.</summary>
    public void Sync() => Check(Of->Sync(file, SyncNormal));

    void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw StoreErrors.From(database.Path, code, raw.sqlite3_errstr(code).utf8_to_string());
    }
}
