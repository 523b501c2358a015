using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Perennial.Cli;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Segments;
using Perennial.Customers;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Tests.Store;
using Perennial.Web;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Segments;

/// <summary>Rules asked of the database find whom the arrays find, and read nobody else.</summary>
public abstract class RuleAnswersContract : StoreContract
{
    void Begin()
    {
        Write(Batch([("qann", new() { Email = "qann@example.org", Country = "FR" }), ("qbob", null), ("qivo", null),
                ("qzoe", new() { Country = "FR" })],
            Order("qann", "1", 10, 9000) with { Lines = [("rose", 1, 9000, 0, 0)] }, Order("qbob", "2", 3, 2000),
            Order("qbob", "3", 2, 2500), Order("qzoe", "4", 80, 400)));
        Rescore.Run(Store, null, null, Now, (_, _) => { }, Stop);
        SegmentEditing.Save(Store, ShopLoader.Load(Store, Now),
            [new SegmentDraft(new ShopSegment("French", "country = 'FR'"))], Actor.Terminal("tests"), Now);
    }

    [Theory]
    [InlineData("everybody")]
    [InlineData("orders >= 1")]
    [InlineData("French")]
    [InlineData("in segment 'French' and revenue > 10")]
    [InlineData("has order within 5d")]
    [InlineData("top 1 of (orders >= 1) by revenue")]
    [InlineData("not orders >= 0")]
    public void As_the_arrays_find(string rule)
    {
        Begin();
        var view = ShopLoader.Load(Store, Now);
        var found = view.Segments.Find(view.Segments.Who(rule));
        int[] rows = [.. CustomerList.All(view, new CustomerFilter { Rule = rule }, ListOrder.Priority)];

        var answer = RuleAnswer.Of(Store, rule, Now);

        var total = RulePreview.TotalOf(view, found);
        Assert.Equal((total.Customers, total.Orders, total.RevenueCents),
            ((int)answer.Total.Customers, answer.Total.Orders, answer.Total.RevenueCents));
        Assert.Equal(view.Totals.NewestOrderAt, answer.Everybody.NewestOrderAt);
        Assert.Equal(found.All().Select(row => view.Ids[row]), answer.Members().Ids);
        Assert.Equal(rows.Take(2).Select(row => view.Ids[row]).Order(), answer.First(2).Ids);
        var members = answer.Members();
        Assert.Equal(CallList.Of(view, new CustomerFilter { Rule = rule }, 9),
            CallList.Of(members, new CustomerFilter(), 9));
    }

    [Fact]
    public void Nobody_is_read_but_who_is_shown()
    {
        Begin();
        Store.StatementCount.TellApart();

        var answer = RuleAnswer.Of(Store, "orders >= 1 and has order within 30d", Now);
        Assert.Equal((2, 1), (answer.Members().Count, answer.First(1).Count));
        Assert.Equal(2, answer.Total.Customers);

        var asked = Store.StatementCount.ByText.Keys;
        Assert.DoesNotContain(SqlText.Query("directory"), asked);
        Assert.DoesNotContain(asked, text => text.StartsWith("select customer_id, next", StringComparison.Ordinal)
            && !text.Contains("customer_id = ", StringComparison.Ordinal));
        Assert.Contains(asked, text => text.StartsWith("select count(*)", StringComparison.Ordinal));
    }

    [Fact]
    public void All_segments_are_counted_as_the_arrays_count_them()
    {
        BeginMany();
        var view = ShopLoader.Load(Store, Now);
        Store.StatementCount.TellApart();

        var (sizes, everybody) = RuleAnswer.Sizes(Store, RuleAnswer.NobodyOf(Store, Now));

        Assert.Equal(view.Segments.Sizes().Select(size => (size.Segment.Name, size.Customers, size.Share)),
            sizes.Select(size => (size.Segment.Name, size.Customers, size.Share)));
        Assert.Equal(view.Totals.All, new((int)everybody.Customers, everybody.Orders, everybody.RevenueCents));
        Assert.Contains(sizes, size => size.Customers > 0 && size.Share < 1);
        // Those that ask columns alone share one pass.
        var alone = sizes.Count(size => !size.Segment.Rule.AsksColumnsAlone);
        Assert.Equal(alone + 1, Store.StatementCount.ByText.Where(one =>
            one.Key.StartsWith("select count(", StringComparison.Ordinal) && one.Key.Contains("from profile p"))
            .Sum(one => one.Value));
    }

