using Perennial.Contacts;
using Perennial.Core;
using Perennial.Data.Strategies;
using Perennial.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>What a plan says beside what customers were asked.</summary>
public class OtherFiles
{
    static readonly IReadOnlyDictionary<string, string> shipped = ShippedStrategies.Files;

    static StrategyParts Published(IReadOnlyDictionary<string, string> files) => new([], [],
        new Dictionary<long, IReadOnlyDictionary<string, string>> { [1] = files },
        new StrategyFileSet(1, IsPublished: true, Some.Now, "tests"));

    static ProposedStrategies Proposed(IReadOnlyDictionary<string, string> files, StrategyParts parts) =>
        StrategyFiles.Compare(files, StrategyShops.BeforeAny, parts, prune: false);

    [Fact]
    public void All_are_new_where_nothing_is_published()
    {
        var others = Proposed(shipped, StrategyParts.None).OtherFiles;
        Assert.Contains(new FileChange("channels.yaml", "added"), others);
        Assert.All(others, one => Assert.Equal("new", one.Words));
    }

    [Fact]
    public void What_is_another_later_has_changed_and_what_is_gone_was_removed()
    {
        var files = new Dictionary<string, string>(shipped);
        files["channels.yaml"] += "# one line more\n";
        files.Remove("offers.yaml");

        Assert.Empty(Proposed(shipped, Published(shipped)).OtherFiles);
        Assert.Equal([new("channels.yaml", "changed"), new FileChange("offers.yaml", "removed")],
            Proposed(files, Published(shipped)).OtherFiles);
    }

    [Fact]
    public void Before_the_first_run_those_are_named_that_do_not_wait_for_it()
    {
        var read = Proposed(shipped, StrategyParts.None).Read;
        string Told(int? customers, bool isScored = false) => ImpactWords.CannotAsk(read, customers, isScored);
        Assert.Contains("first scoring run (perennial rescore)", Told(7));
        Assert.Contains("once there are customers", Told(0));
        Assert.All([Told(7), Told(0)], told =>
        {
            Assert.Contains("welcome", told);
            Assert.DoesNotContain("win-back-big-passive", told);
        });
        Assert.EndsWith("once there is a shop: perennial import orders.csv makes one.", Told(null));
        Assert.Equal("", Told(7, isScored: true));
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(2, "There is one more mistake: perennial plan names it.")]
    [InlineData(3, "There are 2 more mistakes: perennial plan lists them.")]
    public void Of_several_mistakes_the_others_are_counted(int mistakes, string told)
    {
        var files = new Dictionary<string, string>(shipped);
        foreach (var strategy in files.Keys.Where(path => path.StartsWith("strategies/")).Order().Take(mistakes)
            .ToList()) files[strategy] += "\naudiense: everybody\n";
        var error = Assert.Throws<BadInputException>(() => StrategyFiles.Publish(
            null!, Proposed(files, StrategyParts.None), Perennial.Data.Access.Actor.Terminal("tests"), Some.Now));

        Assert.EndsWith(told, error.Remedy);
        Assert.Equal(told.Length == 0, !error.Remedy.Contains("more mistake"));
    }
}
