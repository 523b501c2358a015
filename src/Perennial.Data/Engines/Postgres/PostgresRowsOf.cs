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
        var text = PositionalSql.Of(shards.Length == 1 ? ForMany(sql) : ForShards(ForMany(sql)));
        if (text.Names is not ["shard", "customer_id"])
            throw new InvalidOperationException($"The parameters are not the shard and the customer: {sql}");
        var keys = new byte[ids.Count][];
        for (var i = 0; i < keys.Length; i++) ids[i].WriteTo(keys[i] = new byte[16]);
        var rows = new BufferedRows();
        database.Statements.Add(sql);
        database.Try(() =>
        {
            using var command = new NpgsqlCommand(text.Text, database.Connection);
            command.Parameters.Add(shards.Length == 1
                ? new NpgsqlParameter<int> { NpgsqlDbType = NpgsqlDbType.Integer, TypedValue = shards[0] }
                : new NpgsqlParameter<int[]>
                {
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer, TypedValue = shards,
                });
            command.Parameters.Add(new NpgsqlParameter<byte[][]>
            {
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea, TypedValue = keys,
            });
            using var reader = command.ExecuteReader();
            rows.Fill(reader);
        });
        return rows;
    }

    // Pairs, and not every customer in every shard; the shards once more, for a cluster to know which nodes to ask.
    static string ForShards(string many) => AnyCustomer().Replace(
        many.Replace("= @shard", "= any(@shard)", StringComparison.Ordinal),
        "(shard, $1) in (select * from unnest(@shard, @customer_id))");

    [GeneratedRegex(@"([a-z_.]+) = any\(@customer_id\)")]
    private static partial Regex AnyCustomer();

    /// <summary>A text about one customer as one about many.</summary>
    internal static string ForMany(string sql)
    {
        var condition = Condition().Matches(sql);
        if (condition.Count != 1)
            throw new InvalidOperationException($"The text does not ask for one customer: {sql}");
        var customer = condition[0].Groups[1].Value;
        var many = sql.Replace(condition[0].Value, $"{customer} = any(@customer_id)", StringComparison.Ordinal);
        var order = many.LastIndexOf("order by ", StringComparison.Ordinal);
        return order < 0 ? $"{many}\norder by {customer}"
            : $"{many[..order]}order by {customer}, {many[(order + "order by ".Length)..]}";
    }
}