    // What the API answers by a rule or a segment.
    static readonly string[] addresses =
    [
        "/api/segments", "/api/segments/French", "/api/segments/Nobody%20at%20all", "/api/rules/count",
        "/api/rules/count?rule=orders > 1", "/api/rules/count?rule=ordrs > 1", "/api/rules/count?rule=French",
        "/api/rules/count?rule=has order within 9d and in segment 'French'",
        "/api/rules/count?rule=top 3 of (orders >= 1) by revenue",
        "/api/customers?in=French", "/api/customers?in=Nobody", "/api/customers?rule=ordrs > 1",
        "/api/customers?rule=orders >= 1&size=4&page=2", "/api/customers?rule=everybody&size=4&page=99",
        "/api/customers?rule=everybody&sort=-revenue&size=5&page=2", "/api/customers?rule=everybody&sort=revenue",
        "/api/customers?rule=everybody&sort=orders&size=7", "/api/customers?rule=everybody&sort=-last_order_at",
        "/api/customers?rule=everybody&sort=-r", "/api/customers?rule=everybody&sort=f",
        "/api/customers?rule=everybody&sort=rfm_segment", "/api/customers?rule=everybody&sort=-name",
        "/api/customers?rule=everybody&sort=-recency_days", "/api/customers?rule=everybody&sort=nothing",
        "/api/customers?rule=everybody&sort=refund_rate", "/api/customers?in=French&q=q1",
        "/api/customers?in=French&rule=orders >= 1&r=4,5&tier=1&tier=2&tier=6",
        "/api/customers?rule=everybody&rfm_segment=Best&rfm_segment=none", "/api/customers?rule=everybody&r=none",
        "/api/customers?rule=everybody&rfm_segment=Bst", "/api/customers?rule=everybody&lifecycle=prospect&tier=none",
        "/api/customers?rule=everybody&lifecycle=new&lifecycle=recent", "/api/customers?rule=everybody&cycle=none",
        "/api/calls?in=French", "/api/calls?rule=everybody&size=5&page=2", "/api/calls?rule=orders >= 1&phone=yes",
        "/api/calls?rule=lifecycle = 'new'", "/customers.csv?in=French", "/customers.csv?rule=orders = 2&r=5",
        "/calls.csv?rule=everybody&tier=1", "/calls.csv?in=French&phone=yes&sort=-revenue",
    ];

    [Fact]
    public async Task The_API_answers_rules_by_the_database_as_by_the_arrays_and_reads_nobody_else()
    {
        BeginMany();
        var clock = new FixedTime(Now);
        await using var byArrays = await Serve(new ShopViews(Store.Profiles.Version,
            now => ShopLoader.Load(Store, now), Store.Customers.ById, clock) { Store = Store });
        await using var byStore = await Serve(new ShopViews(Store.Profiles.Version,
            _ => throw new InvalidOperationException("Everybody was read."), Store.Customers.ById, clock)
            { Store = Store, AsksStore = true });

        var refused = 0;
        foreach (var address in addresses)
        {
            var (expected, found) = (await Ask(byArrays, address), await Ask(byStore, address));
            Assert.True(expected == found, $"{address}\n{expected}\n{found}");
            if (found.Status >= System.Net.HttpStatusCode.BadRequest) refused++;
        }
        Assert.Equal(5, refused);
    }

    static async Task<WebApplication> Serve(ShopViews views)
    {
        var app = WebApp.Build(
            new WebAppOptions { Views = views, Urls = ["http://127.0.0.1:0"], Visitor = Visitor.Demo });
        await app.StartAsync(Stop);
        return app;
    }

