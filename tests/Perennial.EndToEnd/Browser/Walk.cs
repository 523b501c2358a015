using Microsoft.Playwright;

namespace Perennial.EndToEnd.Browser;

public class Walk(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData(1280, 900, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(1280, 900, ColorScheme.Dark)]
    public async Task From_the_grid_to_a_segment_to_a_customer_to_the_calls(int width, int height, ColorScheme scheme)
    {
        await using var window = await fixture.Open(width, height, scheme);
        var page = window.Page;
        var suffix = $"{width}{(scheme == ColorScheme.Dark ? "-dark" : "")}";

        await page.GotoAsync("/");
        await window.Picture($"today-{suffix}");

        await page.GotoAsync("/segments");
        await window.Picture($"segments-{suffix}");
        var cell = page.GetByRole(AriaRole.Link, new() { NameRegex = new("^R 5, F 5:") });
        var words = await cell.GetAttributeAsync("aria-label");
        await cell.ClickAsync();
        await page.Reaches("/customers?r=5&f=5");
        var shown = await page.Locator(".pager p").InnerTextAsync();
        Assert.Contains(words!.Split(':')[1].Split("customers")[0].Trim(), shown);
        await window.Picture($"customers-{suffix}");

        await page.Locator("table.customers tbody th a").First.ClickAsync();
        await page.Reaches("/customers/*");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".scores li")).ToHaveCountAsync(3);
        await window.Picture($"customer-{suffix}");

        await page.GotoAsync("/calls");
        await Assertions.Expect(page.Locator("table.calls tbody tr")).ToHaveCountAsync(50);
        await window.Picture($"calls-{suffix}");

        await page.GotoAsync("/columns");
        await window.Picture($"columns-{suffix}");
        await page.GotoAsync("/nothing-here");
        await window.Picture($"missing-{suffix}");
        Assert.DoesNotContain(window.Complaints, complaint => !complaint.Contains("404"));
    }
}
