using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Insights;
using Perennial.Segments;

namespace Perennial.Tests.Ui;

/// <summary>What customers have in common, at every door of a stored flower shop.</summary>
[Collection(OneStoredShop.Name)]
public sealed class CommonGroundTests(StoredShop shop)
{
    const string Rule = "cycle_status in ('late', 'very late')";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    async Task<(int Code, string Output, string Log)> Run(params string[] args)
    {
        var (output, log) = (new StringWriter(), new StringWriter());
        string[] all = ["insights", "common", .. args, "--store", shop.Store.Path];
        var code = await CommandLine.Run(all, output, log, new FakeTimeProvider(StoredShop.Now.ToDateTimeOffset()));
        return (code, output.ToString().Replace("\n", " "), log.ToString());
    }

    async Task<JsonElement> Json(string address) =>
        JsonDocument.Parse(await shop.Client.GetStringAsync(address, Cancel)).RootElement;

    [Fact]
    public async Task Shares_are_those_that_rules_count()
    {
        var view = await shop.Views.Current(Cancel);
        var common = CommonQuestion.OfMembers(view, Rule);
        Assert.InRange(common.Facts.Count, 1, 10);
        Assert.True(common.LookedAt > 150);
        Assert.Equal(view.Segments.Find(view.Segments.Parse(Rule)).Count, common.Customers);
        foreach (var fact in common.Facts)
        {
            var both = view.Segments.Find(view.Segments.Parse($"({Rule}) and {fact.Rule}")).Count;
            Assert.Equal((both, (double)both / common.Customers), (fact.Customers, fact.Share.Value));
            var others = view.Segments.Find(view.Segments.Parse($"orders > 0 and not ({Rule}) and {fact.Rule}")).Count;
            Assert.Equal((others, (double)others / common.Others), (fact.Others, fact.ShareOfRest.Value));
            Assert.True(fact.Difference.Low > 0);
            Assert.DoesNotContain("cycle_status", fact.Rule);
        }
    }

    [Fact]
    public async Task Verb_endpoint_and_page_say_the_same_and_that_these_are_not_causes()
    {
        var (code, output, log) = await Run(Rule);
        Assert.Equal((0, ""), (code, log));
        var answer = await Json($"/api/insights/common?rule={Uri.EscapeDataString(Rule)}");
        var first = answer.GetProperty("facts")[0];
        Assert.Contains(first.GetProperty("words").GetString()!, output);
        Assert.Contains("These are not causes", output);
        Assert.Contains("These are not causes", answer.GetProperty("note").GetString());

        var segments = (await shop.Views.Current(Cancel)).Segments;
        var segment = segments.Sizes().First(size => size.Customers is > 20 and < 300);
        var page = WebUtility.HtmlDecode(await shop.Client.GetStringAsync(
            $"/segments/{Uri.EscapeDataString(segment.Segment.Name)}?common=members", Cancel));
        Assert.Contains("These are not causes", page);
        var named = await Json($"/api/insights/common?in={Uri.EscapeDataString(segment.Segment.Name)}");
        foreach (var fact in named.GetProperty("facts").EnumerateArray())
            Assert.Contains(fact.GetProperty("words").GetString()!, page);
    }

    [Theory, InWholeRuns]
    [InlineData("left")]
    [InlineData("came")]
    public async Task Whoever_moved_is_compared_by_what_held_before_and_happened_since(string moved)
    {
        var (code, output, log) = await Run(Rule, $"--{moved}", "60", "--json");
        Assert.Equal((0, ""), (code, log));
        var answer = JsonDocument.Parse(output).RootElement;
        Assert.True(answer.GetProperty("customers").GetInt32() > 0);
        Assert.Equal("2026-09-22", answer.GetProperty("since").GetString());
        foreach (var fact in answer.GetProperty("facts").EnumerateArray())
            Assert.Contains(fact.GetProperty("when").GetString(), new[] { "before", "since" });
        var same = await Json($"/api/insights/common?rule={Uri.EscapeDataString(Rule)}&moved={moved}&days=60");
        Assert.Equal(answer.GetProperty("customers").GetInt32(), same.GetProperty("customers").GetInt32());
        Assert.Equal(answer.GetProperty("others").GetInt32(), same.GetProperty("others").GetInt32());
    }

    [Theory]
    [InlineData("/api/insights/common", "No rule is asked about.")]
    [InlineData("/api/insights/common?rule=orders", "a comparison is expected")]
    [InlineData("/api/insights/common?rule=everybody&moved=up", "'up' is no movement.")]
    [InlineData("/api/insights/common?rule=everybody&moved=left&days=0", "0 days.")]
    [InlineData("/api/insights/common?rule=everybody&moved=left&days=soon", "'soon' is no number of days.")]
    public async Task What_cannot_be_asked_is_refused_in_words(string address, string says)
    {
        using var answer = await shop.Client.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Contains(says, $"{problem}");
    }
}
