using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Data;

public sealed partial class SqliteStore
{
    /// <summary>
    /// Writes a batch in one transaction: facts in, touched customers folded again and scored by the cut points in
    /// force, the shard's version raised. Whatever stops it before the end leaves the store as it was.
    /// </summary>
    /// <exception cref="BadInputException">The batch is in another currency than the shop; the disk is full;
    /// another process did not finish writing in time.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing was written.</exception>
    public WriteResult Write(FactBatch batch, WriteOptions options, CancellationToken cancellation = default)
    {
        // What can be prepared is prepared before the lock is taken.
        var groups = CustomerGroups.Of(batch);
        using var lease = Rent();
        var database = lease.Database;
        using var bulk = StoreFile.ForBulk(database);
        using var transaction = Transaction.Write(database);
        var version = LockShard(database) + 1;
        CheckCurrency(database, batch);

        using var writer = new FactWriter(database, Shard, batch, groups, options, version);
        writer.WriteProducts();
        writer.WriteCustomers(cancellation);
        var run = LatestRun(database);
        using var profiles = new ProfileWriter(database, Shard, options, version, run);
        profiles.Refold(writer.Touched, batch, groups, cancellation);

        if (writer.CategoriesMoved) PutSetting(database, RefoldNeededSetting, "1");

        var changed = writer.Touched.Count > 0 || writer.Customers.Any || writer.Products.Any;
        if (changed) SetVersion(database, version);
        var result = new WriteResult(changed ? version : version - 1, writer.Customers, writer.Orders,
            writer.Products, writer.Touched.Count, writer.Touched.Count == 0 ? null : run?.Id)
        {
            Activities = writer.Activities,
            Contacts = writer.Contacts,
            Responses = writer.Responses,
        };
        if (options.Import is { } note) AddImport(database, batch.Source, note, options.Now, result);
        cancellation.ThrowIfCancellationRequested();
        options.Progress?.Report(new WriteProgress(WritePhase.Commit, 0, 1));
        transaction.Commit();
        return result;
    }

    static long LockShard(SqliteDatabase database) =>
        database.Query("lock-shard", "shard").Bind(1, Shard).Number()
        ?? throw new InvalidOperationException("The store has no shard.");

    static void SetVersion(SqliteDatabase database, long version) =>
        database.Query("set-shard-version", "version", "shard").Bind(1, version).Bind(2, Shard).Run();

    // The first batch that names a currency sets the shop's; amounts of two currencies are never added up.
    static void CheckCurrency(SqliteDatabase database, FactBatch batch)
    {
        if (batch.Currency is not { } currency) return;
        var shop = Setting(database, CurrencySetting);
        if (shop is null) PutSetting(database, CurrencySetting, currency);
        else if (!shop.Equals(currency, StringComparison.OrdinalIgnoreCase))
            throw new BadInputException($"{batch.Source} batch", $"Amounts are in {currency}, the shop's in {shop}.",
                $"Convert them to {shop} first, or keep them in a store of their own.");
    }
}
