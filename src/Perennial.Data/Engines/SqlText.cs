using System.Reflection;

namespace Perennial.Data.Engines;

/// <summary>
/// The SQL under <c>sql/</c>, which the build embeds: queries by the name that stands above each of them in a
/// <c>-- name:</c> comment, migrations and checks by their files.
/// </summary>
public static class SqlText
{
    static readonly Lazy<IReadOnlyDictionary<string, string>> Queries = new(LoadQueries);

    /// <summary>Names of all queries.</summary>
    public static IEnumerable<string> Names => Queries.Value.Keys;

    /// <summary>Names of the queries that only PostgreSQL understands: those of files that end in
    /// <c>.postgres.sql</c>.</summary>
    public static IReadOnlySet<string> OnlyPostgres { get; } = Files("queries")
        .Where(file => file.Name.EndsWith(".postgres", StringComparison.Ordinal))
        .SelectMany(file => Split(file.Name, file.Text)).Select(query => query.Name).ToHashSet();

    /// <summary>The text of one query.</summary>
    /// <exception cref="ArgumentException">No query has this name.</exception>
    public static string Query(string name) => Queries.Value.TryGetValue(name, out var text)
        ? text : throw new ArgumentException($"No file in sql/queries has a query named '{name}'.", nameof(name));

    /// <summary>The files of one folder of <c>sql/</c>, by name without ending, in the order of names.</summary>
    public static IReadOnlyList<(string Name, string Text)> Files(string folder)
    {
        var prefix = $"sql/{folder}/";
        return [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name[prefix.Length..^".sql".Length], Read(name)))];
    }

    static Dictionary<string, string> LoadQueries()
    {
        var queries = new Dictionary<string, string>();
        foreach (var (file, text) in Files("queries"))
            foreach (var (name, query) in Split(file, text)) queries.Add(name, query);
        return queries;
    }

    static IEnumerable<(string Name, string Query)> Split(string file, string text)
    {
        const string mark = "-- name:";
        var parts = ("\n" + text).Split("\n" + mark);
        if (parts.Length == 1) throw new InvalidOperationException($"sql/queries/{file}.sql names no query.");
        foreach (var part in parts.Skip(1))
        {
            var end = part.IndexOf('\n');
            yield return (part[..end].Trim(), part[(end + 1)..].Trim().TrimEnd(';'));
        }
    }

    static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
