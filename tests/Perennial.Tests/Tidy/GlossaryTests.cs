using System.Text.RegularExpressions;

namespace Perennial.Tests.Tidy;

/// <summary>One word per idea: the words that were decided against, and those that stand for them.</summary>
public partial class GlossaryTests
{
    static readonly Dictionary<string, string> Instead = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = "customer, or staff",
        ["client"] = "customer",
        ["shopper"] = "customer",
        ["buyer"] = "customer",
        ["lead"] = "prospect",
        ["campaign"] = "strategy",
        ["journey"] = "strategy, or enrollment",
        ["workflow"] = "strategy",
        ["coupon"] = "offer",
        ["voucher"] = "offer",
        ["employee"] = "staff",
        ["blacklist"] = "suppression",
        ["blocklist"] = "suppression",
        ["tenant"] = "shop",
        ["persona"] = "segment",
    };

    // Names that the framework, a file format or the catalogue gave; they are theirs to choose.
    static readonly HashSet<string> Given = new(StringComparer.Ordinal)
    {
        "MultiBuyer", "multiBuyer", "multi_buyer", "HttpClient", "UserAgent", "ClientError", "UserIdentifier", "ClientWidth",
        "OneTimeBuyerFloor", "OneTimeBuyer", "CreateClient", "UserRead", "UserWrite", "UserExecute",
    };

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();

    [Fact]
    public void Code_speaks_the_words_of_the_glossary()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("src", ".cs"))
        {
            foreach (var (number, line) in CSharpText.Bare(file.Text).Split('\n').Index())
                foreach (Match identifier in Identifier().Matches(line)) Check(complaints, file, number, identifier.Value);
        }
        foreach (var file in RepositoryFile.Under("sql", ".sql"))
        {
            foreach (var (number, line) in file.Lines.Index())
                foreach (Match identifier in Identifier().Matches(line)) Check(complaints, file, number, identifier.Value);
        }
        complaints.AssertNone();
    }

    // Pages, and what the command line says. Column names of foreign files are met in Channels, which is not read here.
    [Fact]
    public void Screens_speak_the_words_of_the_glossary()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.Under("src/Perennial", ".razor"))
        {
            foreach (var (number, line) in file.Lines.Index())
                foreach (Match identifier in Identifier().Matches(line)) Check(complaints, file, number, identifier.Value);
        }
        foreach (var file in RepositoryFile.Under("src/Perennial", ".cs"))
        {
            foreach (var (line, text) in CSharpText.Literals(file.Text))
                foreach (Match identifier in Identifier().Matches(text)) Check(complaints, file, line - 1, identifier.Value);
        }
        complaints.AssertNone();
    }

    static void Check(Complaints complaints, RepositoryFile file, int index, string identifier)
    {
        if (Given.Contains(identifier)) return;
        foreach (Match word in Word().Matches(identifier))
        {
            if (Instead.TryGetValue(word.Value, out var better) || Instead.TryGetValue(word.Value.TrimEnd('s'), out better))
                complaints.Add(file, index + 1, $"'{identifier}': say {better}");
        }
    }
}
