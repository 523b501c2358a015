using System.Globalization;
using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Data.Backup;

/// <summary>Puts a shop from a file into a database, in one transaction.</summary>
static class ShopLoad
{
    public static void Run(RestoreRequest restore, string place, string file, CancellationToken cancellation)
    {
        // Before this process has connections of its own to the database.
        using var engine = ShopPlace.Engine(place, new StoreOptions());
        using var alone = engine.TakeAlone();
        using var from = ShopStore.Open(file, restore.Now);
        using var to = ShopStore.Open(place, restore.Now);
        if (from.ShardCount != to.ShardCount && from.ShardCount != 1) throw new BadInputException(to.Path,
            $"A shop of {from.ShardCount} shards cannot be brought back to one of {to.ShardCount}.",
            "Name a database with nothing in it.");
        if (to.Profiles.Version() > 0 && !restore.Replace) throw new BadInputException(to.Path,
            "There is a shop already.", "Name another place, or say --replace to lose what is there.");
        using var source = from.Rent();
        using var target = to.Rent();
        using var reading = Transaction.Read(source.Database);
        using var writing = Transaction.Write(target.Database);
        var shards = from.ShardCount == to.ShardCount ? 0 : to.ShardCount;
        Load(source.Database, target.Database, shards, from.ShardCount, restore.Progress, cancellation);
        writing.Commit();
    }

    static void Load(Database read, Database write, int shards, int sourceShards, Action<string> progress,
        CancellationToken cancellation)
    {
        foreach (var table in read.Tables().Except(["migration", "shard"]).Order(StringComparer.Ordinal))
        {
            write.Execute($"delete from {table}");
            // Counted anew by the next scoring run, in the shards that customers are in then.
            if (ShopCopy.Remade.Contains(table)) continue;
            new TableCopy(table, read.TableColumns(table), shards).CopyWithin(read, Enumerable.Range(0, sourceShards),
                write, rows => progress($"{table}, {rows:N0} rows"), cancellation);
        }
        var newest = Math.Max(read.Number("select max(version) from shard"),
            write.Number("select max(version) from shard")) + 1;
        var told = read.Number("select max(outbox_sequence) from shard");
        write.Execute(string.Create(CultureInfo.InvariantCulture,
            $"update shard set version = {newest}, rescored_version = {newest}, outbox_sequence = {told}"));
        write.Query("next-moment-and-stays").Run();
    }
}
