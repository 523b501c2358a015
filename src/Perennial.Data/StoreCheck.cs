using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Clock;
using Perennial.Data.Engines;
using Perennial.Data.Settings;

namespace Perennial.Data;

/// <summary>
/// Examines a store: the file or database itself, its migrations, and every query of <c>sql/checks</c>, which must
/// return no rows.
/// </summary>
public static class StoreCheck
{
    /// <summary>Names of all checks, in the order in which they run.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["file", "migrations", .. SqlText.Files("checks").Select(file => file.Name)];

    /// <summary>Examines a store without changing it. Empty if all is well.</summary>
    /// <param name="place">A file, which must exist, or a PostgreSQL server's address.</param>
    /// <param name="progress">Told the name of each check as it begins.</param>
    /// <param name="now">The present; null where whatever lies ahead of it is not looked for.</param>
    /// <param name="keysOf">Tells by all settings, by name, what is a key; null for what holds where nothing is set.
    /// </param>
    /// <param name="cancellation">Between checks.</param>
    /// <exception cref="BadInputException">There is no file, or it is no store.</exception>
    public static IReadOnlyList<Finding> Run(
        string place, IProgress<string>? progress = null, Instant? now = null,
        Func<IReadOnlyDictionary<string, string>, KeyRules>? keysOf = null, CancellationToken cancellation = default)
    {
        using var engine = ShopPlace.Engine(place, new StoreOptions());
        if (!engine.Exists) throw new BadInputException(place, "There is no such file.", "Name the store to examine.");
        using var database = engine.Connect();
        if (engine.IsUnwritten(database) || !HasShards(database)) return [];
        progress?.Report("file");
        List<Finding> findings = [.. engine.Check(database)];
        // In a damaged file the other queries would fail, or lie.
        if (findings.Count > 0) return findings;

        progress?.Report("migrations");
        findings.AddRange(CheckMigrations(database));
        foreach (var (name, text) in SqlText.Files("checks"))
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(name);
            if (CheckQuery(database, name, text, now, keysOf) is { } finding) findings.Add(finding);
        }
        return findings;
    }

    // The last step of making a store: whoever is killed before it leaves one for the next to go on with.
    static bool HasShards(Database database) =>
        database.HasTable("shard") && database.Number("select count(*) from shard") > 0;

    static IEnumerable<Finding> CheckMigrations(Database database)
    {
        var known = Migrations.Known.ToDictionary(migration => migration.Number);
        using var rows = database.Prepare("select number, name, hash from migration order by number");
        var applied = 0;
        while (rows.Step())
        {
            applied++;
            var (number, name, hash) = (rows.Int32(0), rows.Text(1)!, rows.Text(2));
            if (!known.TryGetValue(number, out var migration))
                yield return new Finding("migrations", $"Migration {name} is of a newer perennial.",
                    "Use that version or a later one.", 1);
            else if (migration.Hash != hash)
                yield return new Finding("migrations", $"Migration {name} was another when it was applied.",
                    "Restore the file under sql/schema as it was, and write the change as a new migration.", 1);
        }
        if (applied < known.Count)
            yield return new Finding("migrations", $"{known.Count - applied} migrations are not applied.",
                "Open the store once with any other command: it brings the store up to date.", known.Count - applied);
    }

    static Finding? CheckQuery(Database database, string name, string text, Instant? now,
        Func<IReadOnlyDictionary<string, string>, KeyRules>? keysOf)
    {
        var isDated = text.Contains("@latest", StringComparison.Ordinal);
        if (isDated && now is null) return null;
        try
        {
            using var rows = Prepared();
            if (!rows.Step()) return null;
            var example = string.Join(", ", Enumerable.Range(0, rows.Columns).Select(rows.Show));
            long count = 1;
            while (rows.Step()) count++;
            return new Finding(name, $"{count} rows are wrong ({Header(text, "grain")}), for example {example}; "
                + $"{Header(text, "why")}.", Sentence(Header(text, "remedy")), count);
        }
        catch (InvalidOperationException error)
        {
            // A table or column of the query is not there.
            return new Finding(name, $"The check could not run: {error.Message}",
                "Open the store once with any other command: it brings the store up to date.", 1);
        }

        Statement Prepared()
        {
            if (isDated) return database.Prepare(text, "latest").Bind(1, ClockStore.Latest(now!.Value));
            if (!text.Contains("@most_people", StringComparison.Ordinal)) return database.Prepare(text);
            var keys = keysOf?.Invoke(SettingStore.All(database)) ?? new KeyRules();
            return database.Prepare(text, "most_people").Bind(1, (long)keys.MostPeople);
        }
    }

    /// <summary>What stands behind <c>-- name:</c> at the head of a check.</summary>
    internal static string Header(string text, string name)
    {
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith($"-- {name}: ", StringComparison.Ordinal));
        return line is null ? "" : line[(name.Length + 5)..].Trim();
    }

    static string Sentence(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
