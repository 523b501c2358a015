using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Channels.Files;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.ScoringRuns;
using Perennial.Scoring;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Tests.Store;
using Perennial.Web;
using static Perennial.Tests.Store.SomeBehaviour;

namespace Perennial.Tests.Scoring;

/// <summary>Shops of which there is next to nothing to say go all the way, from facts to pages, and nothing written
/// anywhere is a number that is none.</summary>
public sealed partial class DegenerateShops : IDisposable
{
    const long Huge = 9_999_999_999_999;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-degenerate-");

    static Instant Now => Some.Now;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Customers with an order every so many days, the first so long ago.</summary>
    static SomeOrder[] Bought(int customers, int orders, long cents, int every = 17, int since = 400) =>
    [
        .. Enumerable.Range(0, customers).SelectMany(customer => Enumerable.Range(0, orders).Select(i =>
            SomeFacts.Order($"c{customer}", $"{customer}-{i}", since - i * every, cents) with
            {
                Lines = [("rose", 1, cents, 0, 0)],
            })),
    ];

    static SomeOrder[] Returned(SomeOrder[] orders) =>
    [
        .. orders.Select(order => order with
        {
            RefundedCents = order.GrossCents, Lines = [("rose", 1, order.GrossCents, 0, 1)],
        }),
    ];

    static SomeFact[] Browsed(int customers, bool contacted) =>
    [
        .. Enumerable.Range(0, customers).SelectMany(customer => new SomeFact[]
        {
            Viewed($"c{customer}", $"v{customer}", 60 * 24 * (1 + customer % 40), "rose"),
            new SomeActivity($"c{customer}", $"r{customer}", 60 * 24 * (1 + customer % 9), ActivityKind.ReportRead)
            {
                Seconds = 30,
            },
        }.Concat(contacted
            ? [Mailed($"c{customer}", $"m{customer}", 60 * 24 * (1 + customer % 60)),
                Answered($"c{customer}", $"a{customer}", 60 * 24, ResponseKind.Bounce)] : [])),
    ];

    static FactBatch BatchOf(string shop) => shop switch
    {
        "nobody" => Batch([]),
        "one customer without anything" => SomeFacts.Batch([("ann", null)]),
        "only prospects" => Batch(Browsed(150, contacted: true)),
        "all returned" => Batch([], Returned(Bought(150, 3, 4000))),
        "one customer" => Batch([], Bought(1, 1, 4000)),
        "one customer of today" => Batch([], Bought(1, 1, 4000, since: 0)),
        "one faithful customer" => Batch(Browsed(1, contacted: true), Bought(1, 20, 4000)),
        "all bought once" => Batch([], Bought(150, 1, 4000)),
        "all on one day" => Batch(Browsed(150, contacted: false), Bought(150, 4, 4000, every: 0, since: 90)),
        "all today" => Batch([], Bought(150, 1, 4000, since: 0)),
        "all alike" => Batch(Browsed(150, contacted: true), Bought(150, 6, 4000)),
        "all but one returned" =>
            Batch([], [.. Returned(Bought(150, 3, 4000)), SomeFacts.Order("eve", "e", 3, 500)]),
        "all for nothing" => Batch([], Bought(150, 5, 0)),
        "all on sale" => Batch([], [.. Bought(150, 5, 4000).Select(order => order with
        {
            DiscountCents = 4000, Lines = [("rose", 1, 4000, 4000, 0)],
        })]),
        "huge amounts" => Batch([], [.. Bought(150, 5, Huge), .. Bought(150, 2, Huge / 7).Select(order =>
            order with { Customer = "x" + order.Customer, Number = "x" + order.Number })]),
        "to come" => Batch([], Bought(150, 4, 4000, since: -5)),
        _ => throw new ArgumentException(shop),
    };

    // What is computed of a shop, the tests of each part see to: a part of the shops shows that it goes all the way.
    public static TheoryData<string> WithoutOrder => [.. Suite.Some(3,
        ["nobody", "one customer without anything", "only prospects", "all returned", "to come"])];

    public static TheoryData<string> WithOrder => [.. Suite.Some(4,
    [
        "one customer", "one customer of today", "all on one day", "one faithful customer", "all bought once",
        "all today", "all for nothing", "all alike", "all but one returned", "all on sale", "huge amounts",
    ])];

    [Theory, MemberData(nameof(WithoutOrder))]
    public async Task Without_an_order_it_is_said_what_to_do_and_everything_else_is_shown(string shop)
    {
        using var store = StoreOf(shop);
        var error = Assert.Throws<BadInputException>(() => Rescore.Run(store, null, null, Now, (_, _) => { }, Stop));
        Assert.Contains("Import orders first", error.Message);
        await NothingIsNoNumber(store);
    }

    [Theory, MemberData(nameof(WithOrder))]
    public async Task With_an_order_a_run_is_made_and_everything_is_shown(string shop)
    {
        using var store = StoreOf(shop);
        var run = Rescore.Run(store, null, null, Now, (_, _) => { }, Stop);
        var json = ScoringRunJson.Text(run);
        SaysNumbers(json, "the run");
        Assert.Equal(json, ScoringRunJson.Text(store.ScoringRuns.Latest()!));
        // As the next import would find it.
        store.Intake.Write(
            SomeFacts.Batch(SomeFacts.Order("new", "new", 0, 100)), store.Moment(Now), cancellation: Stop);
        await NothingIsNoNumber(store);
        Assert.Empty(StoreCheck.Run(store.Path, cancellation: Stop));
    }

    ShopStore StoreOf(string shop)
    {
        var store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), Now);
        store.Intake.Write(BatchOf(shop), store.Moment(Now), cancellation: Stop);
        return store;
    }

    async Task NothingIsNoNumber(ShopStore store)
    {
        var view = ShopLoader.Load(store, Now);
        var target = Path.Combine(folder.FullName, "all.csv");
        ProfileCsv.Write(target, view.Table, Enumerable.Range(0, view.Count).ToArray(), 5, Stop);
        SaysNumbers(await File.ReadAllTextAsync(target, Stop), "the file");

        await using var app = WebApp.Build(new WebAppOptions
        {
            Views = ShopLoader.Live(store, new FakeTimeProvider(Now.ToDateTimeOffset())), Urls = ["http://127.0.0.1:0"],
            Visitor = Visitor.Demo,
        });
        await app.StartAsync(Stop);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        string[] addresses =
        [
            "/", "/customers", "/calls", "/segments", "/segments/rule?rule=orders%20%3E%201", "/customers.csv",
            "/api/shop", "/api/customers?size=500", "/api/segments", "/api/grid", "/api/grid?by=fxm", "/api/calls",
            "/api/rfm-segments", "/api/rules/count?rule=p_alive%20%3E%2010%25",
            .. view.Ids.Take(2).SelectMany(id => new[] { $"/customers/{id}", $"/api/customers/{id}" }),
        ];
        foreach (var address in addresses)
        {
            using var answer = await client.GetAsync(address, Stop);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}\n{text}");
            SaysNumbers(text, address);
        }
    }

    static void SaysNumbers(string text, string where)
    {
        var found = NoNumber().Match(text);
        Assert.False(found.Success, $"{where} says …{Around(text, found.Index)}…");
    }

    static string Around(string text, int at) => text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 80)];

    [GeneratedRegex(@"\bNaN\b|Infinity|∞|-2147483648|-9223372036854775808")]
    private static partial Regex NoNumber();

    public void Dispose() => folder.Delete(recursive: true);
}
