using System.Net;
using Perennial.Cli;
using Perennial.Contacts;
using Perennial.Core.Segments;
using Perennial.Data.Access;
using Perennial.Shop;
using Perennial.Strategies;

namespace Perennial.Tests.Access;

/// <summary>A segment that a published strategy speaks of is there as long as the strategy is, whichever door somebody
/// comes by.</summary>
public sealed class NamedSegments : IAsyncLifetime
{
    readonly GuardedShop shop = new();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => shop.InitializeAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    const string Text = """
        strategy: thanks
        goal: { metric: margin, window: 60d }
        audience: everybody
        trigger: { event: login }
        steps:
          - letter: { template: hello }
        """;

    const string Topics = "topics:\n  - { topic: news, default: yes, title: News }\n";

    // Wherever a strategy, or what goes with it, may name a segment.
    static readonly Dictionary<string, (string File, string Text)> places = new()
    {
        ["audience"] = ("strategies/thanks.yaml", Text.Replace("everybody", "in segment 'loyal'")),
        ["trigger"] = ("strategies/thanks.yaml", Text.Replace("event: login", "enters: loyal")),
        ["exit"] = ("strategies/thanks.yaml", Text.Replace("steps:", "exit: not in segment 'loyal'\nsteps:")),
        ["step"] = ("strategies/thanks.yaml", Text + "\n    when: in segment 'loyal'"),
        ["other segment"] = ("segments/more.yaml",
            "set: more\nsegments:\n  - { name: more, rule: in segment 'loyal' }"),
        ["frequency"] = ("policies.yaml",
            Topics + "frequency:\n  - policy: one\n    applies to: in segment 'loyal'\n    most: [1 email per 7d]"),
    };

    public static TheoryData<string> Places => [.. places.Keys];

    void Publish(string place)
    {
        var files = new Dictionary<string, string> { ["strategies/thanks.yaml"] = Text, ["policies.yaml"] = Topics };
        (files[places[place].File], var parts) = (places[place].Text, shop.Store.Strategies.Parts());
        var proposed = StrategyFiles.Compare(files,
            StrategyShops.Of(ShopLoader.Load(shop.Store, shop.Now)), parts, prune: false);
        Assert.Empty(proposed.Read.Mistakes.All);
        StrategyFiles.Publish(shop.Store, proposed, GuardedShop.By, shop.Now);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Nobody_takes_away_a_segment_that_is_named(string place)
    {
        shop.Store.Segments.Save(new ShopSegment("loyal", "orders >= 1"), shop.Now);
        Publish(place);
        using (var answer = await shop.Program().DeleteAsync("/api/segments/loyal", Cancel))
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(place == "other segment" ? "refers to it" : "speaks of it",
                await answer.Content.ReadAsStringAsync(Cancel));
        }
        using (var page = await GuardedShop.Post(shop.As(StaffRole.Admin), "/segments/remove", ("name", "loyal")))
            Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        // Saved under another name it is another one; a file without it takes nothing away.
        using (await GuardedShop.Post(shop.As(StaffRole.Admin), "/segments/save", ("name", "loyal ones"),
            ("rule", "orders >= 1"), ("edit", "loyal")))
            Assert.Contains(shop.Store.Segments.InForce(), one => one.Segment.Name == "loyal");
        var file = Path.Combine(Path.GetDirectoryName(shop.Store.Path)!, "segments.yaml");
        await File.WriteAllTextAsync(file, "segments: [{name: loyal ones, rule: orders >= 1}]", Cancel);
        await Run("segments", "--load", file);
        // Nor does a folder of strategies without it.
        var folder = Directory.CreateDirectory(
            Path.Combine(Path.GetDirectoryName(shop.Store.Path)!, "of", "strategies"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "thanks.yaml"), Text.Replace("hello", "hi"), Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder.Parent!.FullName, "policies.yaml"), Topics, Cancel);
        await Run("apply", folder.Parent!.FullName, "--prune");
        Assert.Contains(shop.Store.Segments.InForce(), one => one.Segment.Name == "loyal");
        if (place is "other segment") return;
        // Now no strategy speaks of it.
        using var last = await shop.Program().DeleteAsync("/api/segments/loyal", Cancel);
        Assert.True(last.IsSuccessStatusCode, await last.Content.ReadAsStringAsync(Cancel));
    }

    async Task Run(params string[] arguments)
    {
        var log = new StringWriter();
        var code = await CommandLine.Run([.. arguments, "--store", shop.Store.Path], TextWriter.Null, log, shop.Clock);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {log}");
    }
}
