using Perennial.Core;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>The rows of one customer after the other, by one statement: in SQLite a question costs a few microseconds.
/// </summary>
sealed class SqliteRowsOf : Rows
{
    readonly SqliteDatabase database;
    readonly string sql;
    readonly IReadOnlyList<CustomerId> ids;
    readonly Func<CustomerId, int> shardOf;
    readonly SqliteStatement statement;
    int next;

    public SqliteRowsOf(
        SqliteDatabase database, string sql, IReadOnlyList<CustomerId> ids, Func<CustomerId, int> shardOf)
    {
        (this.database, this.sql, this.ids, this.shardOf) = (database, sql, ids, shardOf);
        statement = database.Borrow(sql, "shard", "customer_id");
    }

    public override int Columns => statement.Columns;

    public override bool Step()
    {
        // Before the first customer there is no reading to go on with.
        if (next > 0 && next <= ids.Count && statement.Step()) return true;
        while (next < ids.Count)
        {
            statement.Bind(1, shardOf(ids[next])).Bind(2, ids[next++]);
            if (statement.Step()) return true;
        }
        next = ids.Count + 1;
        return false;
    }

    public override bool IsNull(int column) => statement.IsNull(column);

    public override long Int64(int column) => statement.Int64(column);

    public override double Double(int column) => statement.Double(column);

    public override ReadOnlySpan<byte> Bytes(int column) => statement.Bytes(column);

    public override string Show(int column) => statement.Show(column);

    public override void Dispose() => database.GiveBack(sql, statement);
}
