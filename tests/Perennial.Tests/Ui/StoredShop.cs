using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Perennial.Core;
using Perennial.Data;
using Perennial.Import;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Tests.Store;
using Perennial.Web;

namespace Perennial.Tests.Ui;

/// <summary>The flower shop of the demo in a store of its own, served on a free port: whatever pages read and change
/// goes the whole way.</summary>
public sealed class StoredShop : IAsyncLifetime
{
    public static readonly Instant Now = SomeShop.Now;

    readonly DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("perennial");
    WebApplication app = null!;

    public int Customers { get; init; } = 400;

    internal ShopStore Store { get; private set; } = null!;

    public ShopViews Views { get; private set; } = null!;

    public string Address { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), Now);
        DemoShop.Fill(Store, Customers, seed: 1, Now, (_, _) => { }, CancellationToken.None);
        Views = ShopLoader.Live(Store, new FakeTimeProvider(Now.ToDateTimeOffset()));
        app = WebApp.Build(new WebAppOptions { Views = Views, Urls = ["http://127.0.0.1:0"], Visitor = Visitor.Demo });
        await app.StartAsync();
        Address = app.Urls.Single();
        // A post answers with where to go on; tests look at it before they go.
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(Address),
        };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        Store.Dispose();
        folder.Delete(recursive: true);
    }
}
