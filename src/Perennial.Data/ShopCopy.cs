using System.Globalization;
using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Intake;

namespace Perennial.Data;

/// <summary>What was copied of one table.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">How many rows it has, counted in the store copied to.</param>
/// <param name="WasThere">Whether an earlier copy had done it already.</param>
public sealed record CopiedTable(string Table, long Rows, bool WasThere);

/// <summary>Moves a whole shop to another place, usually from a file to a database that is cut into many shards. May be
/// run again, and goes on with the table it was stopped at.</summary>
public static class ShopCopy
{
    // Counted anew by the next scoring run, in the shards that customers are in then.
    internal static readonly IReadOnlyList<string> Remade = ["bought_product", "counted_customer", "counted_shard"];
    // Of the store itself, or written at the end.
    static readonly string[] own =
    [
        "migration", "shard", "setting", "refold_job", "scored_chunk", "import_place", "import_fact", "backup_stamp",
        "copy_origin", "copied_table", "trace_cleaning",
    ];

    /// <summary>Copies. Nobody may write to the store it is copied to meanwhile; what is written to the other after
    /// the beginning is not in the copy.</summary>
    /// <param name="from">The shop.</param>
    /// <param name="to">A store with nothing in it, or what an earlier copy left.</param>
    /// <param name="progress">Told the table and the rows so far.</param>
    /// <param name="cancellation">Between transactions.</param>
    /// <exception cref="BadInputException">The place holds another shop; shards cannot be joined; a count differs.
    /// </exception>
    public static IReadOnlyList<CopiedTable> Run(
        ShopStore from, ShopStore to, Action<string, long> progress, CancellationToken cancellation)
    {
        if (from.ShardCount != to.ShardCount && from.ShardCount != 1) throw new BadInputException(to.Path,
            $"A shop of {from.ShardCount} shards cannot be copied to one of {to.ShardCount}.",
            "Copy to a store of the same number of shards, or start from the file.");
        if (from.Scoring.Unsaved() is not null) throw new BadInputException(from.Path,
            "A scoring run is not in everybody's profile yet.", "Finish it: perennial rescore. Then copy again.");
        if (from.Intake.Imports().FirstOrDefault(one => one.State is ImportState.UnderWay or ImportState.TakingBack)
            is { } import)
        {
            var takeBack = $"perennial imports --take-back {import.Id}.";
            throw new BadInputException(from.Path, $"The import of {import.File} is not at its end.",
                import.State == ImportState.TakingBack ? $"Take back what is left of it: {takeBack}"
                    : $"Import the file again, or take it back: {takeBack}");
        }
        Begin(from, to);
        using var source = from.Rent();
        using var target = to.Rent();
        using var reading = Transaction.Read(source.Database);
        var (read, write) = (source.Database, target.Database);
        var version = read.Number("select sum(version) from shard");
        var copied = new List<CopiedTable>();
        int[] shards = [.. Enumerable.Range(0, from.ShardCount)];
        foreach (var table in read.Tables().Except([.. own, .. Remade]).Order(StringComparer.Ordinal))
        {
            var columns = read.TableColumns(table);
            var copy = new TableCopy(table, columns, from.ShardCount == to.ShardCount ? 0 : to.ShardCount);
            var expected = copy.Expected(read.Number($"select count(*) from {table}"));
            var isThere = copy.IsSharded && to.Copies.IsCopied(table, version, expected);
            if (!isThere)
            {
                write.Execute($"delete from {table}");
                copy.Run(read, shards, write, done => progress(table, done), cancellation);
                to.Copies.PutCopied(table, version, expected);
            }
            var rows = write.Number($"select count(*) from {table}");
            if (rows != expected) throw new BadInputException(to.Path,
                $"{table} has {rows} rows where {expected} were copied.", "Stop whoever writes there; copy again.");
            copied.Add(new CopiedTable(table, rows, isThere));
        }
        Finish(from, to, read, write);
        return copied;
    }

    static void Begin(ShopStore from, ShopStore to)
    {
        if (from.Path == to.Path)
            throw new BadInputException(to.Path, "It is the same place.", "Name another to copy to.");
        var before = to.Copies.Origin();
        if (before is null && to.Profiles.Version() > 0) throw new BadInputException(to.Path,
            "It holds a shop already.", "Name a place with nothing in it.");
        if (before is not null && before != from.Path) throw new BadInputException(to.Path,
            $"A copy of {before} was begun here.", "Finish that one, or name a place with nothing in it.");
        to.Copies.PutOrigin(from.Path);
    }

    static void Finish(ShopStore from, ShopStore to, Database read, Database write)
    {
        foreach (var (name, value) in from.Settings.All()) to.Settings.Copy(name, value);
        using var remake = Transaction.Write(write);
        foreach (var table in Remade) write.Execute($"delete from {table}");
        // No row may be newer than its shard, and whoever has read the store before has to read it again.
        var newest = Math.Max(read.Number("select max(version) from shard"),
            write.Number("select max(version) from shard")) + 1;
        var told = read.Number("select max(outbox_sequence) from shard");
        // Nobody is asked again whether they stand in an audience, and no name that is used again changes twice.
        var asked = read.Number("select min(strategies_asked_at) from shard");
        var renamed = read.Number("select min(strategies_renamed) from shard");
        write.Execute(string.Create(CultureInfo.InvariantCulture,
            $"update shard set version = {newest}, rescored_version = {newest}, outbox_sequence = {told}, "
            + $"strategies_asked_at = {asked}, strategies_renamed = {renamed}"));
        remake.Commit();
    }
}
