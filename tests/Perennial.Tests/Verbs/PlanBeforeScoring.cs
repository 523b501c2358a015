using System.Text.Json;
using Perennial.Cli;
using Perennial.Core;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Strategies;
using Perennial.Tests.Store;

namespace Perennial.Tests.Verbs;

/// <summary>What <c>perennial plan</c> says to a newcomer before it can say how many would enter.</summary>
public sealed class PlanBeforeScoring : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("perennial-").FullName;

    string Shop => Path.Combine(folder, "shop.db");

    static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    async Task<string> Plan(params string[] arguments)
    {
        var files = Path.Combine(folder, "files");
        if (!Directory.Exists(files)) ShippedStrategies.WriteTo(files);
        var (output, log) = (new StringWriter(), new StringWriter());
        await CommandLine.Run(["plan", files, "--store", Shop, .. arguments], output, log, TimeProvider.System);
        return $"{output}";
    }

    // The same words in the terminal, whatever its width, and in JSON.
    async Task Says(string what)
    {
        static string Flat(string text) =>
            string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(what, Flat(await Plan()));
        var answer = JsonDocument.Parse(await Plan("--json")).RootElement;
        Assert.Contains(what, answer.GetProperty("not_asked").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("impact").ValueKind);
    }

    [Fact]
    public async Task It_says_why_it_cannot_tell_how_many_would_enter_and_then_tells()
    {
        await Says("once there is a shop: perennial import orders.csv makes one.");
        EmptyStore.Open(Shop, Now).Dispose();
        await Says("once there are customers: perennial import orders.csv brings them in and compares them.");
        using (var store = EmptyStore.Open(Shop, Now))
        {
            store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("c1", "1", 3, 500), SomeFacts.Order("c2", "2", 5, 900)),
                new ShopMoments(store).At(Now), cancellation: TestContext.Current.CancellationToken);
        }
        await Says("after the first scoring run (perennial rescore)");
        using (var store = EmptyStore.Open(Shop, Now))
            Rescore.Run(store, null, null, Now, (_, _) => { }, TestContext.Current.CancellationToken);
        Assert.Contains("2 customers were asked.", await Plan());
        var told = JsonDocument.Parse(await Plan("--json")).RootElement;
        Assert.Equal(JsonValueKind.Null, told.GetProperty("not_asked").ValueKind);
        Assert.Equal(2, told.GetProperty("asked").GetProperty("customers").GetInt32());
    }

    [Fact]
    public async Task A_shop_that_was_scored_and_has_nobody_left_is_told_that_it_has_no_customers()
    {
        using (var store = EmptyStore.Open(Shop, Now))
        {
            var moment = new ShopMoments(store).At(Now);
            store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("c1", "1", 3, 500)), moment,
                cancellation: TestContext.Current.CancellationToken);
            Rescore.Run(store, null, null, Now, (_, _) => { }, TestContext.Current.CancellationToken);
        }
        var (output, log) = (new StringWriter(), new StringWriter());
        await CommandLine.Run(["erase", "c1", "--yes", "--store", Shop], output, log, TimeProvider.System);
        Assert.Contains("erased", $"{output}", StringComparison.OrdinalIgnoreCase);
        await Says("once there are customers: perennial import orders.csv");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
