using Perennial.Data.Shards;

namespace Perennial.Data;

/// <summary>Which store one is a copy of, and how far the copy is.</summary>
sealed class CopyState(StoreShards shards)
{
    public string? Origin()
    {
        using var rental = shards.Rent();
        var row = rental.Database.Query("copy-origin");
        if (!row.Step()) return null;
        var path = row.Text(0);
        row.Reset();
        return path;
    }

    public void PutOrigin(string path)
    {
        using var rental = shards.Rent();
        rental.Database.Query("put-copy-origin", "path").Bind(1, path).Run();
    }

    /// <summary>Whether a table was copied as it is there now.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="version">The sum of the versions of the other store's shards.</param>
    /// <param name="rows">Its rows there.</param>
    public bool IsCopied(string table, long version, long rows)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("copied-table", "name", "version", "row_count")
            .Bind(1, table).Bind(2, version).Bind(3, rows).Any();
    }

    public void PutCopied(string table, long version, long rows)
    {
        using var rental = shards.Rent();
        rental.Database.Query("put-copied-table", "name", "version", "row_count")
            .Bind(1, table).Bind(2, version).Bind(3, rows).Run();
    }
}
