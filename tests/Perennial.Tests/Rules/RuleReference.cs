using System.Text;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Tests.Rules;

/// <summary><c>docs/reference/rules.md</c> is written from the language itself.</summary>
public class RuleReference
{
    const string Again = "PERENNIAL_WRITE_DOCS=1 ./test --fast -class Perennial.Tests.Rules.RuleReference";

    [Fact]
    public void Rules_page_is_current()
    {
        var path = Repository.PathTo("docs", "reference", "rules.md");
        var expected = Page();
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_DOCS") == "1") File.WriteAllText(path, expected);
        var found = File.Exists(path) ? File.ReadAllText(path) : "";
        var missing = expected.Split('\n').Except(found.Split('\n')).FirstOrDefault();
        Assert.True(expected == found, $"docs/reference/rules.md is not current (not in it: {missing}). Anew: {Again}");
    }

    [Fact]
    public void Every_example_is_a_rule() => Assert.All(RuleGrammar.Examples, example => RuleParser.Parse(
        example, new RuleContext { Segments = ["Subscribers"], SegmentRule = _ => new Everybody() }));

    [Fact]
    public void Every_kind_of_value_is_described() => Assert.Equal(
        Enum.GetValues<ValueKind>().Order(), RuleGrammar.Values.Select(value => value.Kind).Order());

    static string Page()
    {
        var page = new StringBuilder($"""
            # Rules

            A rule says which customers: in segments, and wherever else customers are chosen. Written from the language
            itself; to write it anew: `{Again}`.

            ```
            {string.Join('\n', RuleGrammar.Examples)}
            ```

            ## What they mean


            """);
        foreach (var sentence in RuleGrammar.Meaning) page.Append($"- {sentence}\n");
        page.Append($"\n## Grammar\n\n```\n{RuleGrammar.Text.ReplaceLineEndings("\n")}\n```\n");
        page.Append("\n## Values\n\n| holds | written | comparisons |\n|---|---|---|\n");
        foreach (var (_, holds, written, comparisons) in RuleGrammar.Values)
            page.Append($"| {holds} | {written} | {comparisons} |\n");
        page.Append("\n## Attributes\n\n");
        var known = AttributeTable.All.ToLookup(AttributeTable.OnlyKnown, AttributeTable.NameOf);
        page.Append($"Compared: {Names(known[false])}. Only asked for: {Names(known[true])}.\n");
        page.Append("\n## Facts\n\n| word | means | where |\n|---|---|---|\n");
        foreach (var word in FactWord.All)
        {
            page.Append($"| `{word.Name}`, `{word.Plural}` | {word.Meaning} ");
            page.Append($"| {Names(word.Fields.Select(field => field.Name))} |\n");
        }
        page.Append("\n| in a where | holds | what it is |\n|---|---|---|\n");
        foreach (var field in FactWord.All.SelectMany(word => word.Fields).DistinctBy(field => field.Id))
        {
            var holds = RuleGrammar.Values.Single(value => value.Kind == field.Kind).Holds;
            page.Append($"| `{field.Name}` | {holds} | {field.Meaning} |\n");
        }
        page.Append("\n## Columns\n\nWhat each of them is: [columns](columns.md).\n\n| holds | columns |\n|---|---|\n");
        foreach (var type in Columns.Shown.Where(IsUsable).GroupBy(column => column.Type))
        {
            var names = Names(type.Select(column => column.Name));
            page.Append($"| {type.Key.ToString().ToLowerInvariant()} | {names} |\n");
        }
        return page.ToString();
    }

    static bool IsUsable(Column column) => column.Kind != ColumnKind.Clock || ClockForm.Of(column) is not null;

    static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
