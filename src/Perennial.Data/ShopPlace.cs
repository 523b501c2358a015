using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Engines.Postgres;
using Perennial.Data.Engines.Sqlite;
using Perennial.Data.Erasure;

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

    /// <summary>Where the list of a shop's erasures is kept unless somebody says otherwise: beside the file; for a
    /// database in the folder of this account's programs' data, named after server and database.</summary>
    public static string ErasuresOf(string place)
    {
        if (!IsDatabase(place)) return place + ErasureList.Ending;
        var address = PostgresPlace.Parse(place);
        var name = $"{address.Host}-{address.Port}-{address.Database}".Replace(Path.DirectorySeparatorChar, '-');
        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData),
            "perennial", name.TrimStart('-') + ErasureList.Ending);
    }

    /// <summary>The engine of a place.</summary>
    /// <exception cref="BadInputException">It looks like a server's address, but is none.</exception>
    internal static Engine Engine(string place, StoreOptions options) =>
        IsDatabase(place) ? new PostgresEngine(PostgresPlace.Parse(place), options) : new SqliteEngine(place, options);
}
