using Microsoft.Playwright;
using Perennial.Core;
using Perennial.Segments;
using Perennial.Tests.Ui;

namespace Perennial.EndToEnd.Browser;

/// <summary>Writing a segment and reading one customer, in a real browser over a real store.</summary>
public sealed class Segments(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    readonly StoredShop shop = new() { Customers = 1_500 };

    public ValueTask InitializeAsync() => shop.InitializeAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    async Task<Window> Open(int width, ColorScheme scheme = ColorScheme.Light, bool script = true) =>
        await fixture.Open(width, width < 500 ? 844 : 900, scheme, script, shop.Address);

    [Fact]
    public async Task The_count_follows_what_is_typed_and_a_saved_segment_leads_to_its_customers()
    {
        await using var window = await Open(1280);
        var page = window.Page;
        await page.GotoAsync("/segments");
        await page.GetByRole(AriaRole.Link, new() { Name = "New segment" }).ClickAsync();
        await page.EvaluateAsync("window.stayed = true");
        var count = page.Locator("#answer [data-announce]");
        var rule = page.GetByLabel("Rule", new() { Exact = true });

        await rule.PressSequentiallyAsync("orders >= 2");
        await Assertions.Expect(count).ToHaveTextAsync(await Count("orders >= 2"));
        await rule.PressSequentiallyAsync(" and r = 5");
        await Assertions.Expect(count).ToHaveTextAsync(await Count("orders >= 2 and r = 5"));
        await window.Picture("rule-1280");

        await rule.PressSequentiallyAsync(" and citty = 'Paris'");
        await Assertions.Expect(page.Locator(".wrong h2")).ToContainTextAsync("citty");
        Assert.Equal("orders >= 2 and r = 5 and citty = 'Paris'", await rule.InputValueAsync());
        await window.Picture("rule-wrong-1280");
        await rule.FillAsync("orders >= 2 and r = 5");
        await Assertions.Expect(count).ToHaveTextAsync(await Count("orders >= 2 and r = 5"));
        Assert.True(await page.EvaluateAsync<bool>("window.stayed === true"), "The page was loaded anew.");

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Lately back");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save segment" }).ClickAsync();
        await page.Reaches("/segments/Lately%20back");
        await window.Picture("segment-1280");
        await page.GetByRole(AriaRole.Link, new() { Name = "Customers", Exact = true }).Last.ClickAsync();
        await page.Reaches("/customers?in=Lately%20back");
        await Assertions.Expect(page.Locator(".pager p"))
            .ToContainTextAsync("of " + await Count("orders >= 2 and r = 5"));
        await window.Picture("segment-customers-1280");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Without_script_a_rule_is_counted_and_saved_all_the_same()
    {
        await using var window = await Open(1280, script: false);
        var page = window.Page;
        await page.GotoAsync("/segments/rule");
        await page.GetByLabel("Rule", new() { Exact = true }).FillAsync("orders = 1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Count" }).ClickAsync();
        await Assertions.Expect(page.Locator("#answer [data-announce]")).ToHaveTextAsync(await Count("orders = 1"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save segment" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The segment has no name.");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Once");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save segment" }).ClickAsync();
        await page.Reaches("/segments/Once");
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Pages_of_segments_and_customers_can_be_read_named_and_held(int width, ColorScheme scheme)
    {
        await using var window = await Open(width, scheme);
        var wrong = new List<string>();
        var suffix = $"{width}{(scheme == ColorScheme.Dark ? "-dark" : "")}";
        (string Name, string Address)[] pages =
        [
            ("segments-rules", "/segments"), ("rule-empty", "/segments/rule"),
            ("rule-answer", "/segments/rule?rule=has%20order%20within%2090d%20and%20orders%20%3E=%203"),
            ("rule-wrong", "/segments/rule?rule=orders%20%3E%20and"), ("segment-late", "/segments/Late"),
        ];
        foreach (var (name, address) in pages.Concat(await Customers()))
        {
            await window.Page.GotoAsync(address);
            var found = await window.Page.EvaluateAsync<string[]>(Access.Check);
            wrong.AddRange(found.Select(what => $"{address}: {what}"));
            await window.Picture($"{name}-{suffix}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(window.Complaints);
    }

    // A late buyer, with everything unfolded, and one who has not ordered yet.
    async Task<(string, string)[]> Customers()
    {
        var view = await shop.Views.Current();
        CustomerId First(string rule) => view.Ids[view.Segments.Find(view.Segments.Parse(rule)).All().First()];
        var late = First("in segment 'Late big buyers' and contacts >= 1");
        var product = shop.Store.Products.All().First(product => product.Stock > 0).Id;
        return
        [
            ("customer-late", $"/customers/{late}?why=Prospects"),
            ("customer-prospect", $"/customers/{First("orders = 0")}"),
            ("customer-once", $"/customers/{First("orders = 1")}"), ("products", "/products"),
            ("product", $"/products/{product}"),
        ];
    }

    [Fact]
    public async Task A_customers_page_unfolds_reasons_and_columns()
    {
        await using var window = await Open(1280);
        var page = window.Page;
        await page.GotoAsync((await Customers())[0].Item2.Split('?')[0]);
        await Assertions.Expect(page.Locator("svg.cycle .zone").First).ToBeVisibleAsync();
        await page.Locator(".memberships > li > details > summary").First.ClickAsync();
        await Assertions.Expect(page.Locator(".reasons .holds").First).ToBeVisibleAsync();
        await page.Locator(".allcolumns summary", new() { HasText = "Cycle" }).ClickAsync();
        await Assertions.Expect(page.GetByText("usually buys every").Last).ToBeVisibleAsync();
        await window.Page.Locator(".allcolumns").ScrollIntoViewIfNeededAsync();
        await page.GetByText("Not in").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Prospects", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#why .fails").First).ToBeVisibleAsync();
        await page.Locator(".product").First.ClickAsync();
        await page.Reaches("/products/*");
        Assert.Empty(window.Complaints);
    }

    async Task<string> Count(string rule)
    {
        var view = await shop.Views.Current();
        return view.Segments.Find(view.Segments.Parse(rule)).Count.ToString("N0");
    }
}
