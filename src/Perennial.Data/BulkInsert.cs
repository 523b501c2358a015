using System.Collections.Concurrent;

namespace Perennial.Data;

/// <summary>
/// Inserts rows many at a time: one statement of 64 tuples instead of 64 statements. In the order of the table's
/// key that takes a third less time, because the cursor stays where the next row belongs.
/// </summary>
/// <typeparam name="TRow">What one row is made from; kept until it is written.</typeparam>
sealed class BulkInsert<TRow> : IDisposable
{
    const int RowsAtOnce = 64;

    static readonly ConcurrentDictionary<string, (string Text, string[] Parameters)> repeated = new();

    readonly Database database;
    readonly string sql;
    readonly string[] parameters;
    readonly Action<Statement, int, TRow> bind;
    readonly List<TRow> waiting = new(RowsAtOnce);
    Statement? one, many;

    /// <summary>Prepares an insertion.</summary>
    /// <param name="database">In a transaction.</param>
    /// <param name="sql">An insert with a single tuple of parameters after <c>values</c>.</param>
    /// <param name="parameters">Their names, as they stand in the tuple.</param>
    /// <param name="bind">Binds a row to parameters from the given number on.</param>
    public BulkInsert(
        Database database, string sql, string[] parameters, Action<Statement, int, TRow> bind)
    {
        (this.database, this.sql, this.parameters, this.bind) = (database, sql, parameters, bind);
    }

    /// <summary>Takes a row; it is in the table after <see cref="Flush"/> at the latest.</summary>
    public void Add(TRow row)
    {
        waiting.Add(row);
        if (waiting.Count < RowsAtOnce) return;
        many ??= Many();
        for (var i = 0; i < RowsAtOnce; i++) bind(many, 1 + i * parameters.Length, waiting[i]);
        many.Run();
        waiting.Clear();
    }

    /// <summary>Writes the rows that wait. Before anything reads what was added, and at the end.</summary>
    public void Flush()
    {
        if (waiting.Count == 0) return;
        one ??= database.Reuse(sql, parameters);
        foreach (var row in waiting)
        {
            bind(one, 1, row);
            one.Run();
        }
        waiting.Clear();
    }

    // The text is long and the same every time: made once, and prepared once a connection.
    Statement Many()
    {
        var (text, names) = repeated.GetOrAdd(sql, _ => (RepeatTuple(), Repeat(parameters)));
        return database.Reuse(text, names);
    }

    string RepeatTuple()
    {
        var start = sql.IndexOf('(', sql.IndexOf("values", StringComparison.Ordinal));
        var end = sql.IndexOf(')', start) + 1;
        var tuples = Enumerable.Range(0, RowsAtOnce).Select(row => $"({string.Join(", ", Names(row))})");
        return $"{sql[..start]}{string.Join(", ", tuples)}{sql[end..]}";
    }

    IEnumerable<string> Names(int row) => parameters.Select(name => $"@{name}_{row}");

    static string[] Repeat(string[] parameters) =>
        [.. Enumerable.Range(0, RowsAtOnce).SelectMany(row => parameters.Select(name => $"{name}_{row}"))];

    /// <summary>Whoever adds rows flushes them: what was not is dropped with its transaction.</summary>
    public void Dispose() => waiting.Clear();
}
