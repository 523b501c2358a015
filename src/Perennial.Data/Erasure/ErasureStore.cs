using Perennial.Core;
using Perennial.Core.Recommendations;
using Perennial.Core.Shards;
using Perennial.Data.Access;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Identity;
using Perennial.Data.Recommendations;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;

namespace Perennial.Data.Erasure;

/// <summary>Who was forgotten, and what is known of whom.</summary>
public sealed class ErasureStore
{
    // Where an erasure changes rows that are about nobody.
    static readonly string[] rewritten = ["destination_cursor", "scoring_run", "key_pair"];

    readonly StoreShards shards;

    internal ErasureStore(StoreShards shards, ErasureList list) => (this.shards, List) = (shards, list);

    /// <summary>Who was erased, outside the store.</summary>
    public ErasureList List { get; }

    /// <summary>
    /// Forgets a person: everybody whom the keys name, with all keys they are known by, in one transaction a shard.
    /// What is kept: the hashes of the keys, so that the same person is recognised and refused; and what the orders
    /// add up to. Stopped half-way, the same again completes it.
    /// </summary>
    public ErasureReceipt Erase(ErasureRequest erasure, ShopMoment moment)
    {
        var rows = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (ids, known, tells) = shards.Count == 1 ? EraseInOne(erasure, moment, rows)
            : EraseInMany(erasure, moment, rows);
        var told = tells && known.Count > 0;
        return new ErasureReceipt(erasure.At, known, rows, ids.Count, told)
        {
            Remains = new ErasureRemains(told ? ErasureNotice.LastKept(erasure.At) : Instant.None,
                InFiles: erasure.CleansLater || !CleansNow()),
        };
    }

    // The person is gone by now: what hinders the cleaning is no failure of the erasure.
    bool CleansNow()
    {
        try
        {
            return shards.Engine.CleansAtOnce && CleanTraces();
        }
        catch (BadInputException)
        {
            return false;
        }
    }

    /// <summary>Whether bytes of people who were erased may still be in the database's own files.</summary>
    public bool TracesAreLeft
    {
        get
        {
            using var rental = shards.Rent();
            return rental.Database.Query("traces-from").Number() is not null;
        }
    }

    /// <summary>Whether that is cleaned without locking anybody out.</summary>
    public bool CleansAtOnce => shards.Engine.CleansAtOnce;

    /// <summary>Overwrites what is left of erased people in the database's own files: of SQLite a few thousand pages at
    /// a time, of PostgreSQL table by table, each locked meanwhile. Stopped, it goes on the next time.</summary>
    /// <returns>False where others hindered it.</returns>
    public bool CleanTraces(CancellationToken cancellation = default) =>
        shards.Engine.CleanTraces([.. CustomerTables.Every.Select(table => table.Name), .. rewritten], cancellation);

    /// <summary>Forgets the entries that told destinations of erasures: those that all were told, and those of which
    /// some were not within thirty days.</summary>
    public ForgottenNotices ForgetNotices(Instant now)
    {
        var forgotten = ErasureNotices.Forget(shards, now);
        if (forgotten.Any && shards.Engine.CleansAtOnce) CleanTraces();
        return forgotten;
    }

    // Whoever writes meanwhile waits: nothing comes in between finding and forgetting.
    (List<CustomerId> Ids, List<CustomerId> Known, bool Tells) EraseInOne(
        ErasureRequest erasure, ShopMoment moment, SortedDictionary<string, int> rows) =>
        shards.InShard(0, moment, shard =>
    {
        var database = shard.Database;
        var (ids, heirs) = AllIdsOf(database, erasure.Keys);
        var known = Customers(database, ids);
        erasure = Prepare(database, erasure, ids, known);
        PassOn(database, heirs);
        EraseIn(shard, ids, erasure, rows);
        AuditLog.Add(database, AuditOf(erasure, known));
        return (ids, known, shard.Moment.Tells);
    });

