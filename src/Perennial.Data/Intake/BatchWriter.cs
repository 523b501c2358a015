using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Erasure;
using Perennial.Data.Facts;
using Perennial.Data.Identity;
using Perennial.Data.Products;
using Perennial.Data.Rules;
using Perennial.Data.Settings;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;

namespace Perennial.Data.Intake;

/// <summary>A batch on its way.</summary>
sealed record BatchWrite(FactBatch Batch, ShopMoment Moment)
{
    public ImportNote? Import { get; init; }

    public IProgress<WriteProgress>? Progress { get; init; }

    public bool AreMoved { get; init; }

    /// <summary>Where those stand in strategies whose facts are moved.</summary>
    public IReadOnlyList<MovedStanding> Standings { get; init; } = [];

    /// <summary>Whether it holds changes alone, of whoever has their orders.</summary>
    public bool ArePlaced { get; init; }

    public CancellationToken Cancellation { get; init; }
}

/// <summary>What became of a batch.</summary>
/// <param name="Result">What was written.</param>
/// <param name="Pending">How many keys have facts that wait to be moved.</param>
/// <param name="Contested">Keys that were said of two people.</param>
sealed record BatchWritten(WriteResult Result, int Pending, IReadOnlyCollection<ContestedKey> Contested);

/// <summary>Writes a batch: where there is one shard in one transaction, else in one a shard; an import into a shop
/// that has customers in many.</summary>
sealed class BatchWriter(StoreShards shards, ProductStore products, NameStore names)
{
    /// <summary>The only shard where there is one.</summary>
    const int Shard = 0;

    // So often a key may become another's while one batch is written.
    const int MostRounds = 32;

    // Of fewer the pages that a connection has read are worth keeping for the next.
    const int FewestForBulk = 10_000;

    // A tracker says the same again with every call.
    readonly NotedPairs noted = new();

    /// <summary>The pairs of keys that are kept.</summary>
    public SaidPairs Kept { get; } = new();

    /// <summary>Writes.</summary>
    public BatchWritten Write(BatchWrite write)
    {
        // What can be prepared is prepared before a lock is taken.
        names.Note(write.Batch);
        var groups = BatchIdentity.WithoutShared(write.Batch, CustomerGroups.Of(write.Batch), write.Moment.Keys);
        var pairs = Aliases.Of(write.Batch, groups, write.Moment.Now, write.Moment.Keys);
        if (write.Import is { } note && groups.RowCount > shards.CustomersPerChunk && HasCustomers())
            return WriteImport(write, note, groups, pairs);
        return shards.Count == 1 ? WriteOne(write, groups, pairs) : WriteMany(write, groups, pairs);
    }

    BatchWritten WriteOne(BatchWrite write, CustomerGroups groups, KeyPair[] pairs)
    {
        ShardWrite? shardWrite = null;
        List<PossibleDuplicate> alike = [];
        List<SaidPair> together = [];
        var written = shards.InShard(Shard, write.Moment, shard =>
        {
            var database = shard.Database;
            CheckCurrency(database, write);
            var erased = ErasedRows.Read(database, write.Batch, groups, shards.Count, write.Moment.Keys);
            pairs = erased.Joinable(pairs);
            IEnumerable<Alias> Read(IReadOnlyList<CustomerId> ids) => AliasRows.OfAny(database, Shard, ids);
            var people = new TwoPeople(ids => CustomerStore.Known(database, Shard, ids),
                ids => AliasRows.Addresses(database.RowsOf(SqlText.Query("addresses-of"), Shard, ids)));
            var said = BatchIdentity.Said(write.Batch, groups, pairs, Read, people);
            var pending = PutAliases(shard, said.Aliases);
            alike = noted.New(people.Found);
            // What is moved was said before: of whom, stands where it was.
            if (!write.AreMoved) together = Kept.New(said.Pairs);
            SaidPairs.Put(database, Shard, together);
            SaidPairs.Date(database, Shard, write.AreMoved ? [] : said.Earlier);
            DuplicateStore.Add(database, shards.Count, alike);
            groups = BatchIdentity.Resolved(groups, Read);
            groups = BatchIdentity.KnownOnly(write.Batch, groups, ids => CustomerStore.Known(database, Shard, ids));
            WaitingChanges.Keep(database, write.Batch, groups, erased.Rows, write.Moment.Now);
            groups = erased.Without(groups);
            shardWrite = new ShardWrite(shard, products.Known)
            {
                AreMoved = write.AreMoved, Standings = write.Standings, Progress = write.Progress,
            };
            var result = shardWrite.Write(write.Batch, groups, write.Cancellation);
            result = result with { ErasedRows = [.. erased.Rows.Order()] };
            if (write.Import is { } note) ImportList.Add(database, write.Batch.Source, note, write.Moment.Now, result);
            write.Cancellation.ThrowIfCancellationRequested();
            write.Progress?.Report(new WriteProgress(WritePhase.Commit, 0, 1));
            return new BatchWritten(result, pending, people.Contested);
        }, bulk: write.Batch.Keys.Count >= FewestForBulk);
        shardWrite?.Committed();
        noted.Add(alike);
        Kept.Add(together);
        return written;
    }

