using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>The only shard where there is one.</summary>
    const int Shard = 0;

    readonly Lock writing = new();

    // Of fewer the pages that a connection has read are worth keeping for the next.
    const int FewestForBulk = 10_000;

    /// <summary>
    /// Writes a batch, one transaction a shard: further keys of customers, facts, touched customers folded again and
    /// scored by the cut points in force, who came into segments and left them, what destinations have to be told. What
    /// stops it before the end leaves each shard as it was or as it is to be; the same batch again completes it.
    /// </summary>
    /// <exception cref="BadInputException">The batch is in another currency than the shop; the disk is full;
    /// another process did not finish writing in time.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public WriteResult Write(FactBatch batch, WriteOptions options, CancellationToken cancellation = default)
    {
        // What can be prepared is prepared before a lock is taken.
        var groups = CustomerGroups.Of(batch);
        var pairs = Aliases.Of(batch, groups, options.Now);
        var written = ShardCount == 1 ? WriteOne(batch, groups, pairs, options, cancellation)
            : WriteMany(batch, groups, pairs, options, cancellation);
        if (written.Pending > 0) MovePending(options, cancellation);
        return written.Result;
    }

    (WriteResult Result, int Pending) WriteOne(FactBatch batch, CustomerGroups groups, KeyPair[] pairs,
        WriteOptions options, CancellationToken cancellation)
    {
        // Within a process writers wait in line; those of other processes are waited for in the engine's way.
        using var turn = writing.EnterScope();
        using var lease = Rent();
        var database = lease.Database;
        using BulkWriting? bulk = batch.Keys.Count < FewestForBulk ? null : new BulkWriting(database);
        using var transaction = Transaction.Write(database);
        var version = LockShard(database, Shard) + 1;
        CheckCurrency(database, batch);
        var erased = RowsOfErased(database, batch, groups);
        if (erased.Count > 0) pairs = [.. pairs.Where(pair => !erased.Contains(pair.Row))];
        IEnumerable<Alias> Read(IReadOnlyList<CustomerId> ids) => ReadAliases(database, Shard, ids);
        var pending = PutAliases(database, Shard, NewAliases(batch, groups, pairs, Read), options);
        groups = Resolved(groups, Read);
        groups = KnownOnly(batch, groups, ids => ReadKnown(database, Shard, ids));
        if (erased.Count > 0) groups = groups.Where(row => !erased.Contains(row));
        var write = new ShardWrite(database, Shard, options, version, LatestRun(database), knownProducts);
        var written = write.Write(batch, groups, cancellation);
        var result = written with
        {
            Version = written.Changed || pending > 0 ? version : version - 1, Erased = erased.Count,
        };
        if (options.Import is { } note) AddImport(database, batch.Source, note, options.Now, result);
        cancellation.ThrowIfCancellationRequested();
        options.Progress?.Report(new WriteProgress(WritePhase.Commit, 0, 1));
        if (result.Version == version) SetVersion(database, Shard, version);
        transaction.Commit();
        write.Committed();
        return (result, pending);
    }

    (WriteResult Result, int Pending) WriteMany(FactBatch batch, CustomerGroups groups, KeyPair[] pairs,
        WriteOptions options, CancellationToken cancellation)
    {
        using var lease = Rent();
        var database = lease.Database;
        CheckCurrency(database, batch);
        var erased = RowsOfErased(database, batch, groups);
        if (erased.Count > 0) pairs = [.. pairs.Where(pair => !erased.Contains(pair.Row))];
        IEnumerable<Alias> Read(IReadOnlyList<CustomerId> ids) =>
            InShards(ids, (shard, some) => ReadAliases(database, shard, some));
        var pending = PutAliases(database, batch, groups, pairs, Read, options);
        groups = Resolved(groups, Read);
        groups = KnownOnly(batch, groups, ids => InShards(ids, (shard, some) => ReadKnown(database, shard, some)));
        if (erased.Count > 0) groups = groups.Where(row => !erased.Contains(row));

        var total = new WriteResult(0, default, default,
            WriteProducts(database, batch.Products, batch.History.Products), 0, null);
        foreach (var shard in ShardsOf(groups))
        {
            cancellation.ThrowIfCancellationRequested();
            using var transaction = Transaction.Write(database);
            var version = LockShard(database, shard) + 1;
            var mine = groups.OfShard(shard, ShardCount);
            // A key may have become another's since it was looked up; what comes under it then is moved.
            var late = new HashSet<CustomerId>();
            CustomerId[] ids = [.. mine.Rows.ToArray().Select(mine.IdOf).Distinct().Order()];
            foreach (var alias in ReadAliases(database, shard, ids)) late.Add(alias.Id);
            // Somebody may have been erased since the batch was looked through.
            var gone = ReadErasedKeys(database, shard, ids);
            if (gone.Count > 0) mine = mine.Where(row => !gone.Contains(mine.IdOf(row)));
            var write = new ShardWrite(database, shard, options, version, LatestRun(database), knownProducts)
            {
                Late = late, ProductsAreWritten = true,
            };
            var written = write.Write(batch, mine, cancellation);
            if (written.Changed) SetVersion(database, shard, version);
            transaction.Commit();
            write.Committed();
            pending += late.Count;
            total = total.Plus(written);
        }
        var result = total with { Version = Version(), Erased = erased.Count };
        if (options.Import is { } note)
        {
            using var transaction = Transaction.Write(database);
            AddImport(database, batch.Source, note, options.Now, result);
            transaction.Commit();
        }
        return (result, pending);
    }

    IEnumerable<int> ShardsOf(CustomerGroups groups)
    {
        var used = new bool[ShardCount];
        foreach (var row in groups.Rows) used[groups.IdOf(row).Shard(ShardCount)] = true;
        return Enumerable.Range(0, ShardCount).Where(shard => used[shard]);
    }

    IEnumerable<T> InShards<T>(
        IReadOnlyList<CustomerId> ids, Func<int, IReadOnlyList<CustomerId>, IEnumerable<T>> read) =>
        ids.GroupBy(id => id.Shard(ShardCount)).SelectMany(shard => read(shard.Key, [.. shard]));

    // A key that another process gives away at the same instant is seen the next time round.
    int PutAliases(Database database, FactBatch batch, CustomerGroups groups, KeyPair[] pairs,
        Func<IReadOnlyList<CustomerId>, IEnumerable<Alias>> read, WriteOptions options)
    {
        const int mostRounds = 5;
        var pending = 0;
        for (var round = 0; round < mostRounds; round++)
        {
            // Most keys are known: nothing has to be locked to see that.
            var added = NewAliases(batch, groups, pairs, read);
            if (added.Count == 0) break;
            foreach (var shard in added.GroupBy(alias => alias.Alias.Id.Shard(ShardCount)).OrderBy(one => one.Key))
            {
                using var transaction = Transaction.Write(database);
                var version = LockShard(database, shard.Key) + 1;
                var ended = PutAliases(database, shard.Key, [.. shard], options);
                if (ended > 0) SetVersion(database, shard.Key, version);
                pending += ended;
                transaction.Commit();
            }
        }
        return pending;
    }

    static int PutAliases(Database database, int shard, List<NewAlias> aliases, WriteOptions options)
    {
        if (aliases.Count == 0) return 0;
        using var writer = new AliasWriter(database, shard, options);
        return writer.Put(aliases);
    }

    static List<NewAlias> NewAliases(FactBatch batch, CustomerGroups groups, KeyPair[] pairs,
        Func<IReadOnlyList<CustomerId>, IEnumerable<Alias>> read)
    {
        if (pairs.Length == 0) return [];
        // Whoever is named by an id is somebody the shop knows.
        (CustomerId, CustomerKeyKind) Own(int row) => (groups.IdOf(row),
            batch.Live?.Id[row] is null ? batch.KeyKinds[row] : CustomerKeyKind.External);
        var ids = pairs.SelectMany(pair => new[] { pair.Id, groups.IdOf(pair.Row) });
        return [.. Aliases.Resolve(ids, read).Join(pairs, Own)
            .Select(one => new NewAlias(one.Alias, one.By.SaidAt, one.IsExternal))];
    }

    static CustomerGroups Resolved(CustomerGroups groups, Func<IReadOnlyList<CustomerId>, IEnumerable<Alias>> read)
    {
        var ids = new CustomerId[groups.RowCount];
        for (var row = 0; row < ids.Length; row++) ids[row] = groups.IdOf(row);
        var tree = Aliases.Resolve(ids, read);
        return tree.IsEmpty ? groups : groups.With(row => tree.End(groups.IdOf(row)));
    }

    // Whoever is named by an id alone has to be known: nobody can be made of it.
    static CustomerGroups KnownOnly(FactBatch batch, CustomerGroups groups,
        Func<IReadOnlyList<CustomerId>, IEnumerable<CustomerId>> readKnown)
    {
        if (batch.Live is not { } live || live.Id.All(id => id is null)) return groups;
        CustomerId[] named = [.. Enumerable.Range(0, groups.RowCount).Where(row => live.Id[row] is not null)
            .Select(groups.IdOf).Distinct().Order()];
        var known = readKnown(named).ToHashSet();
        bool IsUnknown(int row) => live.Id[row] is not null && !known.Contains(groups.IdOf(row));
        CustomerId ByKey(int row) => CustomerId.Of(batch.KeyKinds[row], batch.Keys.Text(row));
        return groups.Where(row => !IsUnknown(row) || batch.Keys.Text(row) != live.Id[row].ToString())
            .With(row => IsUnknown(row) ? ByKey(row) : groups.IdOf(row));
    }

    static List<Alias> ReadAliases(Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        var found = new List<Alias>();
        if (ids.Count == 0 || !database.Query("any-alias", "shard").Bind(1, shard).Any()) return found;
        using var rows = database.RowsOf(SqlText.Query("aliases-of"), shard, ids);
        while (rows.Step())
            found.Add(new Alias(rows.CustomerId(0), rows.CustomerId(1), (CustomerKeyKind)rows.Int64(2)));
        return found;
    }

    static List<CustomerId> ReadKnown(Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        using var rows = database.RowsOf(SqlText.Query("customer-key"), shard, ids);
        return Ids(rows);
    }

    static long LockShard(Database database, int shard) =>
        database.Query("lock-shard", "shard").Bind(1, shard).Number()
        ?? throw new InvalidOperationException("The store has no such shard.");

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
