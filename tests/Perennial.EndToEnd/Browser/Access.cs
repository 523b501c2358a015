using Microsoft.Playwright;

namespace Perennial.EndToEnd.Browser;

/// <summary>What people who cannot see well, or use a keyboard, or hold a phone need of every page.</summary>
public class Access(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    static readonly string[] pages =
        ["/", "/segments", "/segments?show=revenue&by=fxm", "/customers?r=5", "/calls?tier=2", "/columns", "/nothing"];

    /// <summary>Finds what is wrong with a page.</summary>
    internal static readonly string Check = ReadCheck();

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Every_page_can_be_read_named_and_held(int width, ColorScheme scheme)
    {
        await using var window = await fixture.Open(width, 844, scheme);
        var wrong = new List<string>();
        foreach (var address in pages.Append(fixture.FirstCustomer()))
        {
            await window.Page.GotoAsync(address);
            wrong.AddRange((await window.Page.EvaluateAsync<string[]>(Check)).Select(what => $"{address}: {what}"));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Typing_filters_the_list_in_place_and_chips_take_filters_away()
    {
        await using var window = await fixture.Open(1280, 900);
        var page = window.Page;
        await page.GotoAsync("/customers");
        await page.EvaluateAsync("window.stayed = true");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("greta");
        await page.Reaches("/customers?q=greta");
        await Assertions.Expect(page.Locator("table.customers tbody th a").First).ToContainTextAsync("Greta");
        await page.GetByLabel("RFM segment").SelectOptionAsync("Champions");
        await page.Reaches("/customers?q=greta&rfm_segment=Champions");
        await page.GetByLabel("Remove filter RFM segment Champions").ClickAsync();
        await page.Reaches("/customers?q=greta");
        Assert.Equal("", await page.GetByLabel("RFM segment").InputValueAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Revenue" }).ClickAsync();
        await page.Reaches("sort=-revenue");
        await Assertions.Expect(page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Revenue");
        await page.Keyboard.PressAsync("n");
        await page.Reaches("page=2");
        Assert.True(await page.EvaluateAsync<bool>("window.stayed === true"), "The page was loaded anew.");
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator(".pager p")).ToContainTextAsync("1–50 of");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Keys_go_places_and_a_question_mark_lists_them()
    {
        await using var window = await fixture.Open(1280, 900);
        var page = window.Page;
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#help")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#help")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("c");
        // A page as quick as this may be there before anybody waits for it.
        await Assertions.Expect(page).ToHaveURLAsync(fixture.Address + "/calls");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Without_script_forms_sorting_and_paging_work()
    {
        await using var window = await fixture.Open(1280, 900, script: false);
        var page = window.Page;
        await page.GotoAsync("/customers");
        await page.Locator("#q").FillAsync("hugo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(page.Locator("table.customers tbody th a").First).ToContainTextAsync("Hugo");
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.Locator(".pager p")).ToContainTextAsync("51–100 of");
    }

    [Fact]
    public async Task On_a_phone_the_menu_opens_and_leads_on()
    {
        await using var window = await fixture.Open(390, 844);
        var page = window.Page;
        await page.GotoAsync("/");
        var calls = page.Locator("#nav").GetByRole(AriaRole.Link, new() { Name = "Calls" });
        await Assertions.Expect(calls).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await Assertions.Expect(calls).ToBeVisibleAsync();
        await window.Picture("menu-390");
        await calls.ClickAsync();
        await page.Reaches("/calls");
        Assert.Empty(window.Complaints);
    }

    static string ReadCheck()
    {
        using var script = typeof(Access).Assembly.GetManifestResourceStream("access.js")!;
        return new StreamReader(script).ReadToEnd();
    }
}
