using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Perennial.Core;

namespace Perennial.Data.Postgres;

/// <summary>The rows of many customers by one question.</summary>
static partial class PostgresRowsOf
{
    [GeneratedRegex(@"([a-z_.]+)\s*=\s*@customer_id\b")]
    private static partial Regex Condition();

    /// <summary>Asks for all customers at once, and orders by customer first.</summary>
    public static Rows Read(PostgresDatabase database, string sql, int shard, IReadOnlyList<CustomerId> ids)
    {
        var text = PositionalSql.Of(ForMany(sql));
        if (text.Names is not ["shard", "customer_id"])
            throw new InvalidOperationException($"The parameters are not the shard and the customer: {sql}");
        var keys = new byte[ids.Count][];
        for (var i = 0; i < keys.Length; i++) ids[i].WriteTo(keys[i] = new byte[16]);
        var rows = new BufferedRows();
        database.Statements.Add(sql);
        database.Try(() =>
        {
            using var command = new NpgsqlCommand(text.Text, database.Connection);
            command.Parameters.Add(new NpgsqlParameter<int>
            {
                NpgsqlDbType = NpgsqlDbType.Integer, TypedValue = shard,
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
