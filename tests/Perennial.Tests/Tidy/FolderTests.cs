using System.Text.RegularExpressions;

namespace Perennial.Tests.Tidy;

/// <summary>A folder is a room: what stands in it can be read knowing only the rooms that it needs.</summary>
public partial class FolderTests
{
    /// <summary>Arrows that close a circle and are still there, by project.</summary>
    static readonly Dictionary<string, string[]> known = new()
    {
        ["Perennial.Core"] = [],
        ["Perennial.Data"] = [],
        ["Perennial.Channels"] = [],
        ["perennial"] = [],
    };

    [Theory]
    [InlineData("Perennial.Core")]
    [InlineData("Perennial.Data")]
    [InlineData("Perennial.Channels")]
    [InlineData("perennial")]
    public void No_two_folders_need_each_other(string project)
    {
        var arrows = FolderArrows.Of(project);
        Assert.True(arrows.All.Count() > 5, $"{project} was not read.");
        var complaints = new Complaints();
        foreach (var knot in arrows.Cycles(known[project].ToHashSet()))
        {
            complaints.Add($"{string.Join(", ", knot)} need one another:");
            foreach (var (from, to, because) in arrows.All.Where(one => knot.Contains(one.From) && knot.Contains(one.To)))
                complaints.Add($"    {from} -> {to}: {because}");
        }
        foreach (var arrow in known[project])
        {
            if (arrows.Cycles(known[project].Where(other => other != arrow).ToHashSet()).Any()) continue;
            complaints.Add($"{arrow} closes no circle any more: take it out of the list");
        }
        complaints.AssertNone();
    }

    [Fact]
    public void What_is_named_in_a_method_alone_is_seen()
    {
        Assert.Contains(FolderArrows.Of("Perennial.Core").All,
            arrow => arrow is { From: "Perennial.Core.Scoring", To: "Perennial.Core.Priority" });
    }

    static readonly string[] doors = ["Perennial.Cli", "Perennial.Api", "Perennial.Ui"];

    static string? DoorOf(string folder) =>
        doors.FirstOrDefault(door => folder == door || folder.StartsWith(door + ".", StringComparison.Ordinal));

    /// <summary>Arrows that lead to a door and are still there.</summary>
    static readonly string[] towardsDoors = [];

    // The program itself (its root folder) puts the doors in.
    [Fact]
    public void Doors_are_needed_by_nobody_behind_them_nor_by_each_other()
    {
        var complaints = new Complaints();
        var wrong = FolderArrows.Of("perennial").All.Where(arrow =>
            arrow.From != "Perennial" && DoorOf(arrow.To) is { } door && DoorOf(arrow.From) != door).ToList();
        foreach (var (from, to, because) in wrong.Where(arrow => !towardsDoors.Contains($"{arrow.From} -> {arrow.To}")))
            complaints.Add($"{from} -> {to}: {because}");
        foreach (var arrow in towardsDoors.Except(wrong.Select(arrow => $"{arrow.From} -> {arrow.To}")))
            complaints.Add($"{arrow} is gone: take it out of the list");
        complaints.AssertNone();
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var complaints = new Complaints();
        foreach (var file in RepositoryFile.All.Where(file => file.Is(".cs") && !file.IsUnder("data")))
        {
            var folder = string.Join('.', file.Path.Split('/')[1..^1]);
            if (Namespace().Match(file.Text) is { Success: true } said && said.Groups[1].Value != folder)
                complaints.Add(file, $"says {said.Groups[1].Value} and stands in {folder}");
        }
        complaints.AssertNone();
    }
}
