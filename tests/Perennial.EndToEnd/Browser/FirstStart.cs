using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Perennial.EndToEnd.Commands;

namespace Perennial.EndToEnd.Browser;

/// <summary>A new shop, from the link in the terminal to signing in again, in a real browser.</summary>
public partial class FirstStart(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    const string Password = "seven purple ladders";

    [GeneratedRegex(@"(http://127\.0\.0\.1:\d+)/welcome/[A-Za-z0-9_-]{22}")]
    private static partial Regex Link();

    [Fact]
    public async Task The_link_in_the_terminal_makes_an_admin_who_signs_out_and_in_again()
    {
        using var folder = new TemporaryFolder();
        var store = folder.File("shop.db");
        using var serve = PerennialProcess.Start("serve", "--store", store, "--port", "0");
        try
        {
            var link = await ReadLink(serve.StandardError);
            var address = Link().Match(link).Groups[1].Value;
            await using var window = await fixture.Open(1280, 900, address: address);
            var page = window.Page;
            await page.GotoAsync("/customers");
            await page.Reaches("/sign-in?to=%2Fcustomers");
            await window.Picture("sign-in-1280");

            await page.GotoAsync(link);
            await page.GetByLabel("Your name").FillAsync("Ada Admin");
            await page.GetByLabel("E-mail").FillAsync("ada@example.com");
            await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
            await page.GetByLabel("Password again").FillAsync("something different");
            await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the same");
            Assert.Equal("Ada Admin", await page.GetByLabel("Your name").InputValueAsync());
            await window.Picture("welcome-1280");
            await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
            await page.GetByLabel("Password again").FillAsync(Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
            await Assertions.Expect(page.Locator(".whoami")).ToContainTextAsync("Ada Admin");

            await page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Rowheader)).ToContainTextAsync("ada@example.com");
            await window.Picture("staff-1280");
            await page.GetByRole(AriaRole.Link, new() { Name = "Keys" }).ClickAsync();
            await page.GetByLabel("What will use it").FillAsync("web shop");
            await page.GetByRole(AriaRole.Button, new() { Name = "Make a key" }).ClickAsync();
            await Assertions.Expect(page.Locator("pre.once")).ToContainTextAsync("pk_");
            await window.Picture("key-1280");

            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
            await page.Reaches("/sign-in");
            await page.GotoAsync("/settings/changes");
            await page.GetByLabel("E-mail").FillAsync("ada@example.com");
            await page.GetByLabel("Password").FillAsync(Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.Reaches("/settings/changes");
            await Assertions.Expect(page.Locator("main table")).ToContainTextAsync("key added");
            await window.Picture("changes-1280");
            // The browser notes that the first form was refused, as it should.
            Assert.DoesNotContain(window.Complaints, complaint => !complaint.Contains("400"));
        }
        finally
        {
            serve.Kill(entireProcessTree: true);
            await serve.WaitForExitAsync();
        }
    }

    static async Task<string> ReadLink(StreamReader log)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await log.ReadLineAsync(patience.Token) is { } line)
            if (Link().Match(line) is { Success: true } link) return link.Value;
        throw new InvalidOperationException("The program ended without printing a link.");
    }
}
