using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Perennial.Tests.Tidy;

/// <summary>Documents point at what is there, in the shape that was agreed.</summary>
public partial class DocumentTests
{
    static readonly IReadOnlyList<RepositoryFile> Documents =
        [.. RepositoryFile.All.Where(file => file.Is(".md") && !file.IsUnder("data"))];

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [Fact]
    public void Links_lead_somewhere()
    {
        var complaints = new Complaints();
        foreach (var file in Documents)
        {
            foreach (var (number, line) in file.Lines.Index())
            {
                foreach (Match link in Link().Matches(line))
                {
                    var target = link.Groups[1].Value;
                    if (!target.Contains("://") && !Exists(file, target)) complaints.Add(file, number + 1, target);
                }
            }
        }
        complaints.AssertNone();
    }

    [GeneratedRegex(@"(?<![\w/.-])(docs|sql|bench|data)/[\w./-]*\w\.(md|sql|yaml|cs|mjs|csv|gz)\b")]
    private static partial Regex NamedFile();

    [Fact]
    public void Files_that_texts_and_comments_name_are_there()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.All.Where(file => file.IsText && !file.Is(".props")))
        {
            foreach (var (number, line) in file.Lines.Index())
            {
                foreach (Match named in NamedFile().Matches(line))
                    if (!File.Exists(Repository.PathTo(named.Value))) complaints.Add(file, number + 1, named.Value);
            }
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Commands_that_documents_show_are_understood()
    {
        var root = Commands.Root();
        var complaints = new Complaints();
        foreach (var file in Documents)
        {
            foreach (var (number, command) in ShownCommands(file))
            {
                foreach (var error in root.Parse(command).Errors)
                    complaints.Add(file, number, $"{command}: {error.Message}");
            }
        }
        complaints.AssertNone();
    }

    // Lines of code blocks that start ./perennial, without their remarks.
    static IEnumerable<(int Line, string Command)> ShownCommands(RepositoryFile file)
    {
        var fenced = false;
        foreach (var (number, line) in file.Lines.Index())
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) fenced = !fenced;
            else if (fenced && line.StartsWith("./perennial ", StringComparison.Ordinal))
                yield return (number + 1, Regex.Split(line["./perennial ".Length..], @"\s[#|>]\s")[0].Trim());
        }
    }

    static bool Exists(RepositoryFile from, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? from.FullPath
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from.FullPath)!, parts[0]));
        if (parts.Length == 1) return Path.Exists(path);
        return File.Exists(path) && File.ReadLines(path).Any(line => line.StartsWith('#') && Anchor(line) == parts[1]);
    }

    // As GitHub makes them: lower case, punctuation gone, blanks to hyphens.
    static string Anchor(string heading) => Regex.Replace(
        heading.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-');

    [Fact]
    public void Every_document_starts_with_its_title_and_has_no_other()
    {
        var complaints = new Complaints();
        foreach (var file in Documents)
        {
            var fenced = false;
            var titles = 0;
            foreach (var line in file.Lines)
            {
                if (line.StartsWith("```", StringComparison.Ordinal)) fenced = !fenced;
                if (!fenced && line.StartsWith("# ", StringComparison.Ordinal)) titles++;
            }
            if (titles != 1 || !file.Lines[0].StartsWith("# ", StringComparison.Ordinal))
                complaints.Add(file, $"{titles} titles; one, on the first line");
            if (fenced) complaints.Add(file, "a code block is not closed");
        }
        complaints.AssertNone();
    }

    [GeneratedRegex(@"^## (Unreleased|\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\))$")]
    private static partial Regex Release();

    [Fact]
    public void The_changelog_has_a_dated_heading_a_release_and_one_line_a_change()
    {
        var file = Documents.Single(file => file.Path == "CHANGELOG.md");
        var complaints = new Complaints();
        foreach (var (number, line) in file.Lines.Index().Skip(1))
        {
            if (line.StartsWith('#') && !Release().IsMatch(line))
                complaints.Add(file, number + 1, "a heading is '## Unreleased' or '## 1.2.3 (2026-01-31)'");
            if (line.Length > 0 && !line.StartsWith("## ") && !line.StartsWith("- ") && !line.StartsWith("  "))
                complaints.Add(file, number + 1, "a change is one '- ' item");
        }
        var version = XDocument.Load(Repository.PathTo("Directory.Build.props")).Descendants("Version").Single().Value;
        var newest = file.Lines.First(line => line.StartsWith("## ", StringComparison.Ordinal));
        if (newest != "## Unreleased" && !newest.StartsWith($"## {version} ", StringComparison.Ordinal))
            complaints.Add(file, $"the newest release is {newest}, Directory.Build.props says {version}");
        complaints.AssertNone();
    }

    [GeneratedRegex(@"^docs/decisions/(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$")]
    private static partial Regex Decision();

    [Fact]
    public void A_decision_is_half_a_page_of_context_decision_and_consequences()
    {
        var complaints = new Complaints();
        var decisions = Documents.Where(file => file.IsUnder("docs/decisions")).OrderBy(file => file.Path).ToList();
        foreach (var (index, file) in decisions.Index())
        {
            var name = Decision().Match(file.Path);
            if (!name.Success) complaints.Add(file, "is not called 0001-some-words.md");
            else if (int.Parse(name.Groups[1].Value) != index + 1) complaints.Add(file, $"is number {index + 1}");
            if (file.Lines.Length - 1 > 40) complaints.Add(file, $"{file.Lines.Length - 1} lines; at most 40");
            var headings = file.Lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal));
            if (!headings.SequenceEqual(["## Context", "## Decision", "## Consequences"]))
                complaints.Add(file, "its headings are not Context, Decision, Consequences");
        }
        Assert.NotEmpty(decisions);
        complaints.AssertNone();
    }

    [Theory]
    [InlineData("README.md", 120)]
    [InlineData("ARCHITECTURE.md", 120)]
    [InlineData("STYLE.md", 80)]
    public void The_front_door_is_short(string path, int limit)
    {
        var length = Documents.Single(file => file.Path == path).Lines.Length - 1;
        Assert.True(length <= limit, $"{path} has {length} lines; at most {limit}.");
    }
}
