using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Perennial.Core.History;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Intake;

/// <summary>An import that is written some customers a transaction.</summary>
/// <param name="Id">Its number.</param>
/// <param name="At">When it was begun: what it says is said then, whoever goes on with it.</param>
sealed record ImportUnderWay(long Id, Instant At)
{
    /// <summary>What a customer is noted as among the kinds of facts.</summary>
    public const FactKind Customer = 0;

    /// <summary>What a customer is noted as who goes again with the import.</summary>
    public const FactKind Gone = (FactKind)byte.MaxValue;

    const int FactsPerChunk = 4_000;

    /// <summary>Begins one, or goes on with that of the same content.</summary>
    public static ImportUnderWay Begin(Database database, FactBatch batch, ImportNote note, Instant now)
    {
        var hash = HashOf(batch);
        using var transaction = Transaction.Schema(database);
        var row = database.Query("import-under-way", "content_hash").Bind(1, hash);
        if (row.Step())
        {
            var left = new ImportUnderWay(row.Int64(0), row.Instant(1));
            row.Reset();
            return left;
        }
        var import = new ImportUnderWay(database.Query("next-import-id").Number()!.Value, now);
        database.Query("begin-import", "import_id", "source", "file", "imported_at", "report_json", "content_hash")
            .Bind(1, import.Id).Bind(2, batch.Source).Bind(3, note.File).Bind(4, now).Bind(5, note.ReportJson)
            .Bind(6, hash).Run();
        transaction.Commit();
        return import;
    }

    // Of whom and of what it speaks: enough to know the same file again.
    static string HashOf(FactBatch batch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add<T>(T[]? values) where T : unmanaged =>
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        hash.AppendData(Encoding.UTF8.GetBytes(batch.Source));
        for (var row = 0; row < batch.Keys.Count; row++)
        {
            hash.AppendData(batch.Keys[row]);
            hash.AppendData([0]);
        }
        var history = batch.History;
        Add(history.Orders.Start);
        Add(history.Orders.Id);
        Add(history.Orders.At);
        Add(history.Orders.GrossCents);
        Add(history.Activities?.Id);
        Add(history.Contacts?.Id);
        Add(history.Responses?.Id);
        foreach (var details in batch.Details) hash.AppendData(Encoding.UTF8.GetBytes($"{details}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What of a shard's customers is still to be written, some at a time.</summary>
    /// <param name="groups">The file's rows of the shard, by the ids that follow from their own keys.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="most">At most so many customers at a time.</param>
    /// <param name="database">Says how far it is.</param>
    public IEnumerable<ImportPart> Parts(CustomerGroups groups, int shard, int most, Database database)
    {
        var from = Place(database, shard);
        var (rows, customers, facts) = (new List<int>(), 0, 0);
        foreach (var (id, mine) in groups.All())
        {
            if (id < from) continue;
            if (customers == most || facts >= FactsPerChunk)
            {
                yield return new ImportPart(Id, shard, id, rows);
                (rows, customers, facts) = ([], 0, 0);
            }
            rows.AddRange(mine);
            customers++;
            facts += mine.Sum(groups.FactsOf);
        }
        if (customers > 0) yield return new ImportPart(Id, shard, new CustomerId(UInt128.MaxValue), rows);
    }

    CustomerId Place(Database database, int shard)
    {
        var row = database.Query("import-place", "shard", "import_id").Bind(1, shard).Bind(2, Id);
        if (!row.Step()) return default;
        var place = row.CustomerId(0);
        row.Reset();
        return place;
    }

    /// <summary>That of a number which can be taken back; null where there is none.</summary>
    public static ImportUnderWay? Find(Database database, long id)
    {
        var row = database.Query("import-of", "import_id").Bind(1, id);
        if (!row.Step()) return null;
        var (import, state) = (new ImportUnderWay(id, row.Instant(0)), (ImportState)row.Int64(1));
        row.Reset();
        return state is ImportState.UnderWay or ImportState.TakingBack ? import : null;
    }

    /// <summary>All of it is written.</summary>
    public void Finish(StoreShards shards, ImportNote note, ShopMoment moment)
    {
        // First, since what is forgotten cannot be taken back.
        using (var rental = shards.Rent()) Put(rental.Database, ImportState.Whole, note.ReportJson);
        for (var number = 0; number < shards.Count; number++)
            shards.InChunks(() => shards.InShard(number, moment, shard => ForgetSome(shard, shards.CustomersPerChunk)),
                CancellationToken.None);
    }

    // Also what others left that were killed here.
    static bool ForgetSome(ShardTransaction shard, int most)
    {
        var some = new List<(long Import, CustomerId Customer)>();
        var rows = shard.Database.Query("customers-of-ended-imports", "shard", "most").Bind(1, shard.Shard)
            .Bind(2, most);
        while (rows.Step()) some.Add((rows.Int64(0), rows.CustomerId(1)));
        foreach (var import in some.GroupBy(one => one.Import))
            Forget(shard, import.Key, import.Max(one => one.Customer));
        if (some.Count == 0)
            shard.Database.Query("delete-places-of-ended-imports", "shard").Bind(1, shard.Shard).Run();
        return some.Count > 0;
    }

    /// <summary>Says how far it is.</summary>
    public void Put(Database database, ImportState state, string? reportJson = null) =>
        database.Query("set-import-state", "state", "report_json", "import_id")
            .Bind(1, (long)state).Bind(2, reportJson).Bind(3, Id).Run();

    /// <summary>Customers of a shard to whom it has added something, ascending.</summary>
    public List<CustomerId> Customers(ShardTransaction shard, int most) =>
        shard.Database.Query("customers-of-import", "shard", "import_id", "most")
            .Bind(1, shard.Shard).Bind(2, Id).Bind(3, most).Ids();

    /// <summary>What it has added is noted no longer, up to a customer.</summary>
    public void Forget(ShardTransaction shard, CustomerId last) => Forget(shard, Id, last);

    static void Forget(ShardTransaction shard, long import, CustomerId last) =>
        shard.Database.Query("forget-facts-of-import", "shard", "import_id", "last_id")
            .Bind(1, shard.Shard).Bind(2, import).Bind(3, last).Run();
}
