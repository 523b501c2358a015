using System.Net.Sockets;
using Npgsql;
using Perennial.Core;
using Codes = Npgsql.PostgresErrorCodes;

namespace Perennial.Data.Engines.Postgres;

/// <summary>What PostgreSQL's error codes mean for the person at the keyboard. Neither passwords nor values are
/// repeated.</summary>
static class PostgresErrors
{
    /// <summary>Whether the database or the way to it failed.</summary>
    public static bool IsOne(Exception error) =>
        error is NpgsqlException or TimeoutException or IOException or SocketException
        || error is InvalidOperationException { InnerException: NpgsqlException }
        || HasLostItsPlace(error);

    // After a statement that was cut off the driver may find an answer that it did not expect: it breaks the
    // connection, and has no type for that.
    static bool HasLostItsPlace(Exception error) => error.GetType() == typeof(Exception) && error.Source == "Npgsql";

    /// <summary>The exception for a failed call. Codes nobody outside can cause stay faults of the program.</summary>
    public static Exception From(string path, Exception error) => error is PostgresException failure
        ? From(path, failure)
        : new StoreAwayException(StoreFault.Unreachable, path,
            $"The server cannot be reached, or the connection broke ({error.Message.TrimEnd('.')}).",
            "Look whether PostgreSQL runs there and lets this machine in, then try again.");

    static Exception From(string path, PostgresException error)
    {
        return error.SqlState switch
        {
            Codes.InvalidPassword or Codes.InvalidAuthorizationSpecification =>
                Away(StoreFault.Denied, "The server does not accept this name and password.",
                    "Write postgres://name:password@host/database with the right ones."),
            Codes.InvalidCatalogName => new BadInputException(path, "There is no such database.",
                "Make it first (createdb), then try again."),
            Codes.CharacterNotInRepertoire => new BadInputException("text",
                "It holds what no text has (NUL).", "Take it out and try again."),
            Codes.InsufficientPrivilege => Away(StoreFault.Denied, "Access is denied.",
                "Allow this account to use its schema and make tables there (grant usage, create on schema ...)."),
            Codes.LockNotAvailable or Codes.DeadlockDetected
                or Codes.SerializationFailure => Away(StoreFault.Busy,
                "Another process is writing to the store and did not finish in time.",
                "Wait for it to end (an import, a rescore), then try again."),
            Codes.DiskFull => Away(StoreFault.DiskFull,
                "The server's disk is full; nothing was written.", "Free some space there, then try again."),
            Codes.TooManyConnections => Away(StoreFault.Unreachable, "The server has no connection left.",
                "Raise max_connections, or run fewer processes; each needs up to 20."),
            Codes.ReadOnlySqlTransaction => Away(StoreFault.ReadOnly, "The store may not be written.",
                "Name the primary server: this one is a standby, or set to read only."),
            Codes.AdminShutdown or Codes.CrashShutdown or Codes.CannotConnectNow =>
                Away(StoreFault.Unreachable, "The server is stopping or starting.", "Try again in a moment."),
            Codes.DataCorrupted or Codes.IndexCorrupted => Away(StoreFault.Damaged,
                $"The database is damaged ({error.MessageText}).", "Look at the server's log and its disk."),
            var code when code.StartsWith("08", StringComparison.Ordinal) => Away(StoreFault.Unreachable,
                $"A server cannot be reached ({error.MessageText}).", "Look whether every node of the cluster runs."),
            Codes.IoError => Away(StoreFault.DiskFailed,
                $"The server's disk failed ({error.MessageText}).", "Look at the server's log and its disk."),
            _ when IsRefusal(error.SqlState) => Away(StoreFault.Refused,
                $"PostgreSQL refused a statement ({error.SqlState}, {error.MessageText}).",
                "Look at the server's log, and run `perennial doctor`."),
            _ => new InvalidOperationException(
                $"{path}: PostgreSQL says {error.SqlState}, {error.MessageText}.", error),
        };

        StoreAwayException Away(StoreFault fault, string problem, string remedy) =>
            new(fault, path, problem, remedy, error);
    }

    // What is missing, ran out or was ended there; what is left is wrong with the statement or its values.
    static bool IsRefusal(string code) =>
        code is Codes.UndefinedTable or Codes.UndefinedColumn or Codes.InvalidSchemaName or Codes.InFailedSqlTransaction
        || code[..2] is "40" or "53" or "55" or "57" or "58" or "XX";
}
