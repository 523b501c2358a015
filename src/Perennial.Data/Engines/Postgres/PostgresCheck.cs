namespace Perennial.Data.Engines.Postgres;

/// <summary>What only a PostgreSQL database can have wrong.</summary>
static class PostgresCheck
{
    /// <summary>Whether indexes are whole and what is acknowledged reaches the disk.</summary>
    public static IReadOnlyList<Finding> Run(PostgresDatabase database)
    {
        var findings = new List<Finding>();
        using (var broken = database.Prepare("""
            select c.relname::text from pg_index i join pg_class c on c.oid = i.indexrelid
            where not i.indisvalid and c.relnamespace = current_schema()::regnamespace order by 1
            """))
        {
            var names = new List<string>();
            while (broken.Step()) names.Add(broken.Text(0)!);
            if (names.Count > 0) findings.Add(new Finding("file", $"The index {names[0]} is not valid.",
                $"Build it again: reindex index {names[0]}.", names.Count));
        }
        return findings;
    }
}
