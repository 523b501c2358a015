namespace Perennial.Data;

// Which store this one is a copy of, and how far the copy is.
public sealed partial class ShopStore
{
    internal string? CopyOrigin()
    {
        using var lease = Rent();
        var row = lease.Database.Query("copy-origin");
        if (!row.Step()) return null;
        var path = row.Text(0);
        row.Reset();
        return path;
    }

    internal void PutCopyOrigin(string path)
    {
        using var lease = Rent();
        lease.Database.Query("put-copy-origin", "path").Bind(1, path).Run();
    }

    /// <summary>Whether a table was copied as it is there now.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="version">The sum of the versions of the other store's shards.</param>
    /// <param name="rows">Its rows there.</param>
    internal bool IsCopied(string table, long version, long rows)
    {
        using var lease = Rent();
        return lease.Database.Query("copied-table", "name", "version", "row_count")
            .Bind(1, table).Bind(2, version).Bind(3, rows).Any();
    }

    internal void PutCopied(string table, long version, long rows)
    {
        using var lease = Rent();
        lease.Database.Query("put-copied-table", "name", "version", "row_count")
            .Bind(1, table).Bind(2, version).Bind(3, rows).Run();
    }
}
