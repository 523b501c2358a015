using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Identity;
using Perennial.Data.Intake;
using Perennial.Data.Shards;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>The only shard where there is one.</summary>
    const int Shard = 0;

    readonly Lock writing = new();

    // So often a key may become another's while one batch is written.
    const int MostRounds = 32;

    // Of fewer the pages that a connection has read are worth keeping for the next.
    const int FewestForBulk = 10_000;

    /// <summary>
    /// Writes a batch, one transaction a shard: further keys of customers, facts, touched customers folded again and
    /// scored by the cut points in force, who came into segments and left them, what destinations have to be told. What
    /// stops it before the end leaves each shard as it was or as it is to be; the same batch again completes it.
    /// </summary>
    /// <param name="batch">What is said.</param>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="import">Written to the list of imports; null for what is no import.</param>
    /// <param name="progress">Told how far it is, a few times a second at most.</param>
    /// <param name="cancellation">Until the commit.</param>
    /// <exception cref="BadInputException">The batch is in another currency than the shop; the disk is full;
    /// another process did not finish writing in time.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public WriteResult Write(FactBatch batch, ShopMoment moment, ImportNote? import = null,
        IProgress<WriteProgress>? progress = null, CancellationToken cancellation = default) =>
        Write(new BatchWrite(batch, moment) { Import = import, Progress = progress, Cancellation = cancellation });

    /// <summary>A batch on its way.</summary>
    sealed record BatchWrite(FactBatch Batch, ShopMoment Moment)
    {
        public ImportNote? Import { get; init; }

        public IProgress<WriteProgress>? Progress { get; init; }

        public bool AreMoved { get; init; }

        public CancellationToken Cancellation { get; init; }
    }

    WriteResult Write(BatchWrite write)
    {
        // What can be prepared is prepared before a lock is taken.
        var groups = CustomerGroups.Of(write.Batch);
        var pairs = Aliases.Of(write.Batch, groups, write.Moment.Now);
        var (result, pending) = ShardCount == 1 ? WriteOne(write, groups, pairs) : WriteMany(write, groups, pairs);
        if (pending > 0) MovePending(write.Moment, write.Cancellation);
        return result;
    }

    (WriteResult Result, int Pending) WriteOne(BatchWrite write, CustomerGroups groups, KeyPair[] pairs)
    {
        // Within a process writers wait in line; those of other processes are waited for in the engine's way.
        using var turn = writing.EnterScope();
        ShardWrite? shardWrite = null;
        var written = InShard(Shard, write.Moment, shard =>
        {
            var database = shard.Database;
            CheckCurrency(database, write.Batch);
            var erased = RowsOfErased(database, write.Batch, groups);
            pairs = Joinable(database, pairs, erased);
            IEnumerable<Alias> Read(IReadOnlyList<CustomerId> ids) => ReadAliases(database, Shard, ids);
            var pending = PutAliases(shard, NewAliases(write.Batch, groups, pairs, Read));
            groups = Resolved(groups, Read);
            groups = KnownOnly(write.Batch, groups, ids => ReadKnown(database, Shard, ids));
            if (erased.Count > 0) groups = groups.Where(row => !erased.Contains(row));
            shardWrite = new ShardWrite(shard, knownProducts)
            {
                AreMoved = write.AreMoved, Progress = write.Progress,
            };
            var result = shardWrite.Write(write.Batch, groups, write.Cancellation);
            result = result with { Erased = erased.Count };
            if (write.Import is { } note) AddImport(database, write.Batch.Source, note, write.Moment.Now, result);
            write.Cancellation.ThrowIfCancellationRequested();
            write.Progress?.Report(new WriteProgress(WritePhase.Commit, 0, 1));
            return (result, pending);
        }, bulk: write.Batch.Keys.Count >= FewestForBulk);
        shardWrite?.Committed();
        return written;
    }

    (WriteResult Result, int Pending) WriteMany(BatchWrite write, CustomerGroups groups, KeyPair[] pairs)
    {
        using var lease = Rent();
        var database = lease.Database;
        CheckCurrency(database, write.Batch);
        var erased = RowsOfErased(database, write.Batch, groups);
        pairs = Joinable(database, pairs, erased);
        IEnumerable<Alias> Read(IReadOnlyList<CustomerId> ids) => ReadAliases(database, ids);
        var pending = PutAliases(write.Batch, groups, pairs, write.Moment, Read);
        groups = Resolved(groups, Read);
        groups = KnownOnly(write.Batch, groups, ids => ReadKnown(database, ids));
        if (erased.Count > 0) groups = groups.Where(row => !erased.Contains(row));

        var total = new WriteResult(default, default,
            WriteProducts(database, write.Batch.Products, write.Batch.History.Products), 0, null);
        for (var round = 0; groups.Rows.Length > 0; round++)
        {
            if (round == MostRounds) throw new InvalidOperationException("Keys become other customers without end.");
            var late = new HashSet<int>();
            foreach (var shard in ShardsOf(groups)) total = total.Plus(WriteShard(write, groups, shard, late));
            // What came under a key that has become another's meanwhile is that customer's.
            groups = Resolved(groups.Where(late.Contains), Read);
        }
        var result = total with { Erased = erased.Count };
        if (write.Import is { } note)
        {
            using var transaction = Transaction.Write(database);
            AddImport(database, write.Batch.Source, note, write.Moment.Now, result);
            transaction.Commit();
        }
        return (result, pending);
    }

    WriteResult WriteShard(BatchWrite write, CustomerGroups groups, int number, HashSet<int> late)
    {
        write.Cancellation.ThrowIfCancellationRequested();
        ShardWrite? shardWrite = null;
        var written = InShard(number, write.Moment, shard =>
        {
            var holds = ShardHolds.Read(shard.Database, number);
            var mine = groups.OfShard(number, ShardCount);
            CustomerId[] ids = [.. mine.Rows.ToArray().Select(mine.IdOf).Distinct().Order()];
            // A key may have become another's since it was looked up.
            var gone = holds.AnyAlias
                ? AliasesOf(shard.Database, number, ids).Select(alias => alias.Id).ToHashSet() : [];
            foreach (var row in mine.Rows)
                if (gone.Contains(mine.IdOf(row))) late.Add(row);
            // And somebody may have been erased.
            if (holds.AnyErased) gone.UnionWith(ErasedKeysOf(shard.Database, number, ids));
            if (gone.Count > 0) mine = mine.Where(row => !gone.Contains(mine.IdOf(row)));
            shardWrite = new ShardWrite(shard, knownProducts)
            {
                ProductsAreWritten = true, IsFirst = !holds.AnyCustomer, AreMoved = write.AreMoved,
                Progress = write.Progress,
            };
            return shardWrite.Write(write.Batch, mine, write.Cancellation);
        });
        shardWrite?.Committed();
        return written;
    }

    // A key of somebody who was erased joins nobody: whoever is known in spite of it stays who they are.
    KeyPair[] Joinable(Database database, KeyPair[] pairs, HashSet<int> erased)
    {
        if (pairs.Length == 0 || !database.Query("any-erased").Any()) return pairs;
        CustomerId[] ids = [.. pairs.Select(pair => pair.Id).Distinct().Order()];
        using var rows = database.RowsOfAny(SqlText.Query("erased-keys-of"), ids, ShardCount);
        var keys = Ids(rows).ToHashSet();
        return [.. pairs.Where(pair => !erased.Contains(pair.Row) && !keys.Contains(pair.Id))];
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
    int PutAliases(FactBatch batch, CustomerGroups groups, KeyPair[] pairs, ShopMoment moment,
        Func<IReadOnlyList<CustomerId>, IEnumerable<Alias>> read)
    {
        var pending = 0;
        for (var round = 0; round < MostRounds; round++)
        {
            // Most keys are known: nothing has to be locked to see that.
            var added = NewAliases(batch, groups, pairs, read);
            if (added.Count == 0) break;
            foreach (var some in added.GroupBy(alias => alias.Alias.Id.Shard(ShardCount)).OrderBy(one => one.Key))
                pending += InShard(some.Key, moment, shard => PutAliases(shard, [.. some]));
        }
        return pending;
    }

    static int PutAliases(ShardTransaction shard, List<NewAlias> aliases)
    {
        if (aliases.Count == 0) return 0;
        using var writer = new AliasWriter(shard);
        var ended = writer.Put(aliases);
        if (ended > 0) shard.Change();
        return ended;
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
        if (ids.Count == 0 || !database.Query("any-alias", "shard").Bind(1, shard).Any()) return [];
        return AliasesOf(database, shard, ids);
    }

    static List<Alias> AliasesOf(Database database, int shard, IReadOnlyList<CustomerId> ids) =>
        ReadAliases(database.RowsOf(SqlText.Query("aliases-of"), shard, ids));

    // Of any shards at once.
    List<Alias> ReadAliases(Database database, IReadOnlyList<CustomerId> ids) =>
        ReadAliases(database.RowsOfAny(SqlText.Query("aliases-of"), ids, ShardCount));

    static List<Alias> ReadAliases(Rows rows)
    {
        using var all = rows;
        var found = new List<Alias>();
        while (all.Step())
            found.Add(new Alias(all.CustomerId(0), all.CustomerId(1), (CustomerKeyKind)all.Int64(2)));
        return found;
    }

    static List<CustomerId> ReadKnown(Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        using var rows = database.RowsOf(SqlText.Query("customer-key"), shard, ids);
        return Ids(rows);
    }

    List<CustomerId> ReadKnown(Database database, IReadOnlyList<CustomerId> ids)
    {
        using var rows = database.RowsOfAny(SqlText.Query("customer-key"), ids, ShardCount);
        return Ids(rows);
    }

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
