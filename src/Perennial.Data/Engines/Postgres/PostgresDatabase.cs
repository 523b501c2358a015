using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Perennial.Core;

namespace Perennial.Data.Engines.Postgres;

/// <summary>One connection to a PostgreSQL server. Used by one thread at a time.</summary>
/// <remarks>What a statement answers is taken whole before it is read, so that several may be read side by side; what
/// is large is read by <see cref="Scan"/>, each on a further connection that sees the same state.</remarks>
sealed partial class PostgresDatabase : Database
{
    readonly PostgresEngine engine;
    readonly Dictionary<string, PostgresStatement> reused = [];
    // Whose answers nobody has read yet.
    readonly List<PostgresRowsOf> waiting = [];
    NpgsqlTransaction? transaction;
    string? snapshot;
    bool wasCutOff;

    public PostgresDatabase(PostgresEngine engine, NpgsqlConnection connection) =>
        (this.engine, Connection) = (engine, connection);

    public override string Path => engine.Path;

    public override bool InTransaction => transaction is not null;

    public override bool IsUsable =>
        Connection.FullState == ConnectionState.Open && transaction is null && !wasCutOff;

    internal NpgsqlConnection Connection { get; }

    internal PostgresEngine Engine => engine;

    public override void Execute(string sql) => Try(() =>
    {
        Statements.Add(sql);
        using var command = new NpgsqlCommand(sql, Connection);
        command.ExecuteNonQuery();
    });

    /// <summary>Does what asks the server; its errors become those of a store.</summary>
    internal T Try<T>(Func<T> act)
    {
        AskWaiting();
        return Asked(act);
    }

    /// <summary>Asks what waits: before it is read, and before anything is changed that it was to be read before.
    /// </summary>
    internal void AskWaiting()
    {
        if (waiting.Count == 0) return;
        List<PostgresRowsOf> all = [.. waiting];
        waiting.Clear();
        Asked(() =>
        {
            PostgresRowsOf.Ask(this, all);
            return 0;
        });
    }

    /// <summary>Somebody wants the answer no more.</summary>
    internal void Forget(PostgresRowsOf question) => waiting.Remove(question);

