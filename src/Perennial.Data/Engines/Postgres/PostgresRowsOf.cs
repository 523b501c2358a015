using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Perennial.Core;

namespace Perennial.Data.Engines.Postgres;

/// <summary>The rows of many customers by one question.</summary>
static partial class PostgresRowsOf
{
    [GeneratedRegex(@"([a-z_.]+)\s*=\s*@customer_id\b")]
    private static partial Regex Condition();

    /// <summary>Asks for all customers at once, and orders by customer first.</summary>
    /// <param name="database">The connection.</param>
    /// <param name="sql">About one customer.</param>
    /// <param name="shards">The one that all are in, or each customer's.</param>
    /// <param name="ids">Who.</param>
    public static Rows Read(PostgresDatabase database, string sql, int[] shards, IReadOnlyList<CustomerId> ids)
    {
        var isOne = shards.Length == 1;
        var text = PositionalSql.Of(isOne ? ForMany(sql) : ForShards(ForMany(sql)));
        if (text.Names is not (["shard", "customer_id"] or ["shard", "shard_of", "customer_id"]))
            throw new InvalidOperationException($"The parameters are not the shard and the customer: {sql}");
        var keys = new byte[ids.Count][];
        for (var i = 0; i < keys.Length; i++) ids[i].WriteTo(keys[i] = new byte[16]);
        var rows = new BufferedRows();
        database.Statements.Add(sql);
        database.Try(() =>
        {
            using var command = new NpgsqlCommand(text.Text, database.Connection);
            if (isOne) command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = shards[0] });
            else
            {
                // Each shard once: the server compares every row that it looks at with all of them.
                command.Parameters.Add(Array(NpgsqlDbType.Integer, shards.Distinct().ToArray()));
                command.Parameters.Add(Array(NpgsqlDbType.Integer, shards));
            }
            command.Parameters.Add(Array(NpgsqlDbType.Bytea, keys));
            using var reader = command.ExecuteReader();
            rows.Fill(reader);
        });
        return rows;
    }

    static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType type, T[] values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };

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
