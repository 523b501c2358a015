using Microsoft.Playwright;

namespace Perennial.EndToEnd.Browser;

/// <summary>What people who cannot see well, or use a keyboard, or hold a phone need of every page.</summary>
public class Access(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    static readonly string[] pages =
        ["/", "/segments", "/segments?show=revenue&by=fxm", "/customers?r=5", "/calls?tier=2", "/columns", "/nothing"];

    // Returns what is wrong: fields without a name, headings, tables, contrast of every visible text.
    const string Check = """
        () => {
          const wrong = [];
          const named = (e) => e.labels?.length || e.getAttribute("aria-label") || e.textContent.trim() || e.title;
          for (const e of document.querySelectorAll("input:not([type=hidden]), select, button, a[href]"))
            if (!named(e)) wrong.push("no name: " + e.outerHTML.slice(0, 120));
          if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
          for (const t of document.querySelectorAll("table")) {
            if (!t.caption) wrong.push("table without caption");
            for (const th of t.querySelectorAll("th")) if (!th.scope) wrong.push("th without scope: " + th.textContent);
          }
          for (const landmark of ["main", "nav"]) if (!document.querySelector(landmark)) wrong.push("no " + landmark);
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const rgba = (color) => {
            canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
          };
          const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
            const v = c[i] / 255;
            return sum + weight * (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
          const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] / 255 + below[i] * (1 - top[3] / 255));
          const behind = (e) => {
            const layers = [];
            for (let at = e; at; at = at.parentElement) {
              const color = rgba(getComputedStyle(at).backgroundColor);
              if (color[3] > 0) layers.push(color);
              if (color[3] === 255) break;
            }
            const page = rgba(getComputedStyle(document.body).backgroundColor);
            return layers.reverse().reduce((below, layer) => over(layer, below), page);
          };
          const seen = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const e = walker.currentNode.parentElement;
            if (!walker.currentNode.textContent.trim() || !e.checkVisibility()) continue;
            if (e.closest(".hidden, .skip, title, dialog, option")) continue;
            const style = getComputedStyle(e);
            const svg = e.closest("svg");
            const rect = svg && e.closest("a")?.querySelector("rect");
            const front = rgba(svg ? style.fill : style.color);
            const back = rect ? rgba(getComputedStyle(rect).fill) : behind(svg ? svg.parentElement : e);
            const [a, b] = [light(over(front, back)), light(back)].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            const size = parseFloat(style.fontSize);
            const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
            const key = e.className + style.color + back;
            if (ratio < needed && !seen.has(key)) {
              seen.add(key);
              wrong.push(`contrast ${ratio.toFixed(2)}: "${e.textContent.trim().slice(0, 40)}" in ` +
                `${e.tagName}.${e.className.baseVal ?? e.className}`);
            }
          }
          const width = document.documentElement.scrollWidth;
          if (width > innerWidth) wrong.push(`wider than the screen: ${width}`);
          return wrong;
        }
        """;

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
        await page.WaitForURLAsync("**/customers?q=greta");
        await Assertions.Expect(page.Locator("table.customers tbody th a").First).ToContainTextAsync("Greta");
        await page.GetByLabel("Segment").SelectOptionAsync("Champions");
        await page.WaitForURLAsync("**/customers?q=greta&segment=Champions");
        await page.GetByLabel("Remove filter Segment Champions").ClickAsync();
        await page.WaitForURLAsync("**/customers?q=greta");
        Assert.Equal("", await page.GetByLabel("Segment").InputValueAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Revenue" }).ClickAsync();
        await page.WaitForURLAsync("**sort=-revenue");
        await Assertions.Expect(page.Locator("th[aria-sort=descending]"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("Revenue"));
        await page.Keyboard.PressAsync("n");
        await page.WaitForURLAsync("**page=2");
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
        await page.WaitForURLAsync("**/calls");
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
        await page.WaitForURLAsync("**/calls");
        Assert.Empty(window.Complaints);
    }
}
