using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Perennial.Core.Parts;
using Perennial.Core.Purchases;
using Perennial.Customers;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Web;
using Perennial.Words;

namespace Perennial.Tests.Ui;

/// <summary>The web app on a free port, asked as a browser without script asks.</summary>
public sealed class ServedShop : IAsyncLifetime
{
    WebApplication app = null!;

    internal SomeShop Shop { get; init; } = SomeShop.Of(1_000);

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        app = WebApp.Build(new WebAppOptions
        {
            Views = Shop.Views(), Urls = ["http://127.0.0.1:0"], Visitor = Visitor.Demo,
        });
        await app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}

public class PageTests(ServedShop served) : IClassFixture<ServedShop>
{
    ShopView View => served.Shop.View;

    async Task<string> Get(string address, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var answer = await served.Client.GetAsync(address, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == answer.StatusCode, $"{address}: {answer.StatusCode}\n{text}");
        return WebUtility.HtmlDecode(text);
    }

    async Task<JsonElement> Json(string address)
    {
        var answer = await served.Client.GetAsync(address, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}\n{text}");
        return JsonDocument.Parse(text).RootElement;
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/segments")]
    [InlineData("/segments?show=revenue&by=fxm")]
    [InlineData("/customers?rfm_segment=Champions&rfm_segment=Loyal&r=5&sort=-revenue&page=2")]
    [InlineData("/customers?q=nobody%20is%20called%20this")]
    [InlineData("/calls?tier=1&phone=yes")]
    [InlineData("/columns")]
    public async Task A_page_has_one_heading_a_title_landmarks_and_labels(string address)
    {
        var page = await Get(address);
        Assert.Single(Regex.Matches(page, "<h1[ >]"));
        Assert.Matches("<title>[^<]+</title>", page);
        Assert.Contains("<main", page);
        Assert.Matches("""<html lang="en">""", page);
        var fields = Regex.Matches(page, """<(?:input|select)\b[^>]*>""").Select(match => match.Value)
            .Where(field => !field.Contains("hidden") && !field.Contains("checkbox"));
        Assert.All(fields, field =>
        {
            var id = Regex.Match(field, """\bid="([^"]+)""").Groups[1].Value;
            Assert.Contains($"""<label for="{id}">""", page.Replace("""class="hidden" """, ""));
        });
        var ids = Regex.Matches(page, """\bid="([^"]+)""").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.DoesNotContain("style=", page);
        Assert.DoesNotMatch("<script(?![^>]*src=)", page);
    }

    [Fact]
    public async Task A_page_keeps_to_its_own_files_and_out_of_frames()
    {
        var answer = await served.Client.GetAsync("/", TestContext.Current.CancellationToken);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_grid_leads_to_as_many_customers_as_it_says()
    {
        var page = await Get("/segments");
        var cell = Regex.Match(page, """href="(/customers\?r=4&f=5)" aria-label="R 4, F 5: ([\d,]+) customers""");
        Assert.True(cell.Success);
        var list = await Json("/api" + cell.Groups[1].Value);
        Assert.Equal(cell.Groups[2].Value.Replace(",", ""), list.GetProperty("total").ToString());
    }

    [Fact]
    public async Task A_customer_page_says_who_what_and_why()
    {
        var row = CustomerList.All(View, new CustomerFilter().With("tier", "1"), ListOrder.Priority).First();
        var page = await Get($"/customers/{View.Ids[row]}");
        Assert.Contains(View.NameOf(row), page);
        Assert.Contains("Peony bouquet", page);
        var score = ScoreWords.Explain(View.ScoringRun!, View.Table, row, View.Calendar)[1];
        Assert.Contains($"F = {score.Score}: {score.Measure}", page);
        Assert.All(Columns.Shown, column => Assert.Contains(column.Formula, page));
    }

    [Fact]
    public async Task A_long_history_shows_its_latest_orders_and_all_when_asked()
    {
        var orders = View.Table.Values(PurchaseColumns.Orders);
        var row = CustomerList.Find(View, new(), new ListOrder("orders", true), 1, 1).Rows[0];
        Assert.True(orders[row] > 20);
        var numbers = served.Shop.Record(View.Ids[row])!.History.Orders.Number;
        var page = await Get($"/customers/{View.Ids[row]}");
        Assert.Contains(numbers[^1]!, page);
        Assert.DoesNotContain(numbers[0]!, page);
        Assert.Contains(numbers[0]!, await Get($"/customers/{View.Ids[row]}?orders=all"));
    }

    [Fact]
    public async Task Calls_stand_in_order_with_the_reason_and_a_number_to_dial()
    {
        var page = await Get("/calls?phone=yes");
        var callable = new CustomerFilter { Ranked = true, WithPhone = true };
        var first = CustomerList.All(View, callable, ListOrder.Priority).First();
        Assert.Contains(CallWords.Why(View.Table, first), page);
        Assert.Contains($"tel:{View.Directory.Phone(first).Replace(" ", "")}", page);
    }

    [Fact]
    public async Task What_is_typed_into_the_search_stays_text()
    {
        var answer = await served.Client.GetAsync(
            "/customers?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script>alert", page);
    }

    [Theory]
    [InlineData("/nothing", HttpStatusCode.NotFound, "There is no such page.")]
    [InlineData("/customers/0123", HttpStatusCode.NotFound, "There is no such customer.")]
    [InlineData("/customers/00000000000000000000000000000001", HttpStatusCode.NotFound, "There is no such customer.")]
    [InlineData("/customers?rfm_segment=Nobody", HttpStatusCode.BadRequest, "There is no 'Nobody'.")]
    [InlineData("/customers?sort=shoe_size", HttpStatusCode.BadRequest, "There is no column 'shoe_size'.")]
    [InlineData("/calls?page=x", HttpStatusCode.BadRequest, "'x' is no page.")]
    [InlineData("/api/customers?size=0", HttpStatusCode.BadRequest, "'0' is no size of a page.")]
    [InlineData("/api/nothing", HttpStatusCode.NotFound, "There is no such page.")]
    public async Task What_goes_wrong_is_said_with_its_place(string address, HttpStatusCode status, string problem)
    {
        var page = await Get(address, status);
        Assert.Contains(problem, page.Replace("\\u0027", "'"));
    }

    [Fact]
    public async Task Another_sites_name_for_this_machine_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/customers");
        request.Headers.Host = "evil.example";
        var answer = await served.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Assets_are_kept_for_ever_under_an_address_that_changes_with_them()
    {
        var page = await Get("/");
        foreach (Match asset in Regex.Matches(page, """(?:href|src)="(/assets/[^"]+)"""))
        {
            var answer = await served.Client.GetAsync(asset.Groups[1].Value, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString());
        }
        Assert.Equal("ok", await Get("/health"));
    }

    [Fact]
    public async Task The_api_answers_with_every_column_by_its_name()
    {
        var list = await Json("/api/customers?sort=-revenue&size=3");
        Assert.Equal(View.Count, list.GetProperty("total").GetInt32());
        var best = list.GetProperty("customers")[0];
        var names = best.GetProperty("columns").EnumerateObject().Select(property => property.Name);
        Assert.Equal(Columns.Shown.Select(column => column.Name), names);
        var one = await Json($"/api/customers/{best.GetProperty("customer_id").GetString()}");
        var net = one.GetProperty("orders").EnumerateArray().Sum(order => order.GetProperty("net").GetDecimal());
        Assert.Equal(best.GetProperty("columns").GetProperty("revenue").GetDecimal(), net);
        Assert.Equal(11, (await Json("/api/rfm-segments")).GetArrayLength());
        Assert.Equal(25, (await Json("/api/grid")).GetProperty("cells").GetArrayLength());
        Assert.Equal(1, (await Json("/api/calls")).GetProperty("calls")[0].GetProperty("rank").GetInt32());
        Assert.Equal(View.Count, (await Json("/api/shop")).GetProperty("customers").GetInt32());
        var paths = (await Json("/api/openapi.json")).GetProperty("paths");
        Assert.True(paths.TryGetProperty("/api/customers/{id}", out _));
    }

    [Theory]
    [InlineData("/calls.csv?tier=1", "priority_rank,customer_id,")]
    [InlineData("/customers.csv?rfm_segment=Champions&sort=-revenue", "customer_id,key,name,")]
    public async Task An_export_holds_all_pages_of_what_is_shown(string address, string header)
    {
        var lines = (await Get(address)).TrimEnd('\n').Split('\n');
        Assert.StartsWith(header, lines[0]);
        var list = await Json("/api" + address.Replace(".csv", ""));
        Assert.Equal(list.GetProperty("total").GetInt32(), lines.Length - 1);
        var entries = list.GetProperty(address.Contains("calls") ? "calls" : "customers");
        var first = entries[0].GetProperty("customer_id").GetString();
        Assert.Contains(first!, lines[1]);
    }
}

public class EmptyShopTests
{
    static async Task<string> Get(SomeShop shop, string address)
    {
        await using var served = new ServedShop { Shop = shop };
        await served.InitializeAsync();
        return await served.Client.GetStringAsync(address, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/segments")]
    [InlineData("/customers")]
    [InlineData("/calls")]
    public async Task Without_customers_a_page_says_how_to_import(string address) =>
        Assert.Contains("perennial import orders.csv", await Get(SomeShop.Of(0, scored: false), address));

    [Theory]
    [InlineData("/")]
    [InlineData("/segments")]
    [InlineData("/calls")]
    public async Task Without_a_scoring_run_a_page_says_how_to_score(string address) =>
        Assert.Contains("perennial rescore", await Get(SomeShop.Of(50, scored: false), address));

    [Fact]
    public async Task Customers_can_be_looked_at_before_they_are_scored() =>
        Assert.Contains("C000050", await Get(SomeShop.Of(50, scored: false), "/customers"));
}
