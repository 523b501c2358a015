using Microsoft.Playwright;
using Perennial.Tests.Ui;

namespace Perennial.EndToEnd.Browser;

/// <summary>What is left of a page on paper.</summary>
public sealed class Printed(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    readonly StoredShop shop = new() { Customers = 400 };

    public ValueTask InitializeAsync() => shop.InitializeAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    [Fact]
    public async Task A_customers_number_and_address_can_be_read_and_no_button_stands_beside_them()
    {
        await using var window = await fixture.Open(1280, 900, ColorScheme.Light, true, shop.Address);
        var view = await shop.Views.Current(TestContext.Current.CancellationToken);
        var row = Enumerable.Range(0, view.Count).First(row => view.PhoneToCall(row).Length > 0
            && view.EmailsToWriteTo([row])[0].Length > 0);
        await window.Page.GotoAsync($"/customers/{view.Ids[row]}");
        await window.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(window.Page.GetByText(view.Directory.Phone(row))).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByText(view.Directory.Email(row)).First).ToBeVisibleAsync();

        await window.Page.GotoAsync("/segments/Late");
        await Assertions.Expect(window.Page.Locator(".button:visible")).ToHaveCountAsync(0);
    }
}
