using Microsoft.Playwright;
using Perennial.Tests.Watch;

namespace Perennial.EndToEnd.Browser;

/// <summary>The page about data in a real browser: it lives, it can be read, and it fits a phone.</summary>
public class DataPages(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task What_comes_in_is_shown_without_loading_the_page_again(int width)
    {
        await using var shop = new WatchedShop();
        await shop.InitializeAsync();
        await shop.FillAllOfData();
        await using var window = await fixture.Open(width, 844, address: $"{shop.Client.BaseAddress}");
        var page = window.Page;
        await page.GotoAsync("/data");
        await Assertions.Expect(page.Locator("#data")).ToContainTextAsync("out of use");
        Assert.Empty(await page.EvaluateAsync<string[]>(Access.Check));
        await page.EvaluateAsync("window.stayed = true");
        await shop.SendOne("lively");
        await Assertions.Expect(page.Locator("#data")).ToContainTextAsync("lively");
        Assert.True(await page.EvaluateAsync<bool>("window.stayed === true"), "The page was loaded anew.");
        await window.Picture($"data-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Restart crm" }).ClickAsync();
        await Assertions.Expect(page.Locator("#data")).Not.ToContainTextAsync("out of use");
        Assert.Empty(window.Complaints);
    }
}
