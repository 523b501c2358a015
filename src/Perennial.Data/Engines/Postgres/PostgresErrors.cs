using System.Net.Sockets;
using Npgsql;
using Perennial.Core;

namespace Perennial.Data.Engines.Postgres;

/// <summary>What PostgreSQL's error codes mean for the person at the keyboard. Neither passwords nor values are
/// repeated.</summary>
static class PostgresErrors
{
    /// <summary>Whether the database or the way to it failed.</summary>
    public static bool IsOne(Exception error) =>
        error is NpgsqlException or TimeoutException or IOException or SocketException
        || error is InvalidOperationException { InnerException: NpgsqlException };

    /// <summary>The exception for a failed call. Codes nobody outside can cause stay faults of the program.</summary>
    public static Exception From(string path, Exception error) => error is PostgresException failure
        ? From(path, failure)
        : new BadInputException(path, $"The server cannot be reached, or the connection broke ({error.Message}).",
            "Look whether PostgreSQL runs there and lets this machine in, then try again.");

    static Exception From(string path, PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            new BadInputException(path, "The server does not accept this name and password.",
                "Write postgres://name:password@host/database with the right ones."),
        PostgresErrorCodes.InvalidCatalogName => new BadInputException(path, "There is no such database.",
            "Make it first (createdb), then try again."),
        PostgresErrorCodes.InsufficientPrivilege => new BadInputException(path, "Access is denied.",
            "Allow this account to use and create tables in the schema (grant usage, create on schema ... to ...)."),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure => new BadInputException(path,
            "Another process is writing to the store and did not finish in time.",
            "Wait for it to end (an import, a rescore), then try again."),
        PostgresErrorCodes.DiskFull => new BadInputException(path, "The server's disk is full; nothing was written.",
            "Free some space there, then try again."),
        PostgresErrorCodes.TooManyConnections => new BadInputException(path, "The server has no connection left.",
            "Raise max_connections, or run fewer processes; each needs up to 20."),
        PostgresErrorCodes.ReadOnlySqlTransaction => new BadInputException(path, "The store may not be written.",
            "Name the primary server: this one is a standby, or set to read only."),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow =>
            new BadInputException(path, "The server is stopping or starting.", "Try again in a moment."),
        PostgresErrorCodes.CharacterNotInRepertoire => new BadInputException("text",
            "It holds what no text has (NUL).", "Take it out and try again."),
        _ => new InvalidOperationException(
            $"{path}: PostgreSQL says {error.SqlState}, {error.MessageText}.", error),
    };
}
