using System.Text;
using System.Text.Json;
using Perennial.Channels.Intake.Formats;
using Perennial.Data.Access;
using Perennial.Import;
using Perennial.Sources;
using Perennial.Tests.Webhooks;

namespace Perennial.Tests.Watch;

/// <summary>What comes from one source is one line, whatever becomes of it.</summary>
public sealed class OneSourceTests
{
    const string Secret = "one-source", Variable = "PERENNIAL_TEST_ONE_SOURCE";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static readonly Actor by = Actor.Terminal("tests");

    [Fact]
    public async Task A_webhook_is_one_source_with_what_it_took_and_refused_and_both_problems_in_words()
    {
        Environment.SetEnvironmentVariable(Variable, Secret);
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        var json = new ShopSources
        {
            Sources = [new SourceEntry { Kind = "shopify", Name = "main", Secrets = ["${" + Variable + "}"] }],
        }.ToJson();
        SourceEditing.Load(shop.Store, json, "tests", by, WatchedShop.Now);
        const string customer = """{"id":191167,"email":"john@example.com","created_at":"2026-02-28T10:00:00Z"}""";
        Assert.Equal(401, await Call(shop, customer, "guessed"));
        Assert.Equal(200, await Call(shop, customer, Secret));
        Assert.Equal(400, await Call(shop, "{\"id\":", Secret));

        var source = Assert.Single(await Sources(shop));
        Assert.Equal("shopify/main", source.GetProperty("source").GetString());
        Assert.Equal(1, source.GetProperty("taken").GetInt64());
        Assert.Equal(2, source.GetProperty("refused").GetInt64());
        var problems = source.GetProperty("problems").EnumerateArray().Select(one => one.GetString()!).ToList();
        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, problem => problem.Contains("not signed"));
        Assert.Contains(problems, problem => problem.Contains("JSON"));
    }

    [Fact]
    public async Task A_file_is_a_source_with_the_rows_it_brought_and_why_others_were_refused()
    {
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("perennial-file-").FullName, "late.csv");
        const string rows = "customer,date,amount\nanna,2026-01-02,5\nben,someday,7\n,2026-01-03,7\n";
        await File.WriteAllTextAsync(file, rows, Cancel);
        var all = new IntakeOptions { Now = WatchedShop.Now, MaxRejectShare = 1 };
        ImportFile.Run(shop.Store, file, all, by, (_, _) => { }, Cancel);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        var source = Assert.Single(await Sources(shop));
        Assert.Equal(("file/orders", 1, 2), (source.GetProperty("source").GetString(),
            source.GetProperty("taken").GetInt64(), source.GetProperty("refused").GetInt64()));
        Assert.Equal(
            [
                "late.csv: no customer: id, e-mail and phone are empty or placeholders (0, null, guest)",
                "late.csv: not a date in this file's format",
            ],
            source.GetProperty("problems").EnumerateArray().Select(one => one.GetString()).Order());
        Assert.Equal(JsonValueKind.Null, source.GetProperty("lag_seconds").ValueKind);
    }

    static async Task<int> Call(WatchedShop shop, string body, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/shopify/main")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Shopify-Topic", "customers/create");
        request.Headers.Add("X-Shopify-Webhook-Id", "w");
        request.Headers.Add("X-Shopify-Hmac-SHA256", Calls.Hmac(secret, body));
        using var answer = await shop.Client.SendAsync(request, Cancel);
        return (int)answer.StatusCode;
    }

    // The write key of the fixture's own tracker is a source of which nothing came.
    static async Task<IReadOnlyList<JsonElement>> Sources(WatchedShop shop)
    {
        await shop.Quiet();
        using var json = JsonDocument.Parse(await shop.Client.GetStringAsync("/api/data", Cancel));
        return [.. json.RootElement.GetProperty("sources").EnumerateArray().Select(one => one.Clone())
            .Where(one => one.GetProperty("source").GetString() != "web shop")];
    }
}
