using Npgsql;

namespace Perennial.Data.Engines.Postgres;

/// <summary>Many rows by COPY where an insert is nothing but rows, else statements of up to 64 tuples sent in one go.
/// </summary>
sealed class PostgresInserter : Inserter
{
    // Below it, COPY's own start and end cost more than they save.
    const int CopyFrom = 96;
    const int MostRows = 4_096;
    // The protocol takes 65,535 parameters a statement; long before that, parsing them is what costs.
    const int MostParameters = 8_192;

    static readonly int[] sizes = [64, 8, 1];

    readonly PostgresDatabase database;
    readonly InsertText text;
    readonly int parameterCount;
    readonly bool isPlain;
    readonly Dictionary<int, (string Named, PositionalSql Sql)> texts = [];
    readonly string sql;

    public PostgresInserter(PostgresDatabase database, string sql, string[] parameters)
    {
        (this.database, this.sql) = (database, sql);
        text = new InsertText(sql, parameters);
        (isPlain, parameterCount) = (text.IsPlain, parameters.Length);
        if (!PositionalSql.Of(sql).Names.SequenceEqual(parameters)) throw new InvalidOperationException(
            $"The caller binds ({string.Join(", ", parameters)}), which are not the parameters of: {sql}");
    }

    public override int RowsAtOnce => isPlain ? MostRows : 1_024;

    public override int Insert(int rows, Action<Statement, int, int> bind)
    {
        if (!isPlain || rows < CopyFrom) return Send(rows, bind);
        Copy(rows, bind);
        return rows;
    }

    void Copy(int rows, Action<Statement, int, int> bind)
    {
        var columns = text.Columns;
        var types = database.Engine.TypesOf(database, text.Table);
        var row = new CopyRow([.. columns.Select(column => types[column])]);
        database.Statements.Add(sql);
        database.Try(() =>
        {
            using var stream = database.Connection.BeginRawBinaryCopy(
                $"copy {text.Table} ({string.Join(", ", columns)}) from stdin (format binary)");
            row.Start();
            for (var i = 0; i < rows; i++)
            {
                bind(row, 1, i);
                row.Next(stream);
            }
            row.End(stream);
        });
    }

    int Send(int rows, Action<Statement, int, int> bind)
    {
        using var batch = new NpgsqlBatch(database.Connection);
        var done = 0;
        foreach (var size in sizes)
        {
            if (size > 1 && size * parameterCount > MostParameters) continue;
            for (; rows - done >= size; done += size) batch.BatchCommands.Add(Command(size, done, bind));
        }
        return database.Try(batch.ExecuteNonQuery);
    }

    NpgsqlBatchCommand Command(int rows, int first, Action<Statement, int, int> bind)
    {
        if (!texts.TryGetValue(rows, out var form))
        {
            var named = rows == 1 ? sql : text.Repeated(rows);
            texts.Add(rows, form = (named, PositionalSql.Of(named)));
        }
        var values = new BoundRow(form.Sql);
        for (var row = 0; row < rows; row++) bind(values, 1 + row * parameterCount, first + row);
        var command = new NpgsqlBatchCommand(form.Sql.Text);
        database.Statements.Add(sql);
        values.Values.AskForKinds(database, form.Named);
        values.Values.AddTo(command.Parameters);
        return command;
    }

    public override void Dispose()
    {
    }
}
