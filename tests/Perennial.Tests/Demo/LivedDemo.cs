using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Import;
using Perennial.Strategies;
using Perennial.Tests.Store;

namespace Perennial.Tests.Demo;

/// <summary>A small demo that has lived its last year with the shipped strategies, but for one whose trigger is taken
/// away.</summary>
public sealed class LivedDemo : IDisposable
{
    const string Without = "welcome";

    static readonly Instant now = Some.At("2026-11-30 11:00");

    readonly string folder = Directory.CreateTempSubdirectory("perennial-").FullName;

    // A strategy has to have one: nobody fills this form in.
    static Dictionary<string, string> Files()
    {
        const string file = $"strategies/{Without}.yaml", trigger = "name = 'newsletter'";
        var files = ShippedStrategies.Files.ToDictionary();
        Assert.Contains(trigger, files[file]);
        files[file] = files[file].Replace(trigger, "name = 'that nobody fills in'");
        return files;
    }

    [Fact, InWholeRuns]
    public void Without_its_trigger_a_strategy_is_empty_and_every_other_is_not()
    {
        var path = Path.Combine(folder, "shop.db");
        using var store = EmptyStore.Open(path, now);
        DemoShop.Fill(store, 400, seed: 1, now, (_, _) => { }, TestContext.Current.CancellationToken, 365, Files());
        var all = StrategySheet.All(store, now);
        Assert.Equal(20, all.Count);
        Assert.Equal([Without], all.Where(one => one.Entered == 0).Select(one => one.Strategy));
        Assert.DoesNotContain(all, one => one.State != StrategyState.Live);
        // The contacts of those days came through the sandbox, and customers answered them.
        Assert.True(all.Sum(one => one.Steps.Sum(step => step.Sent)) > 500);
        Assert.Contains(all, one => one.Left.ContainsKey("order"));
        Assert.Empty(StoreCheck.Run(path, cancellation: TestContext.Current.CancellationToken));
        // Nothing of it is of days to come, and it is not made again.
        Assert.False(DemoShop.Fill(store, 400, seed: 1, now, (_, _) => { }, CancellationToken.None, 365));
        Assert.Equal((365, true), DemoShop.Lived(store));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
