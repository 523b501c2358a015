using System.Text.Json;
using Perennial.Cli;

namespace Perennial.Tests.Destinations;

public class SyncVerbTests
{
    static async Task<(int Code, string Output, string Log)> Run(SyncShopFixture shop, params string[] args)
    {
        using var output = new StringWriter();
        using var log = new StringWriter();
        var code = await CommandLine.Run([.. args, "--store", shop.File], output, log, shop.Time);
        return (code, output.ToString(), log.ToString());
    }

    static async Task<SyncShopFixture> WithOneWrong()
    {
        var shop = new SyncShopFixture("anna", "bert");
        var file = Path.Combine(shop.Folder, "destinations.yaml");
        await File.WriteAllTextAsync(file, $$"""
            destinations:
              - {name: after, kind: csv, folder: {{shop.Folder}}/after, mapping: [orders]}
              - {name: before, kind: csv, folder: {{shop.Folder}}/before, mapping: [orders]}
              - name: broken
                kind: webhook
                url: https://x.example
                secret: ${NOBODY_SETS_THIS}
                mapping: [orders]
            """, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Run(shop, "destinations", "--load", file)).Code);
        return shop;
    }

    [Fact]
    public async Task Every_destination_is_reported_though_one_has_a_wrong_setting()
    {
        using var shop = await WithOneWrong();
        var (code, output, log) = await Run(shop, "sync", "--json");

        Assert.Equal((1, ""), (code, log));
        var reports = JsonSerializer.Deserialize<JsonElement>(output).EnumerateArray().ToDictionary(
            one => one.GetProperty("destination").GetString()!);
        Assert.Equal(["after", "before", "broken"], reports.Keys.Order());
        Assert.All(["after", "before"], name =>
        {
            Assert.Equal(2, reports[name].GetProperty("delivered").GetInt64());
            Assert.Equal(JsonValueKind.Null, reports[name].GetProperty("problem").ValueKind);
        });
        Assert.Equal(0, reports["broken"].GetProperty("delivered").GetInt64());
        Assert.Equal("The environment variable NOBODY_SETS_THIS is not set. Set it where perennial runs.",
            reports["broken"].GetProperty("problem").GetString());
    }

    [Fact]
    public async Task So_it_is_for_people()
    {
        using var shop = await WithOneWrong();
        var (code, output, _) = await Run(shop, "sync");
        Assert.Equal(1, code);
        foreach (var name in new[] { "after", "before", "broken", "NOBODY_SETS_THIS" }) Assert.Contains(name, output);
    }
}
