using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Perennial.Core;

namespace Perennial.Data.Engines.Postgres;

/// <summary>The rows of many customers by one question, which is asked when somebody reads them, or anything else is
/// asked of the connection: with all others that wait by then, in one journey.</summary>
sealed partial class PostgresRowsOf : Rows
{
    static readonly ConcurrentDictionary<string, PositionalSql> ofOne = new(), ofEach = new();

    readonly PostgresDatabase database;
    readonly string sql;
    readonly PositionalSql text;
    readonly int[] shards;
    readonly byte[][] keys;
    readonly BufferedRows answer = new();

    /// <summary>Prepares to ask for all customers at once, ordered by customer first.</summary>
    /// <param name="database">The connection.</param>
    /// <param name="sql">About one customer.</param>
    /// <param name="shards">The one that all are in, or each customer's.</param>
    /// <param name="ids">Who.</param>
    public PostgresRowsOf(PostgresDatabase database, string sql, int[] shards, IReadOnlyList<CustomerId> ids)
    {
        (this.database, this.sql, this.shards) = (database, sql, shards);
        text = shards.Length == 1 ? ofOne.GetOrAdd(sql, one => TextOf(one, ForMany(one)))
            : ofEach.GetOrAdd(sql, one => TextOf(one, ForShards(ForMany(one))));
        keys = new byte[ids.Count][];
        for (var i = 0; i < keys.Length; i++) ids[i].WriteTo(keys[i] = new byte[16]);
    }

    static PositionalSql TextOf(string sql, string many)
    {
        var text = PositionalSql.Of(many);
        return text.Names is ["shard", "customer_id"] or ["shard", "shard_of", "customer_id"] ? text
            : throw new InvalidOperationException($"The parameters are not the shard and the customer: {sql}");
    }

    /// <summary>Asks several questions at once, and takes their answers.</summary>
    public static void Ask(PostgresDatabase database, List<PostgresRowsOf> questions)
    {
        using var batch = new NpgsqlBatch(database.Connection);
        foreach (var one in questions)
        {
            database.Statements.Add(one.sql);
            batch.BatchCommands.Add(one.Command());
        }
        using var reader = batch.ExecuteReader();
        foreach (var one in questions)
        {
            one.answer.Fill(reader);
            reader.NextResult();
        }
    }

    NpgsqlBatchCommand Command()
    {
        var command = new NpgsqlBatchCommand(text.Text);
        if (shards.Length == 1) command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = shards[0] });
        else
        {
            // Each shard once: the server compares every row that it looks at with all of them.
            command.Parameters.Add(Array(NpgsqlDbType.Integer, shards.Distinct().ToArray()));
            command.Parameters.Add(Array(NpgsqlDbType.Integer, shards));
        }
        command.Parameters.Add(Array(NpgsqlDbType.Bytea, keys));
        return command;
    }

    static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType type, T[] values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };

    public override int Columns => answer.Columns;

    public override bool Step()
    {
        database.AskWaiting();
        return answer.Step();
    }

    public override bool IsNull(int column) => answer.IsNull(column);

    public override long Int64(int column) => answer.Int64(column);

    public override double Double(int column) => answer.Double(column);

    public override ReadOnlySpan<byte> Bytes(int column) => answer.Bytes(column);

    public override string Show(int column) => answer.Show(column);

    public override void Dispose() => database.Forget(this);

    [GeneratedRegex(@"([a-z_.]+)\s*=\s*@customer_id\b")]
    private static partial Regex Condition();

    // Pairs, and not every customer in every shard; the shards once more, for a cluster to know which nodes to ask.
    static string ForShards(string many) => AnyCustomer().Replace(
        many.Replace("= @shard", "= any(@shard)", StringComparison.Ordinal),
        "(shard, $1) in (select * from unnest(@shard_of, @customer_id))");

    [GeneratedRegex(@"([a-z_.]+) = any\(@customer_id\)")]
    private static partial Regex AnyCustomer();

    /// <summary>A text about one customer as one about many.</summary>
    internal static string ForMany(string sql)
    {
        var conditions = Condition().Matches(sql);
        if (conditions.Select(one => one.Value).Distinct().Count() != 1)
            throw new InvalidOperationException($"The text does not ask for one customer: {sql}");
        var customer = conditions[0].Groups[1].Value;
        var many = sql.Replace(conditions[0].Value, $"{customer} = any(@customer_id)", StringComparison.Ordinal);
        var order = many.LastIndexOf("order by ", StringComparison.Ordinal);
        return order < 0 ? $"{many}\norder by {customer}"
            : $"{many[..order]}order by {customer}, {many[(order + "order by ".Length)..]}";
    }
}
