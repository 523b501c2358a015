using Microsoft.Playwright;
using Perennial.Contacts;
using Perennial.Data.Access;
using Perennial.Moments;
using Perennial.Strategies;
using Perennial.Tests.Ui;

namespace Perennial.EndToEnd.Browser;

/// <summary>Strategies that have people in them, in a real browser over a real store.</summary>
public sealed class StrategyPages(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    const string Late = "late repeat buyers", File = "strategies/late-repeat-buyers.yaml";

    static readonly Actor by = Actor.Terminal("tests");

    readonly StoredShop shop = new() { Customers = 1_500 };

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await shop.InitializeAsync();
        _ = StrategyFiles.Apply(
            shop.Store, await shop.Views.Current(Cancel), ShippedStrategies.Files, false, by, StoredShop.Now);
        _ = new StrategyTurns(shop.Store).Run(() => new ShopMoments(shop.Store).At(StoredShop.Now), Cancel);
    }

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    async Task<Window> Open(int width, ColorScheme scheme = ColorScheme.Light) =>
        await fixture.Open(width, width < 500 ? 844 : 900, scheme, address: shop.Address);

    [Fact]
    public async Task From_the_list_to_a_step_to_its_decisions_to_a_customer_and_why()
    {
        await using var window = await Open(1280);
        var page = window.Page;
        await page.GotoAsync("/");
        await page.Locator("#nav").GetByRole(AriaRole.Link, new() { Name = "Strategies" }).ClickAsync();
        await page.Reaches("/strategies");
        await window.Picture("strategies-1280");
        await page.GetByRole(AriaRole.Link, new() { Name = Late, Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".sequence .step").First).ToBeVisibleAsync();
        await window.Picture("strategy-1280");
        await page.Locator(".sequence .counts a").Nth(1).ClickAsync();
        await page.Reaches("?show=decisions&step=*");
        await page.Locator("table.decisions td a").First.ClickAsync();
        await page.Reaches("/customers/*");
        await Assertions.Expect(page.Locator("#why-contacted")).ToContainTextAsync(Late);
        await window.Picture("customer-why-1280");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Stop_asks_once_and_start_lets_it_go_on()
    {
        await using var window = await Open(1280);
        var page = window.Page;
        await page.GotoAsync("/strategies/" + Uri.EscapeDataString(Late));
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Stop {Late}" }).ClickAsync();
        await Assertions.Expect(page.Locator(".stateline .state")).ToHaveTextAsync("stopped by Demo visitor");
        await window.Picture("strategy-stopped-1280");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Start {Late}" }).ClickAsync();
        await Assertions.Expect(page.Locator(".stateline .state")).ToHaveTextAsync("live");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task What_was_kept_is_looked_at_and_published()
    {
        Keep("wait: 9d", "wait: 11d");
        await using var window = await Open(1280);
        var page = window.Page;
        await page.GotoAsync("/strategies");
        await Assertions.Expect(page.Locator(".diff .plus")).ToContainTextAsync("wait: 11d");
        await window.Picture("strategies-draft-1280");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(page.Locator("#draft")).ToHaveCountAsync(0);
        await page.GotoAsync("/strategies/" + Uri.EscapeDataString(Late));
        await Assertions.Expect(page.Locator(".stateline")).ToContainTextAsync("version 2");
        Keep("wait: 9d", "wait: soon");
        await page.GotoAsync("/strategies");
        await Assertions.Expect(page.Locator(".mistakes").First).ToContainTextAsync(File);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Publish" })).ToHaveCountAsync(0);
        Assert.Empty(window.Complaints);
    }

    void Keep(string was, string becomes) => StrategyDrafts.Keep(shop.Store,
        new Dictionary<string, string>(ShippedStrategies.Files)
        {
            [File] = ShippedStrategies.Files[File].Replace(was, becomes),
        }, by, StoredShop.Now);

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Pages_of_strategies_can_be_read_named_and_held(int width, ColorScheme scheme)
    {
        Keep("wait: 9d", "wait: 11d");
        await using var window = await Open(width, scheme);
        var wrong = new List<string>();
        var suffix = $"{width}{(scheme == ColorScheme.Dark ? "-dark" : "")}";
        var late = "/strategies/" + Uri.EscapeDataString(Late);
        var customer = shop.Store.Decisions.In(Late, 1)[0].Customer;
        (string Name, string Address)[] pages =
        [
            ("today-to-do", "/"), ("strategies", "/strategies"),
            ("strategy", late), ("strategy-list", late + "?show=list"),
            ("strategy-decisions", late + "?show=decisions"), ("strategy-people", late + "?show=people"),
            ("strategy-branches", "/strategies/win-back%20big%20passive"), ("customer-why", $"/customers/{customer}"),
        ];
        foreach (var (name, address) in pages)
        {
            await window.Page.GotoAsync(address);
            var found = await window.Page.EvaluateAsync<string[]>(Access.Check);
            wrong.AddRange(found.Select(what => $"{address}: {what}"));
            await window.Picture($"{name}-{suffix}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(window.Complaints);
    }
}
