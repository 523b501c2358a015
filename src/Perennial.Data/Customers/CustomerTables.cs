using System.Text.RegularExpressions;
using Perennial.Data.Engines;

namespace Perennial.Data.Customers;

/// <summary>A table whose rows are about one customer each.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns with their types, but shard and customer_id.</param>
sealed record CustomerTable(string Name, IReadOnlyList<(string Name, string Type)> Columns)
{
    const string Whose = "where shard = @shard and customer_id = @customer_id";

    public string Select { get; } =
        $"select {string.Join(", ", Columns.Select(column => column.Name))} from {Name} {Whose}";

    public string Delete { get; } = $"delete from {Name} {Whose}";
}

/// <summary>All tables about customers, found in the migrations, with what becomes of their rows
/// (<see cref="CustomerTableRule"/>): erasing, exporting and joining customers name no table.</summary>
static partial class CustomerTables
{
    /// <summary>Every table whose rows are about one customer each.</summary>
    public static IReadOnlyList<CustomerTable> Every { get; } =
        [.. Parse().OrderBy(table => table.Name, StringComparer.Ordinal)];

    /// <summary>Whose rows are erased and exported with the customer. A table that says nothing is among them: rather
    /// too much is forgotten than too little.</summary>
    public static IReadOnlyList<CustomerTable> Erased { get; } =
        [.. Every.Where(table => RuleOf(table)?.Erased != WhenErased.ByName)];

    /// <summary>Whose rows are facts, which are written anew under the customer that a key has become.</summary>
    public static IReadOnlyList<CustomerTable> Moved { get; } =
        [.. Every.Where(table => RuleOf(table)?.Merged == WhenMerged.Moved)];

    /// <summary>Whose rows go as soon as a customer's key is another's.</summary>
    public static IReadOnlyList<CustomerTable> Ended { get; } =
        [.. Every.Where(table => RuleOf(table)?.Merged is WhenMerged.SaidAgain or WhenMerged.Ends)];

    /// <summary>What destinations are told of the customer.</summary>
    public static IReadOnlyList<CustomerTable> Told { get; } =
        [.. Every.Where(table => table.Name is "outbox" or "delivery")];

    /// <summary>What a table says of itself; null where it says nothing.</summary>
    public static CustomerTableRule? RuleOf(CustomerTable table) =>
        CustomerTableRule.All.SingleOrDefault(rule => rule.Table == table.Name);

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
            foreach (Match drop in Drop().Matches(text))
                if (!IsMadeAnew(text[drop.Index..], drop.Groups[1].Value)) tables.Remove(drop.Groups[1].Value);
        }
        string[] whose = ["shard", "customer_id"];
        return tables.Where(table => whose.All(name => table.Value.Any(column => column.Name == name)))
            .Select(table => new CustomerTable(
                table.Key, [.. table.Value.Where(column => !whose.Contains(column.Name))]));
    }

    static bool IsMadeAnew(string text, string table) =>
        Create().Matches(text).Any(create => create.Groups[1].Value == table);

    [GeneratedRegex(@"^drop table (\w+);", RegexOptions.Multiline)]
    private static partial Regex Drop();

    [GeneratedRegex(@"^create table (\w+) \(\n(.*?)^\)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Create();

    [GeneratedRegex(@"^  (?!primary key)(\w+) (integer|bigint|smallint|text|bytea|double precision)",
        RegexOptions.Multiline)]
    private static partial Regex Column();

    [GeneratedRegex(@"^alter table (\w+) add column (\w+) (integer|bigint|smallint|text|bytea|double precision)",
        RegexOptions.Multiline)]
    private static partial Regex Add();
}
