using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Data;

/// <summary>Copies one table from a store to another that may be cut into another number of shards.</summary>
/// <param name="table">Its name.</param>
/// <param name="columns">Those of the source, in order.</param>
/// <param name="shards">Shards of the store that is copied to; 0 to leave each row in the shard it is in.</param>
sealed class TableCopy(string table, IReadOnlyList<TableColumn> columns, int shards)
{
    const int RowsPerTransaction = 65_536;

    readonly int shardAt = IndexOf(columns, "shard");
    readonly int idAt = IdColumn(columns);

    /// <summary>Whether its rows are cut by shard.</summary>
    public bool IsSharded => shardAt >= 0;

    // Each shard has a cursor of its own: all of them stand where the one stood.
    bool IsForEveryShard => table == "destination_cursor" && shards > 0;

    string Names => string.Join(", ", columns.Select(column => column.Name));

    /// <summary>Streams all rows, in transactions of many.</summary>
    /// <returns>How many were written.</returns>
    public long Run(Database from, IEnumerable<int> sourceShards, Database to, Action<long> progress,
        CancellationToken cancellation)
    {
        to.BeginWrite();
        try
        {
            var written = Write(from, sourceShards, to, progress, () =>
            {
                to.Commit();
                to.BeginWrite();
            }, cancellation);
            to.Commit();
            return written;
        }
        finally
        {
            if (to.InTransaction) to.Rollback();
        }
    }

    /// <summary>The same, inside the caller's transaction.</summary>
    public long CopyWithin(Database from, IEnumerable<int> sourceShards, Database to, Action<long> progress,
        CancellationToken cancellation) => Write(from, sourceShards, to, progress, () => { }, cancellation);

    long Write(Database from, IEnumerable<int> sourceShards, Database to, Action<long> progress,
        Action afterMany, CancellationToken cancellation)
    {
        var written = 0L;
        string[] parameters = [.. columns.Select(column => column.Name)];
        var sql = $"insert into {table} ({Names}) values ({string.Join(", ", parameters.Select(name => $"@{name}"))})";
        using var insert = new BulkInsert<object?[]>(to, sql, parameters, (statement, first, row) =>
        {
            for (var i = 0; i < row.Length; i++) columns[i].Bind(statement, first + i, row[i]);
        });
        foreach (var row in Read(from, sourceShards).SelectMany(InShards))
        {
            insert.Add(row);
            if (++written % RowsPerTransaction != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            insert.Flush();
            afterMany();
            progress(written);
        }
        insert.Flush();
        return written;
    }

    IEnumerable<object?[]> Read(Database from, IEnumerable<int> sourceShards)
    {
        var keys = columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => column.Name);
        if (!IsSharded)
        {
            using var all = from.Prepare($"select {Names} from {table}");
            while (all.Step()) yield return Row(all);
            yield break;
        }
        foreach (var shard in sourceShards)
        {
            using var rows = from.Scan(
                $"select {Names} from {table} where shard = @shard order by {string.Join(", ", keys)}", shard);
            while (rows.Step()) yield return Row(rows);
        }
    }

    object?[] Row(Rows rows)
    {
        var row = new object?[columns.Count];
        for (var i = 0; i < row.Length; i++) row[i] = columns[i].Read(rows, i);
        return row;
    }

    IEnumerable<object?[]> InShards(object?[] row)
    {
        if (!IsSharded || shards == 0)
        {
            yield return row;
        }
        else if (IsForEveryShard)
        {
            for (var shard = 0; shard < shards; shard++)
            {
                var copy = (object?[])row.Clone();
                copy[shardAt] = (long)shard;
                yield return copy;
            }
        }
        else
        {
            // What belongs to nobody (totals of the erased) stays in the first shard: it is only ever added up.
            row[shardAt] = idAt < 0 ? 0L : (long)CustomerId.From((byte[])row[idAt]!).Shard(shards);
            yield return row;
        }
    }

    /// <summary>How many rows there are to be, given how many there are.</summary>
    public long Expected(long rows) => IsForEveryShard ? rows * shards : rows;

    // Whose shard it is: what the key begins with, or else the customer.
    static int IdColumn(IReadOnlyList<TableColumn> columns)
    {
        var second = columns.FirstOrDefault(column => column.Key == 2);
        return IndexOf(columns, second?.Type == "bytea" ? second.Name : "customer_id");
    }

    static int IndexOf(IReadOnlyList<TableColumn> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
            if (columns[i].Name == name) return i;
        return -1;
    }
}