    T Asked<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        // The driver says of a connection that broke before that it is not open.
        catch (Exception error) when (PostgresErrors.IsOne(error)
            || (error is InvalidOperationException && Connection.FullState != ConnectionState.Open))
        {
            wasCutOff |= error is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };
            throw engine.Error(error);
        }
    }

    internal void Try(Action act) => Try(() =>
    {
        act();
        return 0;
    });

    public override Statement Prepare(string sql, params ReadOnlySpan<string> parameters) =>
        new PostgresStatement(this, sql, parameters);

    public override Statement Reuse(string sql, params ReadOnlySpan<string> parameters)
    {
        if (!reused.TryGetValue(sql, out var statement))
            reused.Add(sql, statement = new PostgresStatement(this, sql, parameters));
        statement.Reset();
        return statement;
    }

    public override Rows Scan(string sql, int shard)
    {
        var text = PositionalSql.Of(sql);
        if (text.Names is not ["shard"])
            throw new InvalidOperationException($"A scan has one parameter, the shard: {sql}");
        var number = shard.ToString(CultureInfo.InvariantCulture);
        return CopyRows.Start(engine, text.Text.Replace("$1", number, StringComparison.Ordinal), Snapshot());
    }

    // The state that this connection's transaction sees, for others to see it too. Citus does not hand it on to its
    // nodes; there, the lock of the shard's row keeps what a write reads from changing.
    string? Snapshot()
    {
        if (transaction is null || engine.IsCluster) return null;
        if (snapshot is not null) return snapshot;
        return snapshot = Try(() =>
        {
            Statements.Add("snapshot");
            using var command = new NpgsqlCommand("select pg_export_snapshot()", Connection);
            return (string)command.ExecuteScalar()!;
        });
    }

    public override Rows RowsOf(string sql, int shard, IReadOnlyList<CustomerId> ids) =>
        ids.Count == 0 ? new BufferedRows() : Wait(new PostgresRowsOf(this, sql, [shard], ids));

    public override Rows RowsOfAny(string sql, IReadOnlyList<CustomerId> ids, int shards) => ids.Count == 0
        ? new BufferedRows()
        : Wait(new PostgresRowsOf(this, sql, [.. ids.Select(id => id.Shard(shards))], ids));

    PostgresRowsOf Wait(PostgresRowsOf question)
    {
        waiting.Add(question);
        return question;
    }

    // A reading that an error has cut off may have left some.
    public override void Settle() => waiting.Clear();

    public override string JsonObjectOf => "json_object_agg";

    protected override string AnyOf(string sql, ValueList list) => sql.Replace(list.Condition,
        $"= any(cast(@{list.Name} as {(list.AreTexts ? "text" : "integer")}[]))", StringComparison.Ordinal);

    protected override string TextOf(ValueList list) => list.ToArrayText();

    public override Inserter Inserter(string sql, string[] parameters) => new PostgresInserter(this, sql, parameters);

    public override bool HasTable(string table)
    {
        using var statement = Prepare("""
            select 1 from pg_tables where schemaname = current_schema() and tablename = @table
            """, "table");
        return statement.Bind(1, table).Any();
    }

    public override IReadOnlyList<string> Tables()
    {
        using var rows = Prepare("select tablename::text from pg_tables where schemaname = current_schema()");
        var names = new List<string>();
        while (rows.Step()) names.Add(rows.Text(0)!);
        return names;
    }

    public override IReadOnlyList<TableColumn> TableColumns(string table)
    {
        using var rows = Prepare("""
            select a.attname::text, format_type(a.atttypid, null)::text,
              coalesce(array_position(i.indkey::smallint[], a.attnum) + 1, 0)
            from pg_attribute a
            left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
            where a.attrelid = to_regclass(@table) and a.attnum > 0 and not a.attisdropped
            order by a.attnum
            """, "table");
        rows.Bind(1, table);
        var columns = new List<TableColumn>();
        while (rows.Step()) columns.Add(new TableColumn(rows.Text(0)!, rows.Text(1)!, rows.Int32(2)));
        return columns;
    }

    /// <summary>The columns of a table with the numbers of their types.</summary>
    internal IReadOnlyDictionary<string, uint> ReadTypes(string table)
    {
        using var statement = Prepare("""
            select attname::text, atttypid::bigint from pg_attribute
            where attrelid = to_regclass(@table) and attnum > 0 and not attisdropped
            """, "table");
        statement.Bind(1, table);
        var types = new Dictionary<string, uint>();
        while (statement.Step()) types.Add(statement.Text(0)!, (uint)statement.Int64(1));
        return types;
    }

    public override string Words => "postgres";

    /// <remarks>Texts compare by their bytes, as they do in SQLite, whatever the database's language; tables are
    /// clustered by nothing.</remarks>
    public override void Define(string sql) =>
        Execute(TextType().Replace(sql.Replace("without rowid", "", StringComparison.Ordinal), "text collate \"C\""));

    [GeneratedRegex(@"(?<=\w )text\b")]
    private static partial Regex TextType();

    /// <summary>Waits for its turn to change tables. The number says "perennial" to whoever looks into pg_locks: its
    /// letters on a telephone's keys.</summary>
    internal const string SchemaLock = "select pg_advisory_xact_lock(737366425)";

    // A migration of a large store takes minutes, and whoever starts meanwhile has nothing to do but to wait for it.
    // Tables are then waited for as patiently as anything else.
    public override void LockSchema() =>
        Execute($"set local lock_timeout = '10min'; {SchemaLock}; set local lock_timeout to default");

    public override ShardLock? TryLockShard(int shard) => LockOf(Query("try-lock-shard", "shard").Bind(1, shard));

    public override void ExpectBulk(bool bulk)
    {
    }

    public override void BeginWrite() => Begin(IsolationLevel.ReadCommitted);

    public override void BeginRead() => Begin(IsolationLevel.RepeatableRead);

    void Begin(IsolationLevel level)
    {
        if (transaction is not null) throw new InvalidOperationException("A transaction is open already.");
        Statements.Add("begin");
        transaction = Try(() => Connection.BeginTransaction(level));
    }

    public override void Commit() => End(transaction => transaction.Commit());

    public override void Rollback()
    {
        waiting.Clear();
        End(transaction =>
        {
            // What a broken connection had begun, the server undoes.
            if (Connection.FullState == ConnectionState.Open) transaction.Rollback();
        });
    }

    void End(Action<NpgsqlTransaction> how)
    {
        var ended = transaction ?? throw new InvalidOperationException("No transaction is open.");
        (transaction, snapshot) = (null, null);
        // What could not be ended well is undone: the connection may be lent to others.
        using (ended)
        {
            Statements.Add("end");
            Try(() => how(ended));
        }
    }

    /// <summary>Ends the connection, where <see cref="Dispose"/> leaves it to others.</summary>
    public void Discard()
    {
        engine.BeginAnew();
        Dispose();
    }

    public override void Dispose()
    {
        // A session keeps the limits that it began with, though the server has others since: all begin anew.
        if (wasCutOff) engine.BeginAnew();
        foreach (var statement in reused.Values) statement.Dispose();
        transaction?.Dispose();
        Connection.Dispose();
    }
}
