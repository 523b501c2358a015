using System.Text.RegularExpressions;
using Perennial.Customers;
using Perennial.Insights;

namespace Perennial.Tests.Tidy;

/// <summary>A word that the glossary defines means that and nothing else: names of code, queries, columns, fields of
/// JSON, options and addresses.</summary>
public partial class GlossaryNamesTests
{
    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();

    // The name of a query, a column, a field, an option or a part of an address.
    [GeneratedRegex(@"^(--|/|\?)?[a-z][a-z0-9]*([-_/.=]+[a-z0-9{}*]+)*$")]
    private static partial Regex LiteralName();

    [GeneratedRegex(@"(?<![\w-])[A-Za-z_][\w-]*")]
    private static partial Regex SqlName();

    static readonly Dictionary<string, GlossaryPage.Tied> neverAlone =
        GlossaryPage.NeverAlone.ToDictionary(tied => tied.Word);

    [Fact]
    public void The_tables_are_read()
    {
        Assert.Equal(["scoring", "dry", "planning"], neverAlone["run"].After);
        Assert.Equal(["Destinations"], GlossaryPage.AtHome["lease"]);
    }

    [Fact]
    public void Code_says_which_run_and_which_segment_it_means()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("src", ".cs"))
        {
            foreach (var name in CSharpText.Names(file.Text))
            {
                if (IsVerb(name) || IsPlainlyOfOne(file, name.Text)) continue;
                Check(complaints, file, name.Line, name.Text);
            }
            // Names in foreign files and messages are met in Channels.
            if (file.IsUnder("src/Perennial.Channels")) continue;
            foreach (var (line, text) in CSharpText.PresentLiterals(file.Text))
                if (LiteralName().IsMatch(text)) Check(complaints, file, line, text);
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Pages_and_queries_say_which_run_they_mean()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("src", ".razor"))
        {
            foreach (var (number, line) in file.Lines.Index())
            {
                foreach (Match name in Regex.Matches(line, @"\b[A-Z]\w*(?![\w(])"))
                    Check(complaints, file, number + 1, name.Value);
            }
        }
        // Migrations are history.
        foreach (var file in RepositoryFile.Under("sql", ".sql").Where(file => !file.IsUnder("sql/schema")))
        {
            Check(complaints, file, 0, Path.GetFileNameWithoutExtension(file.Path));
            foreach (var (number, line) in file.Lines.Index())
            {
                var said = line.StartsWith("-- name: ", StringComparison.Ordinal) ? line[9..] : line.Split("--")[0];
                foreach (Match name in SqlName().Matches(said)) Check(complaints, file, number + 1, name.Value);
            }
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Options_say_which_segment_they_mean()
    {
        var wrong = from command in Commands.All()
                    from option in command.Options.Where(option => !option.Hidden)
                    where option.Name.Contains("segment") && !option.Name.Contains("rfm-segment")
                    select $"{command.Name} {option.Name}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void What_addresses_filter_and_compare_by_is_called_as_its_column_or_by_no_word_of_another_idea()
    {
        var named = FilterField.All.Select(field => (field.Name, Column: field.Column.Name))
            .Concat(MovementMeasure.All.Select(measure => (measure.Name, Column: measure.Column.Name)));
        Assert.All(named, one => Assert.True(
            one.Name == one.Column || !GlossaryPage.Defined.Contains(one.Name), $"{one.Name} is {one.Column}"));
    }

    [Fact]
    public void Words_of_one_room_are_said_there_alone()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("src", ".cs"))
        {
            foreach (var name in CSharpText.Names(file.Text))
            {
                foreach (var word in Words(name.Text))
                {
                    if (GlossaryPage.AtHome.GetValueOrDefault(word) is { } rooms && !IsIn(file, rooms))
                        complaints.Add(file, name.Line, $"'{name.Text}': {word} is said in {string.Join(", ", rooms)}");
                }
            }
        }
        complaints.AssertNone();
    }

    // To run is to do it: Scorer.Run().
    static bool IsVerb(CSharpText.Name name) => name is { IsMethod: true, Text: "Run" };

    // A variable that is called by the second word alone, where the type says the first.
    static bool IsPlainlyOfOne(RepositoryFile file, string name) =>
        name is "run" or "runs" && file.Text.Contains("ScoringRun");

    static void Check(Complaints complaints, RepositoryFile file, int line, string name)
    {
        var words = Words(name);
        for (var i = 0; i < words.Count; i++)
        {
            if (neverAlone.GetValueOrDefault(words[i]) is not { } tied) continue;
            if (tied.Rooms.Count > 0 && !IsIn(file, tied.Rooms)) continue;
            if (i == 0 || !tied.After.Contains(words[i - 1]))
                complaints.Add(file, line, $"'{name}': {tied.Word} stands behind {string.Join(" or ", tied.After)}");
        }
    }

    static bool IsIn(RepositoryFile file, IReadOnlyList<string> rooms) =>
        file.Path.Split('/')[..^1].Intersect(rooms).Any();

    // In small letters and in the singular.
    static List<string> Words(string name) =>
        [.. Word().Matches(name).Select(word => word.Value.ToLowerInvariant()).Select(word => word.TrimEnd('s'))];
}
