using Npgsql;
using NpgsqlTypes;

namespace Perennial.Data.Engines.Postgres;

/// <summary>What is bound to the parameters of a statement, and the form in which the driver takes it.</summary>
sealed class ParameterValues(PositionalSql sql)
{
    readonly Value[] values = new Value[sql.Names.Length];

    struct Value
    {
        public ParameterKind Kind;
        public bool IsNull;
        public long Whole;
        public double Number;
        public byte[] Bytes;
        public int Length;
        public NpgsqlParameter? Made;
        public ParameterKind MadeAs;
    }

    ref Value At(int parameter) => ref values[parameter - 1];

    public void Put(int parameter, long whole)
    {
        ref var value = ref At(parameter);
        value.Kind = IsShard(sql.Names[parameter - 1]) ? ParameterKind.Shard : ParameterKind.Whole;
        (value.IsNull, value.Whole) = (false, whole);
    }

    static bool IsShard(string name) => name.StartsWith("shard", StringComparison.Ordinal)
        && (name.Length == "shard".Length || name["shard".Length] == '_' || char.IsAsciiDigit(name["shard".Length]));

    public void Put(int parameter, double number)
    {
        if (double.IsNaN(number))
        {
            PutNull(parameter);
            return;
        }
        ref var value = ref At(parameter);
        (value.Kind, value.IsNull, value.Number) = (ParameterKind.Number, false, number);
    }

    public void Put(int parameter, ParameterKind kind, ReadOnlySpan<byte> bytes)
    {
        ref var value = ref At(parameter);
        (value.Kind, value.IsNull, value.Length) = (kind, false, bytes.Length);
        if (value.Bytes is null || value.Bytes.Length < bytes.Length)
            value.Bytes = new byte[Math.Max(16, bytes.Length)];
        bytes.CopyTo(value.Bytes);
        // The one character that PostgreSQL's text cannot hold.
        if (kind == ParameterKind.Text) value.Bytes.AsSpan(0, bytes.Length).Replace((byte)0, (byte)'?');
    }

    public void PutNull(int parameter)
    {
        ref var value = ref At(parameter);
        value.IsNull = true;
    }

    /// <summary>Learns the types of parameters that have only been null so far: once a text.</summary>
    public void AskForKinds(PostgresDatabase database, string named)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!values[i].IsNull) sql.Kinds[i] = values[i].Kind;
            else if (sql.Kinds[i] == ParameterKind.Unknown && !sql.Asked) Ask(database, named);
            if (values[i].IsNull) values[i].Kind = sql.Kinds[i];
        }
    }

    void Ask(PostgresDatabase database, string named)
    {
        sql.Asked = true;
        using var command = new NpgsqlCommand(named, database.Connection);
        database.Try(() => NpgsqlCommandBuilder.DeriveParameters(command));
        for (var i = 0; i < sql.Names.Length; i++)
        {
            if (sql.Kinds[i] != ParameterKind.Unknown) continue;
            sql.Kinds[i] = command.Parameters[sql.Names[i]].NpgsqlDbType switch
            {
                NpgsqlDbType.Smallint or NpgsqlDbType.Integer or NpgsqlDbType.Bigint => ParameterKind.Whole,
                NpgsqlDbType.Double or NpgsqlDbType.Real or NpgsqlDbType.Numeric => ParameterKind.Number,
                NpgsqlDbType.Bytea => ParameterKind.Blob,
                _ => ParameterKind.Text,
            };
        }
    }

    /// <summary>Puts the values into a command's parameters.</summary>
    public void AddTo(NpgsqlParameterCollection parameters)
    {
        for (var i = 0; i < values.Length; i++)
        {
            ref var value = ref values[i];
            if (value.Made is null || value.MadeAs != value.Kind)
            {
                (value.Made, value.MadeAs) = (Make(value.Kind), value.Kind);
                if (i < parameters.Count) parameters[i] = value.Made;
                else parameters.Add(value.Made);
            }
            Set(ref value);
        }
    }

    static NpgsqlParameter Make(ParameterKind kind) => kind switch
    {
        ParameterKind.Whole => new NpgsqlParameter<long?> { NpgsqlDbType = NpgsqlDbType.Bigint },
        ParameterKind.Shard => new NpgsqlParameter<int?> { NpgsqlDbType = NpgsqlDbType.Integer },
        ParameterKind.Number => new NpgsqlParameter<double?> { NpgsqlDbType = NpgsqlDbType.Double },
        ParameterKind.Text => new NpgsqlParameter<ReadOnlyMemory<byte>?> { NpgsqlDbType = NpgsqlDbType.Text },
        ParameterKind.Blob => new NpgsqlParameter<ReadOnlyMemory<byte>?> { NpgsqlDbType = NpgsqlDbType.Bytea },
        _ => new NpgsqlParameter { Value = DBNull.Value },
    };

    static void Set(ref Value value)
    {
        switch (value.Made)
        {
            case NpgsqlParameter<long?> whole: whole.TypedValue = value.IsNull ? null : value.Whole; break;
            case NpgsqlParameter<int?> shard: shard.TypedValue = value.IsNull ? null : checked((int)value.Whole); break;
            case NpgsqlParameter<double?> number: number.TypedValue = value.IsNull ? null : value.Number; break;
            case NpgsqlParameter<ReadOnlyMemory<byte>?> bytes:
                // Without the type, null would become an empty array.
                bytes.TypedValue = value.IsNull ? (ReadOnlyMemory<byte>?)null : value.Bytes.AsMemory(0, value.Length);
                break;
            case var untyped: untyped!.Value = DBNull.Value; break;
        }
    }
}
