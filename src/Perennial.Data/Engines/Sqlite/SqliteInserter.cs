using System.Collections.Concurrent;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>
/// One statement of 64 tuples instead of 64 statements. In the order of the table's key that takes a third less time,
/// because the cursor stays where the next row belongs.
/// </summary>
sealed class SqliteInserter(Database database, string sql, string[] parameters) : Inserter
{
    const int Tuples = 64;

    // The text is long and the same every time: made once, and prepared once a connection.
    static readonly ConcurrentDictionary<string, (string Text, string[] Parameters)> repeated = new();

    // SQLite takes 32,766 parameters a statement.
    readonly int tuples = Math.Clamp(32_766 / Math.Max(1, parameters.Length), 1, Tuples);
    Statement? one, many;

    public override int RowsAtOnce => tuples;

    public override int Insert(int rows, Action<Statement, int, int> bind)
    {
        if (rows == tuples && tuples > 1)
        {
            many ??= Many();
            for (var row = 0; row < rows; row++) bind(many, 1 + row * parameters.Length, row);
            return many.Run();
        }
        one ??= database.Reuse(sql, parameters);
        var written = 0;
        for (var row = 0; row < rows; row++)
        {
            bind(one, 1, row);
            written += one.Run();
        }
        return written;
    }

    Statement Many()
    {
        var (text, names) = repeated.GetOrAdd(sql, _ =>
        {
            var cut = new InsertText(sql, parameters);
            return (cut.Repeated(tuples), cut.Parameters(tuples));
        });
        return database.Reuse(text, names);
    }

    // The connection keeps its statements.
    public override void Dispose()
    {
    }
}
