using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    const int Shard = 0;

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
        using var bulk = new BulkWriting(database);
        using var transaction = Transaction.Write(database);
        var version = LockShard(database, Shard) + 1;
        CheckCurrency(database, batch);

        groups.Resolve(batch, (id, row) => OwnerOf(database, id, batch, row));
        using var writer = new FactWriter(database, Shard, batch, groups, options, version);
        writer.WriteProducts();
        writer.WriteCustomers(cancellation);
        var run = LatestRun(database);
        using var profiles = new ProfileWriter(database, Shard, options, version, run);
        profiles.Refold(writer.Touched, batch, groups, cancellation);

        if (writer.CategoriesMoved) PutSetting(database, RefoldNeededSetting, "1");

        var changed = writer.Touched.Count > 0 || writer.Customers.Any || writer.Products.Any;
        if (changed) SetVersion(database, Shard, version);
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

    // A customer's own key goes before: whoever came by an address stays who they are.
    static CustomerId? OwnerOf(Database database, CustomerId id, FactBatch batch, int row)
    {
        if (database.Query("customer-exists", "shard", "customer_id").Bind(1, Shard).Bind(2, id).Any()) return null;
        var kind = batch.KeyKinds[row];
        var owner = database.Query("owner-of-identity", "kind", "value").Bind(1, CustomerId.KindName(kind))
            .Bind(2, CustomerId.Normalise(kind, batch.Keys.Text(row)));
        if (!owner.Step()) return null;
        var known = owner.CustomerId(0);
        owner.Reset();
        return known;
    }

    static long LockShard(Database database, int shard) =>
        database.Query("lock-shard", "shard").Bind(1, shard).Number()
        ?? throw new InvalidOperationException("The store has no shard.");

    static void SetVersion(Database database, int shard, long version) =>
        database.Query("set-shard-version", "version", "shard").Bind(1, version).Bind(2, shard).Run();

    // The first batch that names a currency sets the shop's; amounts of two currencies are never added up.
    static void CheckCurrency(Database database, FactBatch batch)
    {
        if (batch.Currency is not { } currency) return;
        var shop = Setting(database, CurrencySetting);
        if (shop is null) PutSetting(database, CurrencySetting, currency);
        else if (!shop.Equals(currency, StringComparison.OrdinalIgnoreCase))
            throw new BadInputException($"{batch.Source} batch", $"Amounts are in {currency}, the shop's in {shop}.",
                $"Convert them to {shop} first, or keep them in a store of their own.");
    }
}
