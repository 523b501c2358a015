using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Engines.Postgres;
using Perennial.Data.Engines.Sqlite;

namespace Perennial.Data;

/// <summary>Where a shop is kept, as people write it.</summary>
public static class ShopPlace
{
    /// <summary>Whether a place is an address of a database server, and not a file's path.</summary>
    public static bool IsDatabase(string place) => PostgresPlace.IsOne(place);

    /// <summary>A place as it may also be written, with <c>sqlite:</c> before a file's path.</summary>
    public static string Of(string text) =>
        text.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) ? text["sqlite:".Length..] : text;

    /// <summary>How to name a place to people: an address without its password.</summary>
    /// <exception cref="BadInputException">It looks like an address, but is none.</exception>
    public static string Shown(string place) =>
        IsDatabase(place) ? PostgresPlace.Shown(PostgresPlace.Parse(place)) : place;

    /// <summary>The engine of a place.</summary>
    /// <exception cref="BadInputException">It looks like a server's address, but is none.</exception>
    internal static Engine Engine(string place, StoreOptions options) =>
        IsDatabase(place) ? new PostgresEngine(PostgresPlace.Parse(place), options) : new SqliteEngine(place, options);
}
