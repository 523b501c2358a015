namespace Perennial.Data.Engines;

/// <summary>Inserts rows many at a time, in whatever way the engine does so quickest.</summary>
/// <typeparam name="TRow">What one row is made from; kept until it is written.</typeparam>
/// <remarks>Where the text says <c>on conflict .. do update</c>, no two rows that wait together may have the same key:
/// PostgreSQL refuses to change a row twice in one statement.</remarks>
sealed class BulkInsert<TRow> : IDisposable
{
    readonly Inserter inserter;
    readonly List<TRow> waiting = [];
    readonly Action<Statement, int, int> bind;

    /// <summary>Prepares an insertion.</summary>
    /// <param name="database">In a transaction.</param>
    /// <param name="sql">An insert with a single tuple of parameters after <c>values</c>.</param>
    /// <param name="parameters">Their names, as they stand in the tuple.</param>
    /// <param name="bind">Binds a row to parameters from the given number on.</param>
    public BulkInsert(
        Database database, string sql, string[] parameters, Action<Statement, int, TRow> bind)
    {
        inserter = database.Inserter(sql, parameters);
        this.bind = (statement, first, row) => bind(statement, first, waiting[row]);
    }

    /// <summary>How many rows were written, apart from those that a conflict kept out.</summary>
    public long Written { get; private set; }

    /// <summary>Takes a row; it is in the table after <see cref="Flush"/> at the latest.</summary>
    public void Add(TRow row)
    {
        waiting.Add(row);
        if (waiting.Count >= inserter.RowsAtOnce) Flush();
    }

    /// <summary>Writes the rows that wait. Before anything reads what was added, and at the end.</summary>
    public void Flush()
    {
        if (waiting.Count == 0) return;
        Written += inserter.Insert(waiting.Count, bind);
        waiting.Clear();
    }

    public void Dispose() => inserter.Dispose();
}
