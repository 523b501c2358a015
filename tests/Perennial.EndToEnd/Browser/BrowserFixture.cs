using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Perennial.Customers;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Tests.Ui;
using Perennial.Web;

namespace Perennial.EndToEnd.Browser;

/// <summary>A real browser, and the web app of a made-up shop on a free port. Shared by all browser tests.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    const string Chromium = "/usr/bin/chromium";

    SomeShop shop = null!;
    WebApplication app = null!;
    IPlaywright playwright = null!;

    public IBrowser Browser { get; private set; } = null!;

    public string Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.True(File.Exists(Chromium), $"{Chromium} is missing. Run ./test as root, or: apt-get install chromium");
        shop = SomeShop.Of(5_000);
        app = WebApp.Build(new WebAppOptions
        {
            Views = shop.Views(), Urls = ["http://127.0.0.1:0"], Visitor = Visitor.Demo,
        });
        await app.StartAsync();
        Address = app.Urls.Single();
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        playwright?.Dispose();
        if (app is not null) await app.DisposeAsync();
    }

    /// <summary>The address of the customer who is called first.</summary>
    public string FirstCustomer() =>
        $"/customers/{shop.View.Ids[CustomerList.Find(shop.View, new(), ListOrder.Priority, 1, 1).Rows[0]]}";

    /// <summary>A new window; whatever its console complains of is collected.</summary>
    public async Task<Window> Open(
        int width, int height, ColorScheme scheme = ColorScheme.Light, bool script = true, string? address = null)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = address ?? Address, ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme,
            JavaScriptEnabled = script, IsMobile = width < 500, HasTouch = width < 500,
        });
        return new Window(await context.NewPageAsync());
    }
}
