using System.Text.RegularExpressions;

namespace Perennial.Tests.Tidy;

/// <summary>One word per idea, as <c>docs/glossary.md</c> has it: the words that were decided against, and those that
/// stand for them.</summary>
public partial class GlossaryTests
{
    static IReadOnlyDictionary<string, string> Instead => GlossaryPage.Instead;

    [Fact]
    public void The_glossary_is_read() => Assert.Equal("strategy", Instead["campaign"]);

    [Fact]
    public void Each_word_is_defined_once()
    {
        var words = GlossaryPage.Defined;
        Assert.True(words.Count > 30, "The glossary has lost its words.");
        Assert.Equal(words.Distinct(StringComparer.OrdinalIgnoreCase), words);
        Assert.Empty(words.Intersect(Instead.Keys, StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();

    [Fact]
    public void Code_speaks_the_words_of_the_glossary()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("src", ".cs")) Check(complaints, file, 1, CSharpText.Bare(file.Text));
        foreach (var file in RepositoryFile.Under("sql", ".sql")) Check(complaints, file, 1, file.Text);
        complaints.AssertNone();
    }

    // Pages, and what the command line says. Names in foreign files are met in Channels, whose texts are not read here.
    [Fact]
    public void Screens_speak_the_words_of_the_glossary()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("src/Perennial", ".razor")) Check(complaints, file, 1, file.Text);
        foreach (var file in RepositoryFile.Under("src/Perennial", ".cs"))
        {
            foreach (var (line, text) in CSharpText.Literals(file.Text)) Check(complaints, file, line, text);
        }
        complaints.AssertNone();
    }

    static void Check(Complaints complaints, RepositoryFile file, int firstLine, string text)
    {
        foreach (var (index, line) in text.Split('\n').Index())
        {
            foreach (Match identifier in Identifier().Matches(line))
            {
                if (Better(identifier.Value) is { } better)
                    complaints.Add(file, firstLine + index, $"'{identifier.Value}': say {better}");
            }
        }
    }

    static string? Better(string identifier) => Word().Matches(identifier)
        .Select(word => Instead.GetValueOrDefault(word.Value) ?? Instead.GetValueOrDefault(word.Value.TrimEnd('s')))
        .FirstOrDefault(better => better is not null);
}
