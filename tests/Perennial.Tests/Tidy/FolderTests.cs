using System.Text.RegularExpressions;

namespace Perennial.Tests.Tidy;

/// <summary>A folder is a room: what stands in it can be read knowing only the rooms that it needs.</summary>
public partial class FolderTests
{
    /// <summary>Folders that still need one another, by project.</summary>
    static readonly Dictionary<string, string[]> known = new()
    {
        ["Perennial.Data"] =
        [
            "Perennial.Data", "Perennial.Data.Consent", "Perennial.Data.Postgres", "Perennial.Data.Sqlite",
        ],
        ["perennial"] =
        [
            "Perennial.Api", "Perennial.Api.Tracking", "Perennial.Api.Webhooks", "Perennial.Cli",
            "Perennial.Jobs", "Perennial.Operations", "Perennial.Operations.Access",
            "Perennial.Operations.Consent", "Perennial.Operations.Insights", "Perennial.Operations.Sync",
            "Perennial.Operations.Watch", "Perennial.Ui", "Perennial.Ui.Access", "Perennial.Ui.Charts",
            "Perennial.Ui.Layout", "Perennial.Ui.Pages", "Perennial.Ui.Parts",
        ],
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
        var excused = known.GetValueOrDefault(project, []);
        var knots = arrows.Knots().ToList();
        var complaints = new Complaints();
        foreach (var knot in knots.Where(knot => knot.Except(excused).Any()))
        {
            complaints.Add($"{string.Join(", ", knot)} need one another:");
            foreach (var (from, to, because) in arrows.All)
                if (knot.Contains(from) && knot.Contains(to)) complaints.Add($"    {from} -> {to}: {because}");
        }
        foreach (var folder in excused.Except(knots.SelectMany(knot => knot)))
            complaints.Add($"{folder} is in no knot any more: take it out of the list");
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

    /// <summary>Arrows that lead to a door and are still there.</summary>
    static readonly string[] towardsDoors =
    [
        "Perennial.Api -> Perennial.Ui", "Perennial.Api -> Perennial.Ui.Access",
        "Perennial.Cli -> Perennial.Ui", "Perennial.Cli -> Perennial.Ui.Access",
        "Perennial.Operations -> Perennial.Ui", "Perennial.Ui -> Perennial.Api",
        "Perennial.Ui -> Perennial.Api.Tracking", "Perennial.Ui -> Perennial.Api.Webhooks",
        "Perennial.Ui.Access -> Perennial.Cli", "Perennial.Ui.Pages -> Perennial.Api",
    ];

    [Fact]
    public void Doors_are_needed_by_nobody_behind_them_nor_by_each_other()
    {
        var complaints = new Complaints();
        var wrong = FolderArrows.Of("perennial").All.Where(arrow =>
            !putIn.Contains(arrow.From) && DoorOf(arrow.To) is { } door && DoorOf(arrow.From) != door).ToList();
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
