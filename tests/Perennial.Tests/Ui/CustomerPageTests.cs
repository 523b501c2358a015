using System.Net;
using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Parts;
using Perennial.Core.Purchases;
using Perennial.Core.Recommendations;
using Perennial.Customers;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Ui.Customers;
using Perennial.Words;

namespace Perennial.Tests.Ui;

/// <summary>One customer's page over a store, where everything that explains the customer is known.</summary>
[Collection(OneStoredShop.Name)]
public sealed class CustomerPageTests(StoredShop shop)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    async Task<string> Get(string address) => WebUtility.HtmlDecode(await shop.Client.GetStringAsync(address, Cancel));

    async Task<(ShopView View, int Row, CustomerId Id)> Someone(string rule)
    {
        var view = await shop.Views.Current(Cancel);
        var row = view.Segments.Find(view.Segments.Parse(rule)).All().First();
        return (view, row, view.Ids[row]);
    }

    [Fact]
    public async Task A_page_explains_the_cycle_pressure_promotion_and_lifetime_in_the_words_of_the_terminal()
    {
        var (view, row, id) = await Someone("cycle_status = 'late' and contacts >= 1");
        var page = await Get($"/customers/{id}");
        var record = shop.Store.Customers.ById(id)!;
        var offers = RecommendedLine.Of(shop.Store, view, row, record);
        var words = new ColumnWords(view, row, offers);
        string[] sentences = [words.Cycle, words.Pressure, words.Promotion, words.Lifetime];
        Assert.All(sentences, sentence => Assert.Contains(sentence, page));
        Assert.All(Columns.Shown, column => Assert.Contains(words.Of(column), page));
        Assert.Matches("<rect [^>]*class=\"zone zone-3\"", page);

        var sheet = CustomerSheet.Of(view, id, record, offers);
        Assert.All(sheet.Columns, line => Assert.Equal(words.Of(Columns.Find(line.Name)!), line.How));
    }

    [Fact]
    public async Task A_page_tells_the_cycle_of_each_category_bought()
    {
        var (view, _, id) = await Someone("orders >= 3");
        var record = shop.Store.Customers.ById(id)!;
        var bought = CategoryCycles.OfCustomer(view.ScoringRun!.Models.Categories!, record.History, 0, view.Table.AsOf,
            view.Calendar, new GapOptions());

        var page = await Get($"/customers/{id}");

        Assert.NotEmpty(bought);
        Assert.Contains("By what they buy", page);
        Assert.All(bought, category => Assert.Contains($">{category.Category}<", page));
    }

    [Fact]
    public async Task A_page_lists_the_customers_segments_with_reasons_and_says_why_not_of_others()
    {
        var (view, row, id) = await Someone("in segment 'Late big buyers'");
        var page = await Get($"/customers/{id}");
        Assert.All(view.Segments.Of(row), segment => Assert.Contains(Show.SegmentAddress(segment.Name), page));
        Assert.Contains("since 2026-1", page);
        Assert.Contains("fxm is at least 4", page);

        var outside = await Get($"/customers/{id}?why=Prospects");
        Assert.Contains("lifecycle is prospect", outside);
        Assert.DoesNotContain("lifecycle is prospect", page);
    }

    [Fact]
    public async Task One_customer_read_alone_has_the_columns_words_and_segments_of_everybodys_view()
    {
        var view = await shop.Views.Current(Cancel);
        for (var row = 0; row < view.Count; row += 7)
        {
            var id = view.Ids[row];
            var one = (await shop.Views.One(id, Cancel))!;
            Assert.Equal(1, one.View.Count);
            var offers = RecommendedLine.Of(shop.Store, view, row, one.Record);
            Assert.Equal(offers, RecommendedLine.Of(shop.Store, one.View, 0, one.Record));
            Assert.Equal(JsonSerializer.Serialize(CustomerSheet.Of(view, id, one.Record, offers)),
                JsonSerializer.Serialize(CustomerSheet.Of(one.View, id, one.Record, offers)));
            Assert.Equal(view.Segments.Of(row).Select(segment => segment.Name),
                one.View.Segments.Of(0).Select(segment => segment.Name));
            Assert.Equal(view.CanBeCalled[row], one.View.CanBeCalled[0]);
        }
        Assert.Null(await shop.Views.One(new CustomerId(1), Cancel));
    }

    [Fact]
    public async Task What_happened_shows_contacts_with_what_came_back_and_visits()
    {
        var (view, row, id) = await Someone("has click and has product_view and has order");
        var known = shop.Store.Customers.ById(id)!;
        var events = EventShown.Of(known.History, known.Products, view.Calendar, view.Currency);
        Assert.Contains(events, one => one.Kind == "contact" && one.Then.Contains("clicked"));
        Assert.Contains(events, one => one.Kind == "activity" && one.What.Contains("product looked at"));
        Assert.Equal(view.Table.Values(PurchaseColumns.Orders)[row]
            + view.Table.Values(PurchaseColumns.ReturnedOrders)[row],
            events.Count(one => one.Kind == "order"));
        Assert.Equal(events.Select(one => one.At).OrderByDescending(at => at.UnixMs), events.Select(one => one.At));
        var page = await Get($"/customers/{id}?happened=all");
        Assert.All(events, one => Assert.Contains(one.What, page));
    }

    [Fact]
    public async Task Recommendations_come_with_picture_price_and_reason()
    {
        var (view, row, id) = await Someone("orders >= 4");
        var lines = RecommendedLine.Of(shop.Store, view, row, shop.Store.Customers.ById(id)!);
        Assert.Contains(lines, line => line.List == "discover");
        var page = await Get($"/customers/{id}");
        Assert.All(lines, line =>
        {
            Assert.Contains(line.Product.Name!, page);
            Assert.Contains(line.Reason, page);
            Assert.Contains(Show.Money(line.Product.PriceCents!.Value, view.Currency), page);
        });
        Assert.Contains("<img src=\"data:image/svg+xml", page);
    }

    [Fact]
    public async Task Score_history_lists_the_runs_at_which_something_changed()
    {
        var (_, _, id) = await Someone("previous_rfm_segment is known and orders >= 2");
        var page = await Get($"/customers/{id}");
        Assert.All(shop.Store.Scoring.History(id), entry => Assert.Contains(
            $"<th scope=\"row\">{Show.Day(entry.AsOfDay)}</th>", page));
    }

    [Fact]
    public async Task A_products_page_says_what_is_bought_with_it_only_where_it_may_be_said()
    {
        var view = await shop.Views.Current(Cancel);
        var options = new RecommendationOptions();
        Assert.All(view.Products.Products, product => Assert.NotNull(product.Name));
        foreach (var product in view.Products.Products.Take(12))
        {
            var links = shop.Store.Recommendations.Links(product.Id, ProductRelation.BoughtTogether);
            var page = await Get(Show.ProductAddress(product.Id));
            Assert.Equal(links.Any(link => link.IsSayable(options)),
                page.Contains($"Customers who bought {product.Name} also bought"));
        }
        var list = await Get("/products");
        Assert.All(view.Products.Products, product => Assert.Contains(product.Name!, list));
        Assert.Contains("No such product", await Get("/products?q=nothingness"));
    }
}
