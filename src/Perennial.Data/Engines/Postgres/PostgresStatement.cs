using Npgsql;

namespace Perennial.Data.Engines.Postgres;

/// <summary>A statement whose answer is taken whole. What is run often, the driver prepares on the server.</summary>
sealed class PostgresStatement : Statement
{
    readonly PostgresDatabase database;
    readonly string named;
    readonly PositionalSql sql;
    readonly NpgsqlCommand command;
    readonly ParameterValues values;
    readonly BufferedRows answer = new();
    bool isAnswered;

    public PostgresStatement(PostgresDatabase database, string text, ReadOnlySpan<string> parameters)
    {
        (this.database, named, sql) = (database, text, PositionalSql.Of(text));
        if (!parameters.SequenceEqual(sql.Names)) throw new InvalidOperationException(
            $"The caller binds ({string.Join(", ", parameters.ToArray())}), which are not the parameters of: {text}");
        command = new NpgsqlCommand(sql.Text, database.Connection);
        values = new ParameterValues(sql);
    }

    /// <summary>Known once it has run.</summary>
    public override int Columns => answer.Columns;

    public override Statement Bind(int parameter, long value)
    {
        values.Put(parameter, value);
        return this;
    }

    public override Statement Bind(int parameter, double value)
    {
        values.Put(parameter, value);
        return this;
    }

    public override Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        values.Put(parameter, ParameterKind.Text, utf8);
        return this;
    }

    public override Statement BindBlob(int parameter, ReadOnlySpan<byte> value)
    {
        values.Put(parameter, ParameterKind.Blob, value);
        return this;
    }

    public override Statement BindNull(int parameter)
    {
        values.PutNull(parameter);
        return this;
    }

    public override bool Step()
    {
        if (!isAnswered) Ask();
        if (answer.Step()) return true;
        Reset();
        return false;
    }

    void Ask()
    {
        Send();
        database.Try(() =>
        {
            using var reader = command.ExecuteReader();
            answer.Fill(reader);
        });
        isAnswered = true;
    }

    void Send()
    {
        values.AskForKinds(database, named);
        values.AddTo(command.Parameters);
        database.Statements.Add(named);
    }

    public override int Run()
    {
        Reset();
        Send();
        // −1 for what writes nothing.
        return Math.Max(0, database.Try(command.ExecuteNonQuery));
    }

    public override void Reset()
    {
        isAnswered = false;
        answer.Clear();
    }

    public override bool IsNull(int column) => answer.IsNull(column);

    public override long Int64(int column) => answer.Int64(column);

    public override double Double(int column) => answer.Double(column);

    public override ReadOnlySpan<byte> Bytes(int column) => answer.Bytes(column);

    public override string Show(int column) => answer.Show(column);

    public override void Dispose() => command.Dispose();
}
