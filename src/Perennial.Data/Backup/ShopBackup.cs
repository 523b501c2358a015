using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Engines.Sqlite;

namespace Perennial.Data.Backup;

/// <summary>A copy that was made.</summary>
/// <param name="File">Where it is.</param>
/// <param name="TakenAt">As of when.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Customers">How many customers are in it.</param>
/// <param name="Erasures">The list of erasures, without which it is not brought back.</param>
public sealed record BackupReceipt(string File, Instant TakenAt, long Bytes, long Customers, string Erasures);

/// <summary>Copies a shop as it is at one instant, while others read and write, to a file: the same kind of file
/// whatever the shop is kept in, which may itself be opened as a shop.</summary>
public static class ShopBackup
{
    /// <summary>Copies. The file appears when it is complete.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="file">Where to.</param>
    /// <param name="replace">Whether a file that is there is replaced.</param>
    /// <param name="now">The present.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops it; nothing is left then.</param>
    /// <exception cref="BadInputException">The file is there, or cannot be written.</exception>
    public static BackupReceipt Run(ShopStore shop, string file, bool replace, Instant now, Action<string> progress,
        CancellationToken cancellation)
    {
        if (ShopPlace.IsDatabase(file))
            throw new BadInputException("FILE", "A backup is a file.", "perennial copy copies to a database.");
        if (Path.GetFullPath(file) == Path.GetFullPath(shop.Path))
            throw new BadInputException(file, "This is the shop itself.", "Name another file.");
        if (File.Exists(file) && !replace)
            throw new BadInputException(file, "There is such a file already.", "Name another, or say --replace.");
        shop.Erasure.List.Begin();
        using var target = new DurableFile(file);
        progress("copying");
        if (!shop.Engine.CopyInto(target.Part, cancellation)) CopyRows(shop, target.Part, now, progress, cancellation);
        var customers = Stamp(target.Part, shop.Path, now);
        cancellation.ThrowIfCancellationRequested();
        target.Complete();
        return new BackupReceipt(file, now, new FileInfo(file).Length, customers, shop.Erasure.List.Path);
    }

    static void CopyRows(
        ShopStore shop, string file, Instant now, Action<string> progress, CancellationToken cancellation)
    {
        var options = new StoreOptions { NewShards = shop.ShardCount, RelaxedSync = true };
        using var copy = ShopStore.Open(file, now, options);
        ShopCopy.Run(shop, copy, (table, rows) => progress($"{table}, {rows:N0} rows"), cancellation);
    }

    static long Stamp(string file, string place, Instant now)
    {
        using var database = StoreFile.Connect(file, new StoreOptions(), makes: false);
        database.Execute("pragma journal_mode = delete");
        database.Query("put-backup-stamp", "taken_at", "place").Bind(1, now).Bind(2, place).Run();
        return database.Number("select count(*) from customer");
    }
}
