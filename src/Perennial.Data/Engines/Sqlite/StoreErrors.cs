using Perennial.Core;
using SQLitePCL;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>What SQLite's result codes mean for the person at the keyboard.</summary>
static class StoreErrors
{
    /// <summary>The exception for a failed call. Codes nobody outside can cause stay faults of the program.</summary>
    public static Exception From(string path, int code, string message) => (code & 0xff) switch
    {
        _ when code == MovedAway => Gone(path),
        // The file beside it that processes share could not grow.
        _ when code == raw.SQLITE_IOERR_SHMSIZE => Full(path),
        raw.SQLITE_CANTOPEN => CannotOpen(path),
        raw.SQLITE_NOTADB => new StoreAwayException(StoreFault.Damaged, path, "This is not a database.",
            "Name another file, or move this one away: a new store is made where there is none."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreAwayException(StoreFault.Busy, path,
            "Another process is writing to the store and did not finish in time.",
            "Wait for it to end (an import, a rescore), then try again."),
        raw.SQLITE_FULL => Full(path),
        raw.SQLITE_READONLY => new StoreAwayException(StoreFault.ReadOnly, path, "The store may not be written.",
            "Allow this account to write the file and its folder: SQLite keeps two more files beside it."),
        raw.SQLITE_PERM or raw.SQLITE_AUTH => new StoreAwayException(StoreFault.Denied, path, "Access is denied.",
            "Allow this account to read and write the file and its folder."),
        raw.SQLITE_CORRUPT => new StoreAwayException(StoreFault.Damaged, path, $"The store is damaged ({message}).",
            "Run `perennial doctor` on it; bring back the last copy if it says so."),
        raw.SQLITE_IOERR => new StoreAwayException(StoreFault.DiskFailed, path,
            $"The disk failed ({message}, code {code}).", "Look at the disk, then run `perennial doctor`."),
        // A table that is away, or a statement that was stopped.
        raw.SQLITE_ERROR or raw.SQLITE_SCHEMA or raw.SQLITE_INTERRUPT or raw.SQLITE_ABORT or raw.SQLITE_PROTOCOL =>
            new StoreAwayException(StoreFault.Refused, path, $"SQLite refused a statement ({message}).",
                "Run `perennial doctor` on it."),
        _ => new InvalidOperationException($"{path}: SQLite says {code}, {message}."),
    };

    // SQLITE_READONLY_DBMOVED
    const int MovedAway = raw.SQLITE_READONLY | (4 << 8);

    /// <summary>The file is not where it was opened any more.</summary>
    public static StoreAwayException Gone(string path) => new(StoreFault.Gone, path,
        "The file was deleted, moved or replaced while it was open; what is written now would be lost.",
        "Put back the very file that was there, or start the server again with another.");

    static StoreAwayException Full(string path) => new(StoreFault.DiskFull, path,
        "The disk is full; nothing was written.",
        "Free some space (about twice the size of the file that is imported), then try again.");

    static BadInputException CannotOpen(string path)
    {
        if (Directory.Exists(path))
            return new BadInputException(path, "This is a directory.", "Name a file in it.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null && !Directory.Exists(folder))
            return new BadInputException(path, $"The directory {folder} does not exist.", "Make it, or name another.");
        return new StoreAwayException(StoreFault.Denied, path, "The file cannot be opened or made here.",
            "Allow this account to write the file and its folder, or name another.");
    }
}
