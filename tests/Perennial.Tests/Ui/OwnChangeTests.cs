using System.Net;
using Microsoft.Extensions.Time.Testing;
using Perennial.Data;
using Perennial.Import;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Tests.Ui;

/// <summary>After one's own change one sees it, however slow the reading and whoever answers; and what shows one
/// customer does not read the shop.</summary>
public sealed class OwnChangeTests : IAsyncLifetime
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-own-change-");
    readonly List<IAsyncDisposable> apps = [];
    readonly List<ShopStore> stores = [];
    readonly FakeTimeProvider clock = new(SomeShop.Now.ToDateTimeOffset());
    readonly ManualResetEventSlim readOn = new();
    int loads;

    public ValueTask InitializeAsync()
    {
        using var store = ShopStore.Open(File, SomeShop.Now);
        DemoShop.Fill(store, 60, seed: 1, SomeShop.Now, (_, _) => { }, Cancel);
        return ValueTask.CompletedTask;
    }

    string File => Path.Combine(folder.FullName, "shop.db");

    /// <summary>A process of the shop whose second and later readings wait until they may go on.</summary>
    async Task<(HttpClient Client, CookieContainer Cookies)> Process()
    {
        var store = ShopStore.Open(File, SomeShop.Now);
        stores.Add(store);
        var isFirst = true;
        var views = new ShopViews(store.Profiles.Version, now =>
        {
            Interlocked.Increment(ref loads);
            if (!isFirst) readOn.Wait(TimeSpan.FromSeconds(20));
            isFirst = false;
            return ShopLoader.Load(store, now);
        }, store.Customers.ById, clock) { Store = store };
        var app = WebApp.Build(new WebAppOptions
        {
            Views = views, Urls = ["http://127.0.0.1:0"], Visitor = Visitor.Demo,
        });
        apps.Add(app);
        await app.StartAsync(Cancel);
        var cookies = new CookieContainer();
        var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Urls.Single()),
        };
        return (client, cookies);
    }

    string Someone() => stores[0].Profiles.Load().Ids[7].ToString();

    static Task<HttpResponseMessage> Erase(HttpClient client, string id) => client.PostAsync(
        $"/customers/{id}/erase", new FormUrlEncodedContent([new("sure", "yes")]), Cancel);

    [Fact]
    public async Task Whoever_erased_a_customer_sees_the_shop_without_them_and_others_do_not_wait()
    {
        var (client, _) = await Process();
        using var other = new HttpClient { BaseAddress = client.BaseAddress };
        var id = Someone();
        var list = $"/api/customers?q={id}";
        Assert.Contains(id, await client.GetStringAsync(list, Cancel));

        Assert.Equal(HttpStatusCode.OK, (await Erase(client, id)).StatusCode);

        // Somebody else is answered from the view before, for as long as the next is read.
        var asked = other.GetStringAsync(list, Cancel);
        while (!asked.IsCompleted)
        {
            clock.Advance(ShopViews.Patience);
            await Task.Delay(5, Cancel);
        }
        Assert.Contains(id, await asked);
        var own = client.GetStringAsync(list, Cancel);
        readOn.Set();
        Assert.DoesNotContain(id, await own);
    }

    [Fact]
    public async Task Another_process_of_the_shop_answers_with_the_change_too()
    {
        var (first, cookies) = await Process();
        var (second, theirs) = await Process();
        var id = Someone();
        var list = $"/api/customers?q={id}";
        Assert.Contains(id, await second.GetStringAsync(list, Cancel));

        Assert.Equal(HttpStatusCode.OK, (await Erase(first, id)).StatusCode);

        // A browser that is sent to another process brings the cookie of the first: cookies do not tell ports apart,
        // and behind a proxy there is one port.
        foreach (Cookie cookie in cookies.GetCookies(first.BaseAddress!))
        {
            var name = cookie.Name.Replace($"{first.BaseAddress!.Port}", $"{second.BaseAddress!.Port}");
            theirs.Add(second.BaseAddress, new Cookie(name, cookie.Value, "/"));
        }
        var own = second.GetStringAsync(list, Cancel);
        readOn.Set();
        Assert.DoesNotContain(id, await own);
    }

    [Fact]
    public async Task What_shows_one_customer_and_what_changes_something_does_not_read_the_shop()
    {
        var (client, _) = await Process();
        var id = Someone();
        foreach (var address in (string[])[$"/customers/{id}", $"/api/customers/{id}", $"/customers/{id}/export"])
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(address, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Erase(client, id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/customers/{id}", Cancel)).StatusCode);
        Assert.Equal(0, loads);
    }

    public async ValueTask DisposeAsync()
    {
        readOn.Set();
        foreach (var app in apps) await app.DisposeAsync();
        foreach (var store in stores) store.Dispose();
        readOn.Dispose();
        folder.Delete(recursive: true);
    }
}