    BatchWritten WriteMany(BatchWrite write, CustomerGroups groups, KeyPair[] pairs)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        CheckCurrency(database, write);
        var erased = ErasedRows.Read(database, write.Batch, groups, shards.Count, write.Moment.Keys);
        pairs = erased.Joinable(pairs);
        var total = new WriteResult(default, default,
            products.Write(database, write.Batch.Products, write.Batch.History.Products, write.Moment.Now), 0, null);
        var written = WriteRows(write, database, groups, pairs, erased);
        var result = total.Plus(written.Result) with { ErasedRows = [.. erased.Rows.Order()] };
        if (write.Import is { } note)
        {
            using var transaction = Transaction.Write(database);
            ImportList.Add(database, write.Batch.Source, note, write.Moment.Now, result);
            transaction.Commit();
        }
        return written with { Result = result };
    }

    BatchWritten WriteRows(BatchWrite write, Database database, CustomerGroups groups,
        KeyPair[] pairs, ErasedRows erased, ImportPart? part = null)
    {
        IEnumerable<Alias> Read(IReadOnlyList<CustomerId> ids) => AliasRows.OfShards(database, ids, shards.Count);
        var people = new TwoPeople(ids => CustomerStore.Known(database, ids, shards.Count),
            ids => AliasRows.Addresses(database.RowsOfAny(SqlText.Query("addresses-of"), ids, shards.Count)));
        var pending = PutAliases(write, groups, pairs, Read, people);
        PutDuplicates(database, noted.New(people.Found));
        groups = BatchIdentity.Resolved(groups, Read);
        groups = BatchIdentity.KnownOnly(
            write.Batch, groups, ids => CustomerStore.Known(database, ids, shards.Count));
        if (part is null) KeepWaiting(write, database, groups, erased);
        groups = erased.Without(groups);
        var total = new WriteResult(default, default, default, 0, null);
        for (var round = 0; groups.Rows.Length > 0; round++)
        {
            if (round == MostRounds) throw new InvalidOperationException("Keys become other customers without end.");
            var late = new HashSet<int>();
            // The shard that notes how far an import is comes last.
            foreach (var shard in ShardsOf(groups).OrderBy(shard => shard == part?.Shard))
                total = total.Plus(WriteShard(write, groups, shard, late, part, total));
            // What came under a key that has become another's meanwhile is that customer's.
            groups = BatchIdentity.Resolved(groups.Where(late.Contains), Read);
        }
        if (part is { IsDone: false }) shards.InShard(part.Shard, write.Moment, shard => part.End(shard, total));
        return new BatchWritten(total, pending, people.Contested);
    }

    static void KeepWaiting(BatchWrite write, Database database, CustomerGroups groups, ErasedRows erased)
    {
        if (!WaitingChanges.Any(write.Batch, groups, erased.Rows)) return;
        using var transaction = Transaction.Write(database);
        WaitingChanges.Keep(database, write.Batch, groups, erased.Rows, write.Moment.Now);
        transaction.Commit();
    }

    void PutDuplicates(Database database, List<PossibleDuplicate> pairs)
    {
        if (pairs.Count == 0) return;
        using var transaction = Transaction.Write(database);
        DuplicateStore.Add(database, shards.Count, pairs);
        transaction.Commit();
        noted.Add(pairs);
    }

    bool HasCustomers()
    {
        using var rental = shards.Rent();
        return rental.Database.Query("store-has-customers").Any();
    }

    // Some customers a transaction, in the order of the ids that follow from the file's own keys, so that whoever goes
    // on with it knows where.
    BatchWritten WriteImport(
        BatchWrite write, ImportNote note, CustomerGroups groups, KeyPair[] pairs)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        CheckCurrency(database, write);
        var erased = ErasedRows.Read(database, write.Batch, groups, shards.Count, write.Moment.Keys);
        if (note.ReportAfter is { } reportAfter)
        {
            var none = new WriteResult(default, default, default, 0, null);
            note = note with { ReportJson = reportAfter(none with { ErasedRows = [.. erased.Rows.Order()] }) };
        }
        var pairsOf = erased.Joinable(pairs).ToLookup(pair => pair.Row);
        var import = ImportUnderWay.Begin(database, write.Batch, note, write.Moment.Now);
        var progress = write.Progress;
        write = write with { Moment = write.Moment with { Now = import.At }, Progress = null };
        var total = new WriteResult(default, default,
            products.Write(database, write.Batch.Products, write.Batch.History.Products, write.Moment.Now), 0, null)
        {
            ErasedRows = [.. erased.Rows.Order()],
        };
        KeepWaiting(write, database, groups, erased);
        var (pending, done, contested) = (0, 0, new List<ContestedKey>());
        for (var number = 0; number < shards.Count; number++)
        {
            using var parts = import.Parts(
                groups.OfShard(number, shards.Count), number, shards.CustomersPerChunk, database).GetEnumerator();
            shards.InChunks(() =>
            {
                if (!parts.MoveNext()) return false;
                var part = parts.Current;
                var written = WriteRows(write, database, groups.Only(part.Rows),
                    [.. part.Rows.SelectMany(row => pairsOf[row])], erased, part);
                (total, pending, done) =
                    (total.Plus(written.Result), pending + written.Pending, done + part.Rows.Count);
                contested.AddRange(written.Contested);
                progress?.Report(new WriteProgress(WritePhase.Facts, done, groups.RowCount));
                return true;
            }, write.Cancellation);
        }
        import.Finish(shards, note, write.Moment);
        return new BatchWritten(total, pending, contested);
    }

    WriteResult WriteShard(BatchWrite write, CustomerGroups groups, int number, HashSet<int> late, ImportPart? part,
        WriteResult before)
    {
        write.Cancellation.ThrowIfCancellationRequested();
        ShardWrite? shardWrite = null;
        var written = shards.InShard(number, write.Moment, shard =>
        {
            var holds = ShardHolds.Read(shard.Database, number);
            var mine = groups.OfShard(number, shards.Count);
            CustomerId[] ids = [.. mine.Rows.ToArray().Select(mine.IdOf).Distinct().Order()];
            // A key may have become another's since it was looked up.
            var gone = holds.AnyAlias
                ? AliasRows.Of(shard.Database, number, ids).Select(alias => alias.Id).ToHashSet() : [];
            foreach (var row in mine.Rows)
                if (gone.Contains(mine.IdOf(row))) late.Add(row);
            // And somebody may have been erased.
            if (holds.AnyErased) gone.UnionWith(ErasedKeyRows.Of(shard.Database, number, ids));
            if (gone.Count > 0) mine = mine.Where(row => !gone.Contains(mine.IdOf(row)));
            shardWrite = new ShardWrite(shard, products.Known)
            {
                ProductsAreWritten = true, IsFirst = !holds.AnyCustomer, AreMoved = write.AreMoved,
                Standings = [.. write.Standings.Where(one => ids.Contains(one.Owner))],
                Progress = write.Progress, Added = part is null ? null : new NewFacts(),
            };
            var result = shardWrite.Write(write.Batch, mine, write.Cancellation);
            part?.Note(shard, shardWrite.Added!);
            if (number == part?.Shard && late.Count == 0) part.End(shard, before.Plus(result));
            return result;
        });
        shardWrite?.Committed();
        return written;
    }

    IEnumerable<int> ShardsOf(CustomerGroups groups)
    {
        var used = new bool[shards.Count];
        foreach (var row in groups.Rows) used[shards.Of(groups.IdOf(row))] = true;
        return Enumerable.Range(0, shards.Count).Where(shard => used[shard]);
    }

    // A key that another process gives away at the same instant is seen the next time round.
    int PutAliases(BatchWrite write, CustomerGroups groups, KeyPair[] pairs,
        Func<IReadOnlyList<CustomerId>, IEnumerable<Alias>> read, TwoPeople people)
    {
        var pending = 0;
        for (var round = 0; round < MostRounds; round++)
        {
            // Most keys are known: nothing has to be locked to see that.
            var said = BatchIdentity.Said(write.Batch, groups, pairs, read, people);
            if (!write.AreMoved) said.Keep(shards, write.Moment, Kept);
            var added = said.Aliases;
            if (added.Count == 0) break;
            foreach (var some in added.GroupBy(alias => shards.Of(alias.Alias.Id)).OrderBy(one => one.Key))
                pending += shards.InShard(some.Key, write.Moment, shard => PutAliases(shard, [.. some]));
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

    // The first batch that names a currency sets the shop's; amounts of two currencies are never added up.
    static void CheckCurrency(Database database, BatchWrite write)
    {
        var batch = write.Batch;
        if (batch.Currency is not { } currency) return;
        var shop = SettingStore.Of(database, SettingStore.Currency);
        if (shop is null) SettingStore.Put(database, SettingStore.Currency, currency, write.Moment.Now);
        else if (!shop.Equals(currency, StringComparison.OrdinalIgnoreCase))
            throw new BadInputException($"{batch.Source} batch", $"Amounts are in {currency}, the shop's in {shop}.",
                $"Convert them to {shop} first, or keep them in a store of their own.");
    }
}
