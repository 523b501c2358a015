using System.Text.RegularExpressions;

namespace Perennial.Data;

/// <summary>A table whose rows are about one customer each.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns with their types, but shard and customer_id.</param>
sealed record CustomerTable(string Name, IReadOnlyList<(string Name, string Type)> Columns)
{
    const string Whose = "where shard = @shard and customer_id = @customer_id";

    public string Select => $"select {string.Join(", ", Columns.Select(column => column.Name))} from {Name} {Whose}";

    public string Delete => $"delete from {Name} {Whose}";
}

/// <summary>All tables about customers, found in the migrations: a new one is exported and erased without being named
/// anywhere.</summary>
static partial class CustomerTables
{
    // An erased key is what is kept of a customer; counts have to be taken back; an alias is found by its own id, and
    // the outbox ends with the news that the customer is gone.
    static readonly string[] others = ["erased_key", "counted_customer", "alias", "outbox"];

    /// <summary>Whose rows belong to the customer and to nothing else.</summary>
    public static IReadOnlyList<CustomerTable> All { get; } =
        [.. Parse().Where(table => !others.Contains(table.Name)).OrderBy(table => table.Name, StringComparer.Ordinal)];

    /// <summary>What destinations are told of the customer.</summary>
    public static CustomerTable Outbox { get; } = Parse().Single(table => table.Name == "outbox");

    static IEnumerable<CustomerTable> Parse()
    {
        var tables = new Dictionary<string, List<(string Name, string Type)>>();
        foreach (var (_, text) in SqlText.Files("schema"))
        {
            foreach (Match create in Create().Matches(text))
            {
                tables[create.Groups[1].Value] = [.. Column().Matches(create.Groups[2].Value)
                    .Select(column => (column.Groups[1].Value, column.Groups[2].Value))];
            }
            foreach (Match add in Add().Matches(text))
                tables[add.Groups[1].Value].Add((add.Groups[2].Value, add.Groups[3].Value));
        }
        string[] whose = ["shard", "customer_id"];
        return tables.Where(table => whose.All(name => table.Value.Any(column => column.Name == name)))
            .Select(table => new CustomerTable(
                table.Key, [.. table.Value.Where(column => !whose.Contains(column.Name))]));
    }

    [GeneratedRegex(@"^create table (\w+) \(\n(.*?)^\)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Create();

    [GeneratedRegex(@"^  (?!primary key)(\w+) (integer|bigint|smallint|text|bytea|double precision)",
        RegexOptions.Multiline)]
    private static partial Regex Column();

    [GeneratedRegex(@"^alter table (\w+) add column (\w+) (integer|bigint|smallint|text|bytea|double precision)",
        RegexOptions.Multiline)]
    private static partial Regex Add();
}
