using Perennial.Core;

namespace Perennial.Data.Engines;

/// <summary>One connection to where the shop is kept. Used by one thread at a time.</summary>
abstract class Database : IDisposable
{
    /// <summary>What to call it in an error: the file's path, or the server's address without its password.</summary>
    public abstract string Path { get; }

    /// <summary>What is run on it, counted with whatever else is run on the store.</summary>
    public StatementCount Statements { get; set; } = new();

    /// <summary>Told of what keeps the store from its work.</summary>
    public StoreFaults Faults { get; set; } = new();

    /// <summary>True while a transaction is open.</summary>
    public abstract bool InTransaction { get; }

    /// <summary>Runs statements that return nothing of interest.</summary>
    public abstract void Execute(string sql);

    /// <summary>Prepares a text. The caller disposes of it.</summary>
    public abstract Statement Prepare(string sql, params ReadOnlySpan<string> parameters);

    /// <summary>A text prepared once for the connection and reset. One reading of it at a time.</summary>
    public abstract Statement Reuse(string sql, params ReadOnlySpan<string> parameters);

    /// <summary>A named query, prepared once for the connection and reset. One reading of it at a time.</summary>
    /// <param name="name">As in <see cref="SqlText"/>.</param>
    /// <param name="parameters">The names the caller will bind, in order; checked.</param>
    public Statement Query(string name, params ReadOnlySpan<string> parameters) =>
        Reuse(SqlText.Query(name), parameters);

    /// <summary>All rows of a query over a whole shard, to be read beside others of the same transaction.</summary>
    /// <param name="sql">Names one parameter, <c>@shard</c>.</param>
    /// <param name="shard">The shard.</param>
    public abstract Rows Scan(string sql, int shard);

    /// <summary>The rows of a query about one customer, for many customers, in their order: one question to the
    /// database where each would be a journey. May be read beside others.</summary>
    /// <param name="sql">Names <c>@shard</c>, then <c>@customer_id</c>, once each, as
    /// <c>shard = @shard and customer_id = @customer_id</c>, and orders by nothing or by keys that follow these; its
    /// first cell is the customer.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="ids">Who, ascending.</param>
    public abstract Rows RowsOf(string sql, int shard, IReadOnlyList<CustomerId> ids);

    /// <summary>The same of customers of any shards, each in its own; ordered by customer alone.</summary>
    /// <param name="sql">As for one shard.</param>
    /// <param name="ids">Who, ascending.</param>
    /// <param name="shards">Into how many shards the store is cut.</param>
    public abstract Rows RowsOfAny(string sql, IReadOnlyList<CustomerId> ids, int shards);

    /// <summary>A statement in whose text <c>in (@name)</c> asks for any of a list of texts or whole numbers. One
    /// reading of it at a time.</summary>
    /// <param name="name">The query's name, as in <see cref="SqlText"/>.</param>
    /// <param name="list">The list's name among the parameters.</param>
    /// <param name="parameters">The names the caller will bind, in order; the list by <see cref="ValueList"/>.</param>
    public Statement QueryIn(string name, ValueList list, params ReadOnlySpan<string> parameters) =>
        Reuse(AnyOf(SqlText.Query(name), list), parameters).Bind(parameters.IndexOf(list.Name) + 1, TextOf(list));

    /// <summary>The engine's function that makes one JSON object of pairs.</summary>
    public abstract string JsonObjectOf { get; }

    /// <summary>The text with the engine's own way to ask for any of a list that is bound as one text.</summary>
    protected abstract string AnyOf(string sql, ValueList list);

    /// <summary>A list as the engine takes it.</summary>
    protected abstract string TextOf(ValueList list);

    /// <summary>What inserts rows by a text. The caller disposes of it.</summary>
    /// <param name="sql">An insert with a single tuple of parameters after <c>values</c>.</param>
    /// <param name="parameters">Their names, as they stand in the tuple.</param>
    public abstract Inserter Inserter(string sql, string[] parameters);

    /// <summary>Whether a table is there.</summary>
    public abstract bool HasTable(string table);

    /// <summary>The names of all tables.</summary>
    public abstract IReadOnlyList<string> Tables();

    /// <summary>A table's columns as they are declared, in order.</summary>
    public abstract IReadOnlyList<TableColumn> TableColumns(string table);

    /// <summary>The names of a table's columns.</summary>
    public IReadOnlySet<string> ColumnsOf(string table) =>
        TableColumns(table).Select(column => column.Name).ToHashSet();

    /// <summary>What the engine is called in the names of files of <c>sql/</c>.</summary>
    public abstract string Words { get; }

    /// <summary>Makes or changes tables, as <c>sql/schema</c> writes them.</summary>
    public abstract void Define(string sql);

    /// <summary>Within a transaction: nobody else changes the schema until it ends.</summary>
    public abstract void LockSchema();

    /// <summary>Within a transaction: takes the lock of a shard unless somebody else has it; null where somebody
    /// has.</summary>
    public abstract ShardLock? TryLockShard(int shard);

    /// <summary>What a statement that locks a shard says; null where it found none.</summary>
    protected static ShardLock? LockOf(Statement row)
    {
        if (!row.Step()) return null;
        var held = new ShardLock(row.Int64(0), row.Int64(1), row.Instant(2));
        row.Reset();
        return held;
    }

    /// <summary>Within a transaction: takes the lock of a shard, however long somebody else has it.</summary>
    public ShardLock LockShard(int shard) => LockOf(Query("lock-shard", "shard").Bind(1, shard))
        ?? throw new InvalidOperationException("The store has no such shard.");

    /// <summary>Ends what an operation has left: another is to use the connection.</summary>
    public virtual void Settle()
    {
    }

    /// <summary>Whether another operation may use the connection.</summary>
    public virtual bool IsUsable => true;

    /// <summary>The first cell of the first row as a number; 0 if there is no row.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Number() ?? 0;
    }

    /// <summary>Takes the locks of a write at once, where the engine needs that: a write that began by reading could
    /// not wait for them.</summary>
    public abstract void BeginWrite();

    /// <summary>All readings until the transaction ends see one state.</summary>
    public abstract void BeginRead();

    /// <summary>Tells the connection that a large write follows, or is over.</summary>
    public abstract void ExpectBulk(bool bulk);

    public abstract void Commit();

    public abstract void Rollback();

    /// <summary>Called when a transaction is over, however it ended: more than once is as good as once.</summary>
    public virtual void Ended()
    {
    }

    public abstract void Dispose();
}

/// <summary>A connection is set up for a large write until disposed.</summary>
readonly struct BulkWriting : IDisposable
{
    readonly Database database;

    public BulkWriting(Database database)
    {
        this.database = database;
        database.ExpectBulk(true);
    }

    public void Dispose() => database.ExpectBulk(false);
}

/// <summary>A transaction that is undone unless it is committed.</summary>
readonly ref struct Transaction
{
    readonly Database database;

    Transaction(Database database) => this.database = database;

    public static Transaction Write(Database database)
    {
        database.BeginWrite();
        return new Transaction(database);
    }

    /// <summary>For changes of the schema, which one process makes at a time.</summary>
    public static Transaction Schema(Database database)
    {
        var transaction = Write(database);
        database.LockSchema();
        return transaction;
    }

    public static Transaction Read(Database database)
    {
        database.BeginRead();
        return new Transaction(database);
    }

    public void Commit() => database.Commit();

    // After a failure the engine may have rolled back by itself.
    public void Dispose()
    {
        if (database.InTransaction) database.Rollback();
        database.Ended();
    }
}