    // Customers last: by them the rest is found again when it was stopped half-way.
    (List<CustomerId> Ids, List<CustomerId> Known, bool Tells) EraseInMany(
        ErasureRequest erasure, ShopMoment moment, SortedDictionary<string, int> rows)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        var (ids, heirs) = AllIdsOf(database, erasure.Keys);
        var known = Customers(database, ids);
        erasure = Prepare(database, erasure, ids, known);
        PassOn(database, heirs);
        var tells = false;
        foreach (var some in ids.GroupBy(id => (IsKnown: known.Contains(id), Shard: id.Shard(shards.Count)))
            .OrderBy(some => some.Key))
        {
            tells = shards.InShard(some.Key.Shard, moment, shard =>
            {
                EraseIn(shard, some, erasure, rows);
                return shard.Moment.Tells;
            });
        }
        AuditLog.Add(database, AuditOf(erasure, known));
        return (ids, known, tells);
    }

    static AuditEntry AuditOf(ErasureRequest erasure, List<CustomerId> known) => new(
        erasure.At, erasure.By, "customer erased",
        string.Join(", ", known.Count > 0 ? known : erasure.Keys.Order())) { After = erasure.Reason };

    /// <summary>All rows about a customer, table by table, each cell with its column's name: what an export of the
    /// person's data has to hold. The profile is left out: it is told in words elsewhere.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, object?>>> RowsAbout(CustomerId id)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        var all = new Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, object?>>>();
        var tables = CustomerTables.Erased.Concat(CustomerTables.Told);
        foreach (var table in tables.Where(table => table.Name != "profile"))
        {
            using var rows = database.Prepare(table.Select, "shard", "customer_id")
                .Bind(1, id.Shard(shards.Count)).Bind(2, id);
            var found = new List<IReadOnlyDictionary<string, object?>>();
            while (rows.Step())
            {
                found.Add(table.Columns.Select((column, i) => (column.Name, Value: Cell(rows, i, column)))
                    .ToDictionary(cell => cell.Name, cell => cell.Value));
            }
            all.Add(table.Name, found);
        }
        return all;
    }

    /// <summary>Which of these ids follow from a key of somebody who was erased: nothing is taken in under them.
    /// </summary>
    public IReadOnlySet<CustomerId> ErasedKeys(IEnumerable<CustomerId> ids)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        return shards.Read([.. ids.Distinct().Order()], (shard, some) => ErasedKeyRows.OfAny(database, shard, some))
            .ToHashSet();
    }

    /// <summary>Whether an id follows from a key of somebody who was erased.</summary>
    public bool IsErased(CustomerId id) => ErasedKeys([id]).Count > 0;

    // The customers that the keys name or have become, and every key that leads to them and to nobody else. An address
    // that somebody else has too, as in a household, is that person's from now on.
    (List<CustomerId> Ids, Dictionary<CustomerId, CustomerId> Heirs) AllIdsOf(
        Database database, IEnumerable<CustomerId> keys)
    {
        CustomerId[] named = [.. keys.Distinct().Order()];
        var became = Aliases.Resolve(named,
            ids => shards.Read(ids, (shard, some) => AliasRows.OfAny(database, shard, some)));
        var ids = named.Concat(named.Select(became.End)).ToHashSet();
        var heirs = new Dictionary<CustomerId, CustomerId>();
        var open = new Queue<CustomerId>(ids);
        while (open.TryDequeue(out var id))
        {
            var further = OwnKeys(database, id, heirs);
            for (var shard = 0; shard < shards.Count; shard++)
                further.AddRange(database.Query("aliases-to", "shard", "customer_id").Bind(1, shard).Bind(2, id).Ids());
            foreach (var one in further.Where(one => !heirs.ContainsKey(one)).Where(ids.Add)) open.Enqueue(one);
        }
        return ([.. ids.Where(id => !heirs.ContainsKey(id)).Order()], heirs);
    }

    List<CustomerId> OwnKeys(Database database, CustomerId id, Dictionary<CustomerId, CustomerId> heirs)
    {
        var keys = new List<(CustomerKeyKind Kind, string Value)>();
        var rows = database.Query("identities-of-customer", "shard", "customer_id")
            .Bind(1, id.Shard(shards.Count)).Bind(2, id);
        while (rows.Step()) keys.Add((EnumWord.Parse<CustomerKeyKind>(rows.Text(0)!), rows.Text(1)!));
        var own = new List<CustomerId>();
        foreach (var (kind, value) in keys)
        {
            var key = CustomerId.Of(kind, value);
            var others = database.Query("find-identity", "kind", "value")
                .Bind(1, CustomerId.KindName(kind)).Bind(2, value).Ids().Where(holder => holder != id && holder != key);
            if (others.FirstOrDefault() is var heir && heir != default) heirs[key] = heir;
            else own.Add(key);
        }
        return own;
    }

    void PassOn(Database database, Dictionary<CustomerId, CustomerId> heirs)
    {
        foreach (var (key, heir) in heirs)
        {
            var row = database.Query("customer-to-erase", "shard", "customer_id")
                .Bind(1, heir.Shard(shards.Count)).Bind(2, heir);
            if (!row.Step()) continue;
            var kind = EnumWord.Parse<CustomerKeyKind>(row.Text(0)!);
            row.Reset();
            database.Query("pass-alias-on", "customer_id", "kind", "shard", "alias_id")
                .Bind(1, heir).Bind(2, (long)kind).Bind(3, key.Shard(shards.Count)).Bind(4, key).Run();
        }
    }

    List<CustomerId> Customers(Database database, IEnumerable<CustomerId> ids) =>
        [.. ids.Where(id => database.Query("customer-exists", "shard", "customer_id")
            .Bind(1, id.Shard(shards.Count)).Bind(2, id).Any())];

    // What stands elsewhere than in rows about the person. The list outside the store comes first: whoever stands in it
    // in vain was asked for all the same.
    ErasureRequest Prepare(
        Database database, ErasureRequest erasure, List<CustomerId> ids, List<CustomerId> known)
    {
        List.Add(erasure.At, ids);
        NamelessScoringRuns.Forget(database, ids);
        var words = PersonWords.Of(database, known, shards.Count);
        words.ForgetProblems(database);
        return erasure with { Reason = words.TakenOutOf(erasure.Reason) };
    }

    static void EraseIn(ShardTransaction shard, IEnumerable<CustomerId> ids, ErasureRequest erasure,
        SortedDictionary<string, int> rows)
    {
        foreach (var id in ids) EraseOne(shard, id, erasure, rows);
        shard.Database.Query("somebody-is-erased").Run();
        shard.Database.Query("traces-are-left").Run();
        // The views of all processes read everything again: whoever is gone is in no list of what changed.
        shard.ChangeEverybody();
    }

    static void EraseOne(
        ShardTransaction shard, CustomerId id, ErasureRequest erasure, SortedDictionary<string, int> rows)
    {
        var (database, number) = (shard.Database, shard.Shard);
        var gone = GoneCustomers.Read(shard, [id]);
        database.Query("keep-erased-totals", "shard", "customer_id").Bind(1, number).Bind(2, id).Run();
        var own = new CustomerProducts(erasure.At, ShopCalendar.Utc);
        var counts = new CoOccurrenceWriter(database, number, own, mostProducts: 0, isFirst: false);
        counts.Forget([id]);
        counts.Write(database);
        void Count(string table, int deleted)
        {
            if (deleted > 0) rows[table] = rows.GetValueOrDefault(table) + deleted;
        }
        CountedRows.Gone(shard, id);
        // What tools still have to be told of somebody's end stays, where there are any.
        foreach (var table in shard.Moment.Tells ? CustomerTables.Erased
            : CustomerTables.Erased.Concat(CustomerTables.Told))
        {
            using var delete = database.Prepare(table.Delete, "shard", "customer_id");
            Count(table.Name, delete.Bind(1, number).Bind(2, id).Run());
        }
        Count("outbox", database.Query("forget-changes", "shard", "customer_id").Bind(1, number).Bind(2, id).Run());
        Count("delivery",
            database.Query("forget-deliveries", "shard", "customer_id").Bind(1, number).Bind(2, id).Run());
        Count("alias", database.Query("delete-alias", "shard", "alias_id").Bind(1, number).Bind(2, id).Run());
        Count("key_pair",
            database.Query("delete-key-pairs-of", "shard", "alias_id").Bind(1, number).Bind(2, id).Run());
        database.Query("keep-erased-key", "shard", "erased_id", "customer_id", "reason", "erased_at")
            .Bind(1, number).Bind(2, id).Bind(3, id).Bind(4, erasure.Reason).Bind(5, erasure.At).Run();
        gone.WasErased(id, erasure.At);
        if (shard.Moment.Tells) ErasureNotices.Note(database, number, id, erasure.At);
    }

    static object? Cell(Rows row, int at, (string Name, string Type) column) =>
        row.IsNull(at) ? null
        : column.Type == "bytea" ? row.Show(at)
        : column.Type == "text" ? row.Text(at)
        : column.Type == "double precision" ? row.Double(at)
        : column.Name.EndsWith("_at", StringComparison.Ordinal) ? row.Instant(at).ToString() : row.Int64(at);
}
