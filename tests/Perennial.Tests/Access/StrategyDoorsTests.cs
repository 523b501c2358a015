using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Perennial.Cli;
using Perennial.Data.Access;
using Perennial.Tests.Store;

namespace Perennial.Tests.Access;

/// <summary>Strategies and decisions are told alike at every door.</summary>
public sealed class StrategyDoorsTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static readonly string anna = SomeFacts.Id("anna").ToString();

    [Theory]
    [InlineData("terminal")]
    [InlineData("api")]
    public async Task Of_whom_no_strategy_has_had_to_do_with_it_is_said_who_they_are_and_nothing_else(string door)
    {
        var told = door == "api" ? await Get($"/api/customers/{anna}/decisions") : await Run("decisions", anna);
        Assert.Equal("anna", told.GetProperty("customer").GetProperty("id").GetString());
        Assert.Equal(anna, told.GetProperty("customer").GetProperty("customer_id").GetString());
        Assert.Equal(0, told.GetProperty("decisions").GetArrayLength());
        Assert.False(told.GetProperty("may_contact").GetProperty("email").GetProperty("yes").GetBoolean());
    }

    const string Published = "by the API", Kept = "kept", Quiet = "quiet";

    static string Files(string name, string wait) => JsonSerializer.Serialize(new
    {
        files = new Dictionary<string, string>
        {
            [$"strategies/{name.Replace(' ', '-')}.yaml"] = $"""
                strategy: {name}
                goal: {"{"} metric: margin, window: 60d {"}"}
                audience: orders >= 1
                trigger: {"{"} enters: audience {"}"}
                steps:
                  - wait: {wait}
                """,
        },
    });

    [Fact]
    public async Task What_is_published_by_the_API_is_told_alike_by_the_terminal_and_shown_by_the_page()
    {
        await Post("/api/strategies/apply", Files(Published, "7d"));
        var changed = await Post("/api/strategies/plan", Files(Published, "9d"));
        var change = Assert.Single(changed.GetProperty("changes").EnumerateArray(),
            one => one.GetProperty("strategy").GetString() == Published);
        Assert.Equal("changed", change.GetProperty("change").GetString());
        Assert.Equal(["-   - wait: 7d", "+   - wait: 9d"],
            change.GetProperty("lines").EnumerateArray().Select(line => line.GetString()));

        var address = "/api/strategies/" + Uri.EscapeDataString(Published);
        Assert.Equal(
            Only((await Run("strategies", Published)).GetProperty("strategies")).GetRawText().Replace(" ", "")
                .ReplaceLineEndings(""),
            Only((await Get(address)).GetProperty("strategies")).GetRawText().Replace(" ", ""));
        Assert.Equal("live", Only((await Get(address)).GetProperty("strategies")).GetProperty("state").GetString());
        Assert.Equal([Published],
            (await Post(address + "/stop", "")).GetProperty("stopped").EnumerateArray().Select(one => one.GetString()));
        Assert.Empty((await Post(address + "/stop", "")).GetProperty("stopped").EnumerateArray());
        var page = await shop.As(StaffRole.Viewer).GetStringAsync(address["/api".Length..], Cancel);
        Assert.Contains("stopped by", page);
        Assert.DoesNotContain("/strategies/start", page);
        Assert.Contains("/strategies/start",
            await shop.As(StaffRole.Marketer).GetStringAsync(address["/api".Length..], Cancel));
    }

    [Fact]
    public async Task What_is_kept_is_shown_with_its_lines_and_published_as_it_was_looked_at()
    {
        await Post("/api/strategies/apply", Files(Kept, "7d"));
        await Post("/api/strategies/keep", Files(Kept, "8d"));
        var marketer = shop.As(StaffRole.Marketer);
        var page = await marketer.GetStringAsync("/strategies", Cancel);
        Assert.Contains("- wait: 8d", page);
        Assert.Contains("Draft of strategies to look at", await marketer.GetStringAsync("/", Cancel));
        var mark = page.Split("name=\"draft\" value=\"")[1].Split('"')[0];
        shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await Post("/api/strategies/keep", Files(Kept, "9d"));
        Assert.Equal(400, (int)(await GuardedShop.Post(marketer, "/strategies/publish", ("draft", mark))).StatusCode);
        page = await marketer.GetStringAsync("/strategies", Cancel);
        mark = page.Split("name=\"draft\" value=\"")[1].Split('"')[0];
        Assert.Equal(303, (int)(await GuardedShop.Post(marketer, "/strategies/publish", ("draft", mark))).StatusCode);
        Assert.Contains("9 days", (await Get($"/api/strategies/{Kept}")).GetRawText());
        Assert.Null(shop.Store.Strategies.Draft());
        Assert.DoesNotContain("Draft of strategies to look at", await marketer.GetStringAsync("/", Cancel));

        // One that cannot be published says why, and has no button.
        await Post("/api/strategies/keep", Files(Quiet, "soon"));
        page = await marketer.GetStringAsync("/strategies", Cancel);
        Assert.Contains("strategies/quiet.yaml line 6", page);
        Assert.DoesNotContain("/strategies/publish", page);
        Assert.Contains("Draft of strategies to look at", await marketer.GetStringAsync("/", Cancel));
        await Post("/api/strategies/discard", "");
        Assert.DoesNotContain("quiet", await marketer.GetStringAsync("/strategies", Cancel));
    }

    [Fact]
    public async Task Each_role_is_shown_its_lines_of_the_navigation()
    {
        async Task<string> Page(StaffRole role) => await shop.As(role).GetStringAsync("/columns", Cancel);
        foreach (var role in new[] { StaffRole.Admin, StaffRole.Marketer, StaffRole.Viewer })
            Assert.Contains("href=\"/strategies\"", await Page(role));
        Assert.DoesNotContain("href=\"/strategies\"", await Page(StaffRole.Agent));
        Assert.DoesNotContain("href=\"/calls\"", await Page(StaffRole.Viewer));
        Assert.Contains("href=\"/settings/staff\"", await Page(StaffRole.Admin));
        Assert.DoesNotContain("href=\"/settings/staff\"", await Page(StaffRole.Marketer));
        var tabs = await shop.As(StaffRole.Viewer).GetStringAsync("/insights/reach", Cancel);
        Assert.Contains("href=\"/insights/lifetime\"", tabs);
    }

    static JsonElement Only(JsonElement list) => Assert.Single(list.EnumerateArray());

    async Task<JsonElement> Post(string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await shop.As(StaffRole.Marketer).PostAsync(address, content, Cancel);
        var said = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {said}");
        return said.Length == 0 ? default : JsonDocument.Parse(said).RootElement;
    }

    async Task<JsonElement> Run(params string[] arguments)
    {
        var (output, log) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run(
            [.. arguments, "--json", "--store", shop.Store.Path], output, log, shop.Clock);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {log}");
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    async Task<JsonElement> Get(string address)
    {
        using var answer = await shop.As(StaffRole.Viewer).GetAsync(address, Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
    }
}
