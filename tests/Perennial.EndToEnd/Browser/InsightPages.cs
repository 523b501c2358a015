using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Perennial.Tests.Ui;

namespace Perennial.EndToEnd.Browser;

/// <summary>The insight pages over a stored shop, in a real browser.</summary>
public class InsightPages(BrowserFixture fixture, InsightPages.LargeShop shop)
    : IClassFixture<BrowserFixture>, IClassFixture<InsightPages.LargeShop>
{
    static readonly string[] pages = ["cycle", "cohorts", "movement", "pressure", "promotion", "lifetime"];

    /// <summary>Large enough for every model to be fitted.</summary>
    public sealed class LargeShop : IAsyncLifetime
    {
        readonly StoredShop shop = new() { Customers = 2_500 };

        public string Address => shop.Address;

        public ValueTask InitializeAsync() => shop.InitializeAsync();

        public ValueTask DisposeAsync() => shop.DisposeAsync();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Every_insight_can_be_read_named_and_held(int width, ColorScheme scheme)
    {
        await using var window = await fixture.Open(width, 844, scheme, address: shop.Address);
        var wrong = new List<string>();
        foreach (var name in pages)
        {
            await window.Page.GotoAsync($"/insights/{name}");
            await Assertions.Expect(window.Page.Locator("p.answer")).ToContainTextAsync(new Regex("[0-9]"));
            wrong.AddRange((await window.Page.EvaluateAsync<string[]>(Access.Check)).Select(what => $"{name}: {what}"));
            await window.Picture($"insight-{name}-{width}{(scheme == ColorScheme.Dark ? "-dark" : "")}", most: 3000);
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task From_a_headline_to_a_row_to_its_customers_and_the_forecast_is_tested_in_place()
    {
        await using var window = await fixture.Open(1280, 900, address: shop.Address);
        var page = window.Page;
        await page.GotoAsync("/insights/cycle");
        await page.EvaluateAsync("window.stayed = true");
        await page.GetByRole(AriaRole.Link, new() { Name = "Forecast the past and compare" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Did buy" })).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.stayed === true"), "The page was loaded anew.");

        var row = page.Locator("tbody tr").Filter(new() { HasText = "very late" }).First;
        var customers = await row.Locator("td").First.InnerTextAsync();
        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        await page.Reaches("/customers?cycle=very%20late*");
        await Assertions.Expect(page.Locator(".pager p")).ToContainTextAsync($"of {customers.Trim()}");
        Assert.Empty(window.Complaints);
    }
}
