using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Core;
using Perennial.Data;
using Perennial.Live;
using Perennial.Sources;
using Perennial.Watch;

namespace Perennial.Tests.Webhooks;

public sealed class SourcesVerbTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial");
    readonly StringWriter output = new();
    readonly StringWriter log = new();

    public void Dispose()
    {
        folder.Delete(recursive: true);
        output.Dispose();
        log.Dispose();
    }

    string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    Task<int> Run(params string[] arguments) => CommandLine.Run(
        ["sources", "--store", Path("shop.db"), .. arguments], output, log, TimeProvider.System);

    [Fact]
    public async Task Sources_are_loaded_listed_with_their_addresses_and_kept()
    {
        ShopStore.Open(Path("shop.db"), Calls.Now).Dispose();
        File.WriteAllText(Path("sources.yaml"), """
            address: https://hooks.example.com/
            sources:
              - {kind: shopify, name: main, secrets: ["${PERENNIAL_TEST_NO_SUCH_SECRET}"]}
            """);
        Assert.Equal(0, await Run("--load", Path("sources.yaml")));
        Assert.Contains("https://hooks.example.com/hooks/shopify/main", output.ToString());
        Assert.Contains("not set: PERENNIAL_TEST_NO_SUCH_SECRET", output.ToString());
        using (var counted = ShopStore.Open(Path("shop.db"), Calls.Now))
        {
            var counts = new IntakeCounts();
            var now = Instant.From(TimeProvider.System.GetUtcNow());
            counts.Refused("shopify/main", new("bad_signature", "The call is not signed.", "Sign it."), now);
            counts.Flush(counted, now);
        }
        output.GetStringBuilder().Clear();
        Assert.Equal(0, await Run());
        Assert.Contains("The call is not signed.", output.ToString());
        output.GetStringBuilder().Clear();
        Assert.Equal(0, await Run("--json"));
        Assert.Contains("\"refused\": 1", output.ToString());
        Assert.Contains("\"address\": \"https://hooks.example.com/hooks/shopify/main\"", output.ToString());
        using var store = ShopStore.Open(Path("shop.db"), Calls.Now);
        var webhooks = new WebhookSet(() => ShopSources.Kept(store), _ => "secret", Calls.NoFile, TimeProvider.System);
        Assert.Equal(["secret"], webhooks.Find("shopify", "main")!.Value.Source.Secrets);
        Assert.Null(webhooks.Find("shopify", "other"));
    }

    [Fact]
    public async Task A_wrong_file_changes_nothing()
    {
        ShopStore.Open(Path("shop.db"), Calls.Now).Dispose();
        File.WriteAllText(Path("sources.yaml"), "sources: [{kind: shopify, name: main, secrets: [open]}]");
        Assert.Equal(1, await Run("--load", Path("sources.yaml")));
        Assert.Contains("A secret stands in the file", log.ToString());
        using var store = ShopStore.Open(Path("shop.db"), Calls.Now);
        Assert.Null(ShopSources.Kept(store));
    }

    [Fact]
    public void Sources_that_are_loaded_while_the_server_runs_count_two_seconds_later()
    {
        string? kept = null;
        var clock = new FakeTimeProvider();
        var webhooks = new WebhookSet(() => kept, name => name == "S" ? "secret" : null, Calls.NoFile, clock);
        Assert.Null(webhooks.Find("mailgun", "a"));
        kept = """
            {"sources":[{"kind":"mailgun","name":"a","secrets":["${S}"]},
            {"kind":"mailgun","name":"b","secrets":["${T}"]}]}
            """;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(webhooks.Find("mailgun", "a"));
        clock.Advance(TimeSpan.FromSeconds(2));
        var found = webhooks.Find("mailgun", "a");
        Assert.Same(found!.Value, webhooks.Find("mailgun", "a")!.Value);
        Assert.Throws<BadInputException>(() => webhooks.Find("mailgun", "b")!.Value);
    }
}