    static async Task<(System.Net.HttpStatusCode Status, string Text)> Ask(WebApplication app, string address)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    // Equal amounts and numbers among them, and people without an order.
    void BeginMany()
    {
        Write(Batch([.. Enumerable.Range(0, 20).Select(i => ($"q{i}", new CustomerDetails
            {
                FirstName = $"Q{i % 7}", Country = i % 3 == 0 ? "FR" : "DE", Email = $"q{i}@example.org",
                Phone = i % 2 == 0 ? $"+3314023{i:0000}" : null,
            }))],
            [.. Enumerable.Range(0, 17).SelectMany(i => Enumerable.Range(0, 1 + i % 3).Select(j =>
                Order($"q{i}", $"{i}-{j}", (i * 37 + j * 50) % 300, 1000 + i % 4 * 500)))]));
        Rescore.Run(Store, HowToScore, null, Now, (_, _) => { }, Stop);
        SegmentEditing.Save(Store, ShopLoader.Load(Store, Now),
            [new SegmentDraft(new ShopSegment("French", "country = 'FR'"))], Actor.Terminal("tests"), Now);
    }

    [Theory]
    [InlineData("French", "q3")]
    [InlineData("orders >= 2", "q3")]
    public async Task Why_says_of_one_customer_what_the_view_of_everybody_says(string rule, string who)
    {
        BeginMany();
        var view = ShopLoader.Load(Store, Now);
        var record = Store.Customers.ById(Id(who))!;
        var (stays, cycles) = (RuleSource.StaysOf(Store, record), Store.CategoryCycles.Of(record.Id));
        var said = new StringWriter();

        Assert.Equal(0, await CommandLine.Run(["segments", rule, "--why", who, "--json", "--store", Address],
            said, new StringWriter(), new FixedTime(Now)));

        var expected = view.Segments.Why(view.Segments.Who(rule), record, stays, cycles)!;
        var answer = JsonDocument.Parse($"{said}").RootElement;
        Assert.Equal(expected.IsMember, answer.GetProperty("is_member").GetBoolean());
        Assert.Equal(expected.Reasons.Count, answer.GetProperty("reasons").GetArrayLength());
    }

    [Theory]
    [InlineData("segments", "orders >= 1", "qann|qbob|qzoe")]
    [InlineData("segments", "French", "qann|qzoe")]
    [InlineData("calls", "French", "qann|qzoe")]
    [InlineData("export", "orders = 2", "qbob")]
    public async Task Verbs_say_whom(string verb, string rule, string whom)
    {
        Begin();
        var (said, log) = (new StringWriter(), new StringWriter());

        string[] how = verb == "export" ? ["--out", Path.Combine(Folder, "found.csv")] : ["--json"];
        Assert.Equal(0, await CommandLine.Run([verb, rule, "--store", Address, .. how], said, log, new FixedTime(Now)));

        var text = verb == "export" ? System.IO.File.ReadAllText(how[1]) : said.ToString();
        Assert.Equal(whom.Split('|'), new[] { "qann", "qbob", "qivo", "qzoe" }.Where(text.Contains));
        Assert.DoesNotContain("old", log.ToString());
    }

    [Fact]
    public async Task A_verb_says_that_data_are_old()
    {
        Begin();
        foreach (var words in new string[][] { ["segments"], ["segments", "French"], ["calls", "French"] })
        {
            var log = new StringWriter();
            await CommandLine.Run([.. words, "--store", Address], new StringWriter(), log,
                new FixedTime(new(Now.UnixMs + 100L * 86_400_000)));
            Assert.Contains("These data are old", log.ToString());
        }
    }

    sealed class FixedTime(Instant now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToDateTimeOffset();
    }
}

public sealed class SqliteRuleAnswers : RuleAnswersContract;

public sealed class PostgresRuleAnswers : RuleAnswersContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
