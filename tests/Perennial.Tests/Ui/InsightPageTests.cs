using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Core.Pressure;
using Perennial.Insights;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Tests.Ui;

/// <summary>Insights in the web app over a stored flower shop, asked as a browser without script asks.</summary>
[Collection(OneStoredShop.Name)]
public sealed class InsightPageTests(StoredShop shop)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    async Task<string> Get(string address, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var answer = await shop.Client.GetAsync(address, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(expected == answer.StatusCode, $"{address}: {answer.StatusCode}\n{text}");
        return WebUtility.HtmlDecode(text);
    }

    async Task<JsonElement> Json(string address) =>
        JsonDocument.Parse(await shop.Client.GetStringAsync(address, Cancel)).RootElement;

    async Task<ShopInsights> Insights() => (await shop.Views.Current(Cancel)).Insights;

    async Task AssertLeadsTo(string rule, int customers)
    {
        var list = await Json($"/api/customers?size=1&rule={Uri.EscapeDataString(rule)}");
        Assert.True(customers == list.GetProperty("total").GetInt32(), $"{rule}: {customers}, not {list}");
    }

    [Fact]
    public async Task The_page_of_cycles_says_how_far_all_chances_may_be_off()
    {
        var model = (await shop.Views.Current(Cancel)).ScoringRun!.Models.Cycle!.Days90;
        Assert.True(model.KnowsSeason && model.LevelError > 0);
        Assert.Matches("All chances within 90 days together may run up to [0-9]+ points too high or too low: levels",
            await Get("/insights/cycle"));
    }

    [Theory]
    [InlineData("cycle")]
    [InlineData("cycle?validate=yes")]
    [InlineData("cohorts")]
    [InlineData("cohorts?months=all")]
    [InlineData("movement")]
    [InlineData("movement?by=lifecycle")]
    [InlineData("movement?by=cycle&before=1&after=2")]
    [InlineData("pressure")]
    [InlineData("promotion")]
    [InlineData("reach")]
    [InlineData("offers")]
    [InlineData("lifetime")]
    public async Task A_page_answers_with_a_number_then_shows_a_picture_and_tables(string address)
    {
        var page = await Get($"/insights/{address}");
        Assert.Single(Regex.Matches(page, "<h1[ >]"));
        Assert.Matches("""<p class="answer">[^<]*[0-9][^<]*</p>""", page);
        Assert.True(page.Contains("<svg class=\"chart") || page.Contains("heattable"), "There is no picture.");
        Assert.Equal(Regex.Count(page, "<table"), Regex.Count(page, "<caption"));
        Assert.DoesNotContain("style=", page);
        Assert.DoesNotContain("NaN", page);
        var ids = Regex.Matches(page, """\bid="([^"]+)""").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Matches("""href="/insights/[a-z]+" aria-current="page""", page);
    }

    [Theory]
    [InlineData("cycle")]
    [InlineData("cycle/forecasts")]
    [InlineData("cohorts")]
    [InlineData("movement?by=lifecycle")]
    [InlineData("pressure")]
    [InlineData("promotion")]
    [InlineData("lifetime")]
    public async Task The_api_answers_what_the_page_shows(string address) =>
        Assert.Equal(JsonValueKind.Object, (await Json($"/api/insights/{address}")).ValueKind);

    [Fact]
    public async Task A_run_that_is_no_number_is_refused_in_words()
    {
        var page = await Get("/insights/movement?before=yesterday", HttpStatusCode.BadRequest);
        Assert.Contains("'yesterday' is no scoring run.", page);
    }

    [Fact]
    public async Task Statuses_cohorts_and_silent_customers_lead_to_as_many_as_they_say()
    {
        var insights = await Insights();
        foreach (var row in insights.Cycle.Statuses) await AssertLeadsTo(row.Status.Rule, row.Status.Customers);
        var quarter = insights.Cycle.Cohorts[2];
        await AssertLeadsTo(quarter.Rule, quarter.Customers);
        foreach (var part in quarter.Parts) await AssertLeadsTo(part.Rule, part.Customers);
        foreach (var bin in insights.Cycle.Chances.Bins) await AssertLeadsTo(bin.Rule, bin.Customers);
        foreach (var month in insights.Cohorts.Cohorts.Take(5)) await AssertLeadsTo(month.Rule, month.Customers);
        foreach (var step in insights.Cohorts.Steps) await AssertLeadsTo(step.PastRule, step.Past);
    }

    [Fact]
    public async Task Pressure_promotion_and_value_lead_to_as_many_as_they_say()
    {
        var insights = await Insights();
        var (pressure, promotion) = (insights.Pressure, insights.Promotion);
        foreach (var row in pressure.Statuses) await AssertLeadsTo(row.Status.Rule, row.Status.Customers);
        foreach (var row in pressure.Channels) await AssertLeadsTo(row.Rule, row.Customers);
        foreach (var bin in pressure.Open.Bins) await AssertLeadsTo(bin.Rule, bin.Customers);
        foreach (var row in promotion.Classes) await AssertLeadsTo(row.Class.Rule, row.Class.Customers);
        foreach (var row in promotion.Tenths) await AssertLeadsTo(row.Rule, row.Customers);
        foreach (var row in promotion.Mechanisms) await AssertLeadsTo(row.OftenRule, row.Often);
        foreach (var bin in insights.Lifetime.ClvSpread.Bins) await AssertLeadsTo(bin.Rule, bin.Customers);
        var best = insights.Lifetime.Tenths[0];
        await AssertLeadsTo(best.Rule, best.Customers);
    }

    [Fact]
    public async Task Moves_account_for_everybody_and_lead_to_where_they_went()
    {
        var movement = (await Insights()).Movement();
        Assert.NotNull(movement.Before);
        Assert.Equal(movement.Moves.Sum(move => move.Customers), movement.States.Sum(state => state.After));
        Assert.Equal(movement.Customers, movement.States.Sum(state => state.Before));
        Assert.All(movement.Losses, move => Assert.True(move.ValueCents < 0));
        var moved = movement.Moves.Where(move => move.From.Length > 0 && move.From != move.To).ToList();
        Assert.NotEmpty(moved);
        Assert.Equal(moved.Sum(move => move.Customers), movement.Moved);
        foreach (var move in moved.Take(6))
            await AssertLeadsTo(move.Rule, movement.States.Single(state => state.Name == move.To).After);
    }

    [Fact]
    public async Task Categories_split_all_who_bought_of_them()
    {
        var cycle = (await Insights()).Cycle;
        Assert.Contains(cycle.Categories, row => row.Name == "roses");
        Assert.All(cycle.Categories, row => Assert.Equal(row.Customers, row.Parts.Sum(part => part.Customers)));
        Assert.All(cycle.Categories, row => Assert.InRange(row.Parts.Sum(part => part.Share), 0.999999, 1.000001));
    }

    [Fact]
    public async Task A_shop_without_contacts_or_runs_is_told_what_to_do()
    {
        await using var empty = new ServedShop { Shop = SomeShop.Of(300, scored: false) };
        await empty.InitializeAsync();
        foreach (var name in (string[])["cycle", "movement", "pressure", "promotion", "lifetime"])
            Assert.Contains("perennial rescore", await empty.Client.GetStringAsync($"/insights/{name}", Cancel));
        Assert.Contains("<h1", await empty.Client.GetStringAsync("/insights/cohorts", Cancel));

        await using var scored = new ServedShop { Shop = SomeShop.Of(300) };
        await scored.InitializeAsync();
        Assert.Contains("No contacts yet", await scored.Client.GetStringAsync("/insights/pressure", Cancel));
        Assert.Contains("One scoring run so far", await scored.Client.GetStringAsync("/insights/movement", Cancel));
    }

    [Fact]
    public async Task Where_randomised_caps_have_measured_it_the_worth_of_a_contact_is_drawn()
    {
        var view = await shop.Views.Current(Cancel);
        var models = view.ScoringRun!.Models;
        // An order brings 20.00, a contact costs 0.10, and contacts add half an order at most.
        var measured = models.Pressure! with
        {
            Dose = new DoseCurve([new(0, 120, 0, 1, 1), new(2, 120, 10, 1.3, 1), new(8, 120, 30, 1.5, 1)], 0.5, 6, 9),
            DoseVerdict = "measured by randomised caps", OrderMarginCents = 2000, ContactCents = 10,
            Arms = [new(0, 120, 0, 1, 1), new(2, 120, 10, 1.3, 1), new(8, 120, 30, 1.5, 1)], UsualContacts = 4,
            Worth =
            [
                .. Enumerable.Range(1, 30).Select(contact => new ContactWorth(contact, new(300 - 10 * contact - 50,
                    300 - 10 * contact, 300 - 10 * contact + 50), 10, new(4, 5, 6),
                    new(225 - 10 * contact, 285 - 10 * contact, 345 - 10 * contact))),
            ],
        };
        var seen = new ShopView(view.Table, view.Ids, view.Directory)
        {
            Version = 1, Calendar = view.Calendar, Currency = "EUR",
            ScoringRun = view.ScoringRun with { Models = models with { Pressure = measured } },
        };
        Assert.Equal(30, seen.Insights.Pressure.Values.Count);
        Assert.Equal((22, 5), (seen.Insights.Pressure.PaysUpTo, seen.Insights.Pressure.Next!.Contacts));

        await using var app = WebApp.Build(new WebAppOptions
        {
            Views = new(() => 1, _ => seen, _ => null, new FakeTimeProvider(StoredShop.Now.ToDateTimeOffset())),
            Urls = ["http://127.0.0.1:0"], Visitor = Visitor.Demo,
        });
        await app.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var page = await client.GetStringAsync("/insights/pressure", Cancel);
        Assert.Contains("After 4 contacts in 90 days, which is usual, one more brings 2.50 (2.00 to 3.00), costs 0.10 "
            + "and loses 0.05 (0.04 to 0.06) by unsubscriptions: it pays.", page);
        Assert.Contains("Each of up to 22 contacts in 90 days pays; of none it is sure that it costs more", page);
        Assert.Contains("pressure_arm%20%3D%208", page);
        Assert.Contains("What each further contact of 90 days leaves", page);
        Assert.DoesNotContain("pressure.arms.enabled", page);
    }
}
