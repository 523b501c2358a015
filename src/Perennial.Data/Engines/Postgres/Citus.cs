namespace Perennial.Data.Engines.Postgres;

/// <summary>Spreads the tables over the nodes of a Citus cluster: what has a shard by it, all co-located, so that a
/// shard's transaction runs on one node; everything else whole on every node.</summary>
static class Citus
{
    /// <summary>Whether the database has the extension.</summary>
    public static bool IsPresent(Database database) =>
        database.Number("select count(*) from pg_extension where extname = 'citus'") > 0;

    /// <summary>The statements that spread the tables which are not spread yet, the first the one by which the others
    /// are co-located.</summary>
    public static IReadOnlyList<string> Plan(Database database, IReadOnlySet<string> alreadySpread)
    {
        var tables = database.Tables().Where(table => table != "migration").Order(StringComparer.Ordinal).ToList();
        var sharded = tables.Where(table => database.ColumnsOf(table).Contains("shard")).ToHashSet();
        IEnumerable<string> all =
        [
            .. tables.Where(table => table == "shard").Select(_ => "select create_distributed_table('shard', 'shard')"),
            .. tables.Where(table => table != "shard").Where(sharded.Contains).Select(
                table => $"select create_distributed_table('{table}', 'shard', colocate_with => 'shard')"),
            .. tables.Where(table => !sharded.Contains(table)).Select(
                table => $"select create_reference_table('{table}')"),
        ];
        return [.. all.Where(statement => !alreadySpread.Contains(statement.Split('\'')[1]))];
    }

    /// <summary>Spreads what is not spread yet. Returns the tables.</summary>
    public static IReadOnlyList<string> Distribute(Database database)
    {
        var spread = new HashSet<string>();
        using (var rows = database.Prepare("select logicalrelid::regclass::text from pg_dist_partition"))
            while (rows.Step()) spread.Add(rows.Text(0)!);
        var plan = Plan(database, spread);
        foreach (var statement in plan) database.Execute(statement);
        return [.. plan.Select(statement => statement.Split('\'')[1])];
    }
}
