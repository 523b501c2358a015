using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Perennial.Access;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Intake;
using Perennial.Live;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Tests.Store;
using Perennial.Web;

namespace Perennial.Tests.Watch;

/// <summary>A small shop that is served with everything that goes on, and whose log is read.</summary>
public sealed class WatchedShop : IAsyncLifetime
{
    readonly string? address;
    readonly StoreOptions? options;
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-watch-");
    Microsoft.Extensions.Logging.ILoggerFactory logs = null!;
    WebApplication app = null!;
    bool isQuiet, isStopped;

    public WatchedShop()
    {
    }

    /// <param name="address">Where it is kept; the caller's.</param>
    /// <param name="options">How it is opened.</param>
    internal WatchedShop(string address, StoreOptions options) => (this.address, this.options) = (address, options);

    /// <summary>Its file, or its database.</summary>
    internal string File => address ?? Path.Combine(folder.FullName, "shop.db");

    internal ShopStore Store { get; private set; } = null!;

    internal LiveShop Live { get; private set; } = null!;

    internal LogLines Log { get; } = new();

    internal string Key { get; private set; } = "";

    public HttpClient Client { get; private set; } = null!;

    public static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        Store = EmptyStore.Open(File, Now, options);
        Store.Intake.Write(EventBatch.Of([Order("anna", "1"), Order("ben", "2")]),
            new ShopMoments(Store).At(Now), new ImportNote("orders.csv", "{}"));
        Key = KeyEditing.Add(Store, "web shop", KeyScope.Track, Actor.Terminal("tests"), Now).Secret;
        logs = Log.Factory();
        Live = LiveShop.Start(Store, TimeProvider.System, logs.CreateLogger("perennial"));
        app = WebApp.Build(new WebAppOptions
        {
            Views = ShopLoader.Live(Store, TimeProvider.System), Urls = ["http://127.0.0.1:0"], Visitor = Visitor.Demo,
            Live = Live, Logs = logs,
        });
        await app.StartAsync();
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Urls.Single()),
        };
    }

    static IncomingEvent Order(string customer, string number) => new()
    {
        Source = "orders", MessageId = number, At = Now, Who = new() { External = customer },
        Order = new OrderStatement(number, Now) { GrossCents = 5_000 },
    };

    /// <summary>Sends a call of the tracking API.</summary>
    internal async Task<int> Track(string path, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes((key ?? Key) + ":")));
        using var answer = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    /// <summary>A person looks at a page, and the tracking API answers.</summary>
    internal Task<int> View(string message) => Track("/v1/track",
        $$"""{"userId":"C-1","event":"Page","messageId":"{{message}}","timestamp":"2026-01-01T00:00:00Z"}""");

    /// <summary>What <c>/ready</c> says: its status, and why.</summary>
    internal async Task<(int Status, IReadOnlyList<string> Problems)> Ready()
    {
        using var answer = await Client.GetAsync("/ready", TestContext.Current.CancellationToken);
        using var body = JsonDocument.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return ((int)answer.StatusCode,
            [.. body.RootElement.GetProperty("problems").EnumerateArray().Select(one => one.GetString()!)]);
    }

    /// <summary>Waits until something holds.</summary>
    internal static async Task Until(Func<Task<bool>> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "It never came.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Something in every part of the page about data: refusals, and a destination that is out of use and
    /// did not take something.</summary>
    internal async Task FillAllOfData()
    {
        for (var i = 0; i < 12; i++)
            await Track("/v1/track", $$"""{"userId":"C-1","event":"Page","messageId":"{{i}}"}""");
        await Track("/v1/track", """{"userId":"C-1"}""");
        await Track("/v1/track", """{"event":"Page"}""");
        await Track("/v1/track", "{", "no key");
        var now = Now;
        Store.Destinations.Put("crm", "webhook", "{}", now);
        Store.Destinations.Disable("crm", "It answered 410 Gone: it does not want to be called again.");
        var cursor = Store.Cursors.Lease(0, "crm", "tests", now, new Instant(now.UnixMs + 1_000))!;
        Store.Cursors.Move(cursor, 0,
        [
            new(1, CustomerId.Of(CustomerKeyKind.External, "anna"), now,
                """{"columns":{"orders":3,"rfm_segment":"x"},"entered":["vip"]}""", true, 8, now,
                "It answered 422 Unprocessable Content eight times."),
        ], [], now);
        _ = Rescore.Run(Store, null, null, now, (_, _) => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>Something comes from a source that was not there before.</summary>
    internal Task<int> SendOne(string source) => Track("/v1/track",
        """{"userId":"C-1","event":"Page","messageId":"first"}""",
        KeyEditing.Add(Store, source, KeyScope.Track, Actor.Terminal("tests"), Now).Secret);

    /// <summary>Ends what goes on; the pages are still served.</summary>
    internal async Task Quiet()
    {
        if (isQuiet) return;
        isQuiet = true;
        await Live.DisposeAsync();
    }

    /// <summary>Ends everything; counts are written, and the store stays open.</summary>
    internal async Task Stop()
    {
        if (isStopped) return;
        isStopped = true;
        await app.DisposeAsync();
        await Quiet();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Stop();
        logs.Dispose();
        Store.Dispose();
        folder.Delete(recursive: true);
    }
}
