using System.Net;
using Npgsql;
using Perennial.Core;

namespace Perennial.Data.Engines.Postgres;

/// <summary>Where a PostgreSQL database is, as people write it: <c>postgres://name:password@host/database</c>,
/// <c>postgresql://...</c>, or Npgsql's own <c>Host=...;Database=...</c>.</summary>
static class PostgresPlace
{
    static readonly string[] schemes = ["postgres://", "postgresql://", "postgres:", "postgresql:"];

    /// <summary>Whether a text means a server and not a file.</summary>
    public static bool IsOne(string place) =>
        Array.Exists(schemes, scheme => place.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        || place.StartsWith("Host=", StringComparison.OrdinalIgnoreCase)
        || place.StartsWith("Server=", StringComparison.OrdinalIgnoreCase);

    /// <summary>How to connect.</summary>
    /// <exception cref="BadInputException">The text is no address; it is not repeated, as it may hold a password.
    /// </exception>
    public static NpgsqlConnectionStringBuilder Parse(string place)
    {
        try
        {
            var scheme = Array.Find(schemes, start => place.StartsWith(start, StringComparison.OrdinalIgnoreCase));
            var address = scheme is null ? new NpgsqlConnectionStringBuilder(place) : FromUri(place[scheme.Length..]);
            if (string.IsNullOrEmpty(address.Database)) address.Database = address.Username;
            return address;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or UriFormatException)
        {
            throw new BadInputException("PostgreSQL store", "The address is not understood.",
                "Write postgres://name:password@host:5432/database, or Host=...;Database=...;Username=...");
        }
    }

    static NpgsqlConnectionStringBuilder FromUri(string rest)
    {
        if (rest.Contains('=') && !rest.Contains('/')) return new NpgsqlConnectionStringBuilder(rest);
        // Who connects stands before the last @ ahead of the path; a password may itself have one.
        rest = rest.TrimStart('/');
        var path = rest.IndexOfAny(['/', '?']);
        var at = (path < 0 ? rest : rest[..path]).LastIndexOf('@');
        var uri = new Uri("postgres://" + rest[(at + 1)..]);
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host, Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
        };
        if (uri.Port > 0) address.Port = uri.Port;
        var person = rest[..Math.Max(0, at)].Split(':', 2);
        if (person[0].Length > 0) address.Username = Uri.UnescapeDataString(person[0]);
        if (person.Length > 1) address.Password = Uri.UnescapeDataString(person[1]);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = WebUtility.UrlDecode(parts[0]);
            var value = parts.Length > 1 ? WebUtility.UrlDecode(parts[1]) : "";
            address[OptionOf(name)] = name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        return address;
    }

    // The words of PostgreSQL's own addresses, where Npgsql has others.
    static string OptionOf(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "sslcert" => "SSL Certificate",
        "sslkey" => "SSL Key",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        "search_path" => "Search Path",
        "options" => "Options",
        "host" => "Host",
        "port" => "Port",
        _ => name,
    };

    /// <summary>The address for people: without password.</summary>
    public static string Shown(NpgsqlConnectionStringBuilder address)
    {
        var port = address.Port == NpgsqlConnection.DefaultPort ? "" : $":{address.Port}";
        var person = string.IsNullOrEmpty(address.Username) ? "" : $"{address.Username}@";
        return $"postgres://{person}{address.Host}{port}/{address.Database}";
    }
}
