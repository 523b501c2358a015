namespace Perennial.Data.Engines.Postgres;

/// <summary>Takes what is bound, to be sent by somebody else.</summary>
abstract class Binding : Statement
{
    public override int Columns => 0;

    public override bool Step() => throw OnlyBound();

    public override int Run() => throw OnlyBound();

    public override void Reset()
    {
    }

    public override bool IsNull(int column) => throw OnlyBound();

    public override long Int64(int column) => throw OnlyBound();

    public override double Double(int column) => throw OnlyBound();

    public override ReadOnlySpan<byte> Bytes(int column) => throw OnlyBound();

    public override string Show(int column) => throw OnlyBound();

    static InvalidOperationException OnlyBound() => new("Rows are bound here, not read.");

    public override void Dispose()
    {
    }
}

/// <summary>The parameters of one statement among several that are sent together.</summary>
sealed class BoundRow(PositionalSql sql) : Binding
{
    public ParameterValues Values { get; } = new(sql);

    public override Statement Bind(int parameter, long value)
    {
        Values.Put(parameter, value);
        return this;
    }

    public override Statement Bind(int parameter, double value)
    {
        Values.Put(parameter, value);
        return this;
    }

    public override Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        Values.Put(parameter, ParameterKind.Text, utf8);
        return this;
    }

    public override Statement BindBlob(int parameter, ReadOnlySpan<byte> value)
    {
        Values.Put(parameter, ParameterKind.Blob, value);
        return this;
    }

    public override Statement BindNull(int parameter)
    {
        Values.PutNull(parameter);
        return this;
    }
}
