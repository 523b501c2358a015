using System.Text.RegularExpressions;

namespace Perennial.Tests.Tidy;

/// <summary>What every file must be, whatever is in it.</summary>
public partial class FileTests
{
    static readonly IEnumerable<RepositoryFile> Text = RepositoryFile.All.Where(file => file.IsText);

    [Fact]
    public void Lines_are_short_enough_to_read_side_by_side()
    {
        var complaints = new Complaints();
        foreach (var file in Text)
        {
            var limit = file.Is(".cs") ? 120 : file.Is(".razor") ? 160 : file.Is(".sql") ? 100 : int.MaxValue;
            foreach (var (number, line) in file.Lines.Index())
            {
                if (line.Length > limit) complaints.Add(file, number + 1, $"{line.Length} columns; at most {limit}");
            }
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Files_hold_one_idea()
    {
        var complaints = new Complaints();
        foreach (var file in Text)
        {
            var limit = file.Is(".cs") || file.Is(".razor") ? 500 : file.IsUnder("sql/models") ? 100 : int.MaxValue;
            var length = file.Lines.Length - 1;
            if (length > limit) complaints.Add(file, $"{length} lines; at most {limit}. Is it two ideas?");
        }
        complaints.AssertNone();
    }

    [Fact]
    public void No_tabs_no_trailing_blanks_and_a_line_end_at_the_end()
    {
        var complaints = new Complaints();
        foreach (var file in Text.Where(file => file.Text.Length > 0))
        {
            foreach (var (number, line) in file.Lines.Index())
            {
                if (line.Contains('\t')) complaints.Add(file, number + 1, "a tab");
                if (line.Length > 0 && line[^1] is ' ' or '\r') complaints.Add(file, number + 1, "a trailing blank");
            }
            // The tools that write lock files end them without a line end.
            if (file.Text[^1] != '\n' && !file.Name.EndsWith("lock.json", StringComparison.Ordinal))
                complaints.Add(file, "no line end at the end");
            if (file.Text.EndsWith("\n\n", StringComparison.Ordinal)) complaints.Add(file, "empty lines at the end");
        }
        complaints.AssertNone();
    }

    // A wish nobody holds belongs in an issue. The words are cut in two here so that this file is no finding.
    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X)\b")]
    private static partial Regex Postponed();

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment()
    {
        var complaints = new Complaints();
        foreach (var (file, number, line) in EveryLine())
        {
            if (Postponed().Match(line) is { Success: true } word) complaints.Add(file, number, word.Value);
        }
        complaints.AssertNone();
    }

    [GeneratedRegex(@"(?<![\w.])/(home|Users|root|work|opt|mnt)/[\w.]|[A-Z]:\\Users\\|(?<![\w.])/tmp/\w")]
    private static partial Regex MachinePath();

    [Fact]
    public void No_path_of_somebodys_machine()
    {
        var complaints = new Complaints();
        foreach (var (file, number, line) in EveryLine())
        {
            // The web app's own addresses may look like a path; a route says so by Map or @page.
            if (MachinePath().Match(line) is { Success: true } path && !line.Contains("Map") && !line.Contains("@page"))
                complaints.Add(file, number, path.Value);
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Folders_are_named_by_words_of_the_domain()
    {
        string[] banned = ["Common", "Shared", "Utils", "Util", "Utilities", "Helpers", "Managers", "Misc", "Base"];
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.All)
        {
            var word = file.Path.Split('/')[..^1].FirstOrDefault(
                folder => banned.Contains(folder, StringComparer.OrdinalIgnoreCase));
            if (word is not null) complaints.Add(file, $"a folder called {word}");
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Large_files_are_data()
    {
        const int kib = 1024;
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.All.Where(file => !file.IsUnder("data")))
        {
            var size = new FileInfo(file.FullPath).Length;
            if (size > 200 * kib) complaints.Add(file, $"{size / kib} KiB; above 200 it belongs under data/");
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Every_data_set_says_where_it_comes_from()
    {
        var complaints = new Complaints();
        var readme = RepositoryFile.All.FirstOrDefault(file => file.Path == "data/README.md");
        foreach (var file in RepositoryFile.All.Where(file => file.IsUnder("data") && file != readme))
        {
            var folder = file.Path.Split('/')[1];
            var own = RepositoryFile.All.Any(other => other.Path == $"data/{folder}/README.md");
            if (!own && readme?.Text.Contains(folder) != true)
                complaints.Add(file, "data/README.md names neither it nor its folder, with source and licence");
        }
        complaints.AssertNone();
    }

    [Fact]
    public void The_licence_is_there() =>
        Assert.Contains("Apache License", RepositoryFile.All.Single(file => file.Path == "LICENSE").Text);

    [Theory]
    [InlineData("perennial")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void What_a_newcomer_runs_is_executable(string path)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no such mark.");
        else Assert.True(File.GetUnixFileMode(Repository.PathTo(path)).HasFlag(UnixFileMode.UserExecute), path);
    }

    static IEnumerable<(RepositoryFile File, int Line, string Text)> EveryLine() =>
        from file in Text
        from line in file.Lines.Index()
        select (file, line.Index + 1, line.Item);
}
