using System.Security.Cryptography;
using System.Text;
using Perennial.Core;

namespace Perennial.Data.Engines;

/// <summary>
/// Brings a store's tables up to what this program knows: the numbered files of <c>sql/schema</c>, forward only,
/// each in its own transaction together with the note that it was applied.
/// </summary>
static class Migrations
{
    /// <summary>One file of <c>sql/schema</c>.</summary>
    internal sealed record Migration(int Number, string Name, string Text)
    {
        /// <summary>What is done after it in the words of one engine alone: its files <c>name.sqlite.sql</c> and
        /// <c>name.postgres.sql</c>, by engine.</summary>
        public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

        /// <summary>Tells a migration that was edited after it had been applied.</summary>
        public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            Text + string.Concat(Parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => part.Value)))));
    }

    internal static IReadOnlyList<Migration> Known { get; } =
    [
        .. SqlText.Files("schema").GroupBy(file => file.Name.Split('.')[0]).Select(files =>
            new Migration(int.Parse(files.Key[..4]), files.Key, files.Single(file => file.Name == files.Key).Text)
            {
                Parts = files.Where(file => file.Name != files.Key)
                    .ToDictionary(file => file.Name[(files.Key.Length + 1)..], file => file.Text),
            }),
    ];

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="BadInputException">The store was written by a newer program.</exception>
    public static void Apply(Database database, IReadOnlyList<Migration> known, Instant now)
    {
        if (Applied(database) == known[^1].Number) return;
        using (var transaction = Transaction.Schema(database))
        {
            database.Define("""
                create table if not exists migration (
                  number integer not null primary key, name text not null, hash text not null,
                  applied_at bigint not null)
                """);
            transaction.Commit();
        }
        foreach (var migration in known) ApplyOne(database, migration, now);
        RefuseNewer(database, known[^1].Number);
    }

    static void ApplyOne(Database database, Migration migration, Instant now)
    {
        using var transaction = Transaction.Schema(database);
        // Asked inside the transaction: another process may just have done the same.
        if (Applied(database) >= migration.Number) return;
        database.Define(migration.Text);
        if (migration.Parts.TryGetValue(database.Words, out var part)) database.Define(part);
        using var note = database.Prepare(
            "insert into migration (number, name, hash, applied_at) values (@number, @name, @hash, @applied_at)",
            "number", "name", "hash", "applied_at");
        note.Bind(1, migration.Number).Bind(2, migration.Name).Bind(3, migration.Hash).Bind(4, now).Run();
        transaction.Commit();
    }

    static void RefuseNewer(Database database, int newest)
    {
        var applied = Applied(database);
        if (applied > newest) throw new BadInputException(database.Path,
            $"The store was written by a newer perennial (schema {applied}; this one knows {newest}).",
            "Use that version or a later one.");
    }

    /// <summary>Number of the last migration applied; 0 for a new store.</summary>
    internal static long Applied(Database database)
    {
        if (!database.HasTable("migration")) return 0;
        return database.Number("select coalesce(max(number), 0) from migration");
    }
}
