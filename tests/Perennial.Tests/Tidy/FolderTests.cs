using System.Text.RegularExpressions;

namespace Perennial.Tests.Tidy;

/// <summary>A folder is a room: what stands in it can be read knowing only the rooms that it needs.</summary>
public partial class FolderTests
{
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
        foreach (var knot in arrows.Knots())
        {
            complaints.Add($"{string.Join(", ", knot)} need one another:");
            foreach (var (from, to, because) in arrows.All)
                if (knot.Contains(from) && knot.Contains(to)) complaints.Add($"    {from} -> {to}: {because}");
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

    // What starts the program puts the doors in.
    static readonly string[] putIn = ["Perennial", "Perennial.Serving"];

    [Fact]
    public void Doors_are_needed_by_nobody_behind_them_nor_by_each_other()
    {
        var complaints = new Complaints();
        foreach (var (from, to, because) in FolderArrows.Of("perennial").All)
            if (!putIn.Contains(from) && DoorOf(to) is { } door && DoorOf(from) != door)
                complaints.Add($"{from} -> {to}: {because}");
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
