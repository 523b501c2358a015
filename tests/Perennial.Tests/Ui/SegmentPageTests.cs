using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Perennial.Core.Parts;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Segments;
using Perennial.Words;

namespace Perennial.Tests.Ui;

/// <summary>Segments in the web app, asked as a browser without script asks.</summary>
[Collection(OneStoredShop.Name)]
public sealed class SegmentPageTests(StoredShop shop)
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

    async Task<HttpResponseMessage> Post(string address, params (string Name, string Value)[] fields) =>
        await shop.Client.PostAsync(address, new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Cancel);

    static string With(string rule) => $"/segments/rule?rule={Uri.EscapeDataString(rule)}";

    async Task<int> Expected(string rule)
    {
        var view = await shop.Views.Current(Cancel);
        return view.Segments.Find(view.Segments.Parse(rule)).Count;
    }

    [Theory]
    [InlineData("orders >= 3")]
    [InlineData("has product_view within 60d and no order within 60d")]
    [InlineData("phone is known and city != 'Paris'")]
    public async Task A_rule_is_counted_shown_in_words_and_leads_to_its_customers(string rule)
    {
        var expected = await Expected(rule);
        Assert.InRange(expected, 1, shop.Customers - 1);

        var page = await Get(With(rule));
        var list = await Json($"/api/customers?rule={Uri.EscapeDataString(rule)}");
        var count = await Json($"/api/rules/count?rule={Uri.EscapeDataString(rule)}");

        Assert.Contains($"<dd data-announce>{expected:N0}</dd>", page);
        Assert.Contains(count.GetProperty("words").GetString()!, page);
        Assert.Contains($"over {Show.Customers(shop.Customers)}", page);
        Assert.Equal(Math.Min(10, expected), Regex.Count(page, "<th scope=\"row\"><a class=\"rowlink\""));
        Assert.Equal(expected, list.GetProperty("total").GetInt32());
        Assert.Equal(expected, count.GetProperty("count").GetInt32());
        var lines = (await Get($"/customers.csv?rule={Uri.EscapeDataString(rule)}")).TrimEnd('\n').Split('\n');
        Assert.Equal(expected, lines.Length - 1);
    }

    [Fact]
    public async Task A_wrong_rule_keeps_its_text_and_says_where_what_and_what_to_do()
    {
        var page = await Get(With("orders > 2\nand cycle_statsu = 'late'"));
        Assert.Contains("orders > 2\nand cycle_statsu = 'late'</textarea>", page);
        Assert.Contains("There is no column or attribute \"cycle_statsu\".", page);
        Assert.Contains("cycle_status", page);
        Assert.Contains("and cycle_statsu = 'late'\n    <b>^</b>", page);

        var error = (await Json($"/api/rules/count?rule={Uri.EscapeDataString("orders >")}")).GetProperty("error");
        Assert.Equal("rule line 1, column 9", error.GetProperty("place").GetString());
    }

    [Fact]
    public async Task Without_a_rule_the_editor_shows_examples_that_can_be_asked()
    {
        var page = await Get("/segments/rule");
        var examples = (await shop.Views.Current(Cancel)).Segments.Examples;
        Assert.InRange(examples.Count, RuleGrammar.Examples.Count - 1, RuleGrammar.Examples.Count);
        foreach (var example in examples)
        {
            Assert.Contains(example, page);
            Assert.DoesNotContain("class=\"card wrong\"", await Get(With(example)));
        }
        Assert.All(Columns.Shown, column => Assert.Contains(column.Formula, page));
    }

    [Fact]
    public async Task A_saved_segment_has_a_page_versions_customers_and_an_end()
    {
        var saved = await Post("/segments/save", ("name", "Rose lovers & co"), ("rule", "orders >= 2"),
            ("description", "Send them roses."));
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var address = saved.Headers.Location!.ToString();
        Assert.Equal("/segments/Rose%20lovers%20%26%20co", address);
        var expected = await Expected("orders >= 2");
        Assert.Equal(expected, shop.Store.Stays.Members("Rose lovers & co").Count);

        var page = await Get(address);
        Assert.Contains("Send them roses.", page);
        Assert.Contains("version 1", page);
        Assert.Contains($"<dt>Customers</dt><dd>{expected:N0}</dd>", page);
        Assert.Contains("Rose lovers & co", await Get("/segments"));
        var list = await Get("/customers?in=Rose%20lovers%20%26%20co");
        Assert.Contains($"of {expected:N0}</span>", list);

        await Post("/segments/save", ("name", "Rose lovers & co"), ("rule", "orders >= 3"), ("description", ""),
            ("edit", "Rose lovers & co"));
        var fewer = await Expected("orders >= 3");
        Assert.Contains("version 2", await Get(address));
        Assert.Contains($"<td class=\"num\" data-label=\"Left\">{expected - fewer:N0}</td>", await Get(address));
        Assert.Equal(fewer, (await Json("/api" + address)).GetProperty("customers").GetInt32());

        var removed = await Post("/segments/remove", ("name", "Rose lovers & co"));
        Assert.Equal(HttpStatusCode.SeeOther, removed.StatusCode);
        await Get(address, HttpStatusCode.NotFound);
        Assert.Empty(shop.Store.Stays.Members("Rose lovers & co"));
    }

    [Theory]
    [InlineData("", "orders > 1", "The segment has no name.")]
    [InlineData("me", "in segment 'me'", "There is no segment 'me'.")]
    [InlineData("Late", "in segment 'Late'", "'Late' → 'Late'")]
    [InlineData("odd", "ordrs > 1", "There is no column or attribute \"ordrs\".")]
    public async Task What_cannot_be_saved_comes_back_with_the_reason(string name, string rule, string reason)
    {
        var answer = await Post("/segments/save", ("name", name), ("rule", rule), ("description", "kept"),
            ("edit", name == "Late" ? name : ""), ("replaces", name == "Late" ? "shipped" : ""));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var page = await Get(answer.Headers.Location!.ToString());
        Assert.Contains("Not saved.", page);
        Assert.Contains(reason, page);
        Assert.Contains($"{rule}</textarea>", page);
        Assert.Contains("value=\"kept\"", page);
        Assert.DoesNotContain(shop.Store.Segments.InForce(), version => version.Segment.Description == "kept");
    }

    [Fact]
    public async Task Scoring_runs_write_down_who_came_and_who_left()
    {
        // The demo was scored as of a month ago, and then as of now.
        var moves = shop.Store.Stays.Moves("Late", 10);
        Assert.Equal(2, moves.Count);
        Assert.Equal(StoredShop.Now, moves[0].At);
        Assert.True(moves[0].Entered > 0 && moves[0].Left > 0 && moves[1].Entered > 0);
        var view = await shop.Views.Current(Cancel);
        Assert.Equal(view.Segments.Members("Late").All().Select(row => view.Ids[row]).Order(),
            shop.Store.Stays.Members("Late"));

        var page = await Get("/segments/Late");
        Assert.All(shop.Store.Stays.Came("Late", 10).Concat(shop.Store.Stays.Went("Late", 10)), mover =>
            Assert.Contains($"/customers/{mover.Customer}", page));
        Assert.All(shop.Store.Stays.Went("Late", 10), mover =>
            Assert.False(view.Segments.Members("Late").Contains(view.RowOf(mover.Customer))));
    }

    [Fact]
    public async Task What_somebody_asked_for_can_be_ended_and_asked_for_again()
    {
        const string name = "Late big buyers", address = "/segments/Late%20big%20buyers";
        var page = await Get(address);
        Assert.Contains("<p class=\"muted\">Watched: asked for</p>", page);
        Assert.Contains("Stop watching</button>", page);
        Assert.DoesNotContain("Nobody writes down", page);

        var ended = await Post("/segments/unwatch", ("name", name));
        Assert.Equal((HttpStatusCode.SeeOther, address), (ended.StatusCode, ended.Headers.Location?.ToString()));
        page = await Get(address);
        // The demo has written down who was in it, and this is kept.
        Assert.Contains("Nobody writes down who comes and goes here any more.", page);
        Assert.Contains("Came last", page);
        Assert.Contains("action=\"/segments/watch\"", page);
        Assert.DoesNotContain("Stop watching", page);
        Assert.Empty(shop.Store.Stays.Members(name));

        var asked = await Post("/segments/watch", ("name", name));
        Assert.Equal((HttpStatusCode.SeeOther, address), (asked.StatusCode, asked.Headers.Location?.ToString()));
        Assert.Contains("Watched: asked for", await Get(address));
        var view = await shop.Views.Current(Cancel);
        Assert.Equal(view.Segments.Members(name).Count, shop.Store.Stays.Members(name).Count);
    }

    [Fact]
    public async Task The_list_says_of_each_segment_what_it_is_watched_for()
    {
        await Post("/segments/save", ("name", "of our own"), ("rule", "orders >= 1"), ("description", ""));
        var page = await Get("/segments");
        foreach (var (address, why) in new[] { ("of%20our%20own", "the shop's own"), ("Late", "asked for") })
        {
            var row = page[page.IndexOf($"href=\"/segments/{address}\"", StringComparison.Ordinal)..].Split("</tr>")[0];
            Assert.Contains($"<td data-label=\"Watched\">{why}</td>", row);
        }
        await Post("/segments/remove", ("name", "of our own"));
    }

    [Fact]
    public async Task A_segment_that_others_name_stays_and_a_shipped_one_cannot_be_removed()
    {
        await Post("/segments/save", ("name", "base"), ("rule", "orders >= 1"), ("description", ""));
        await Post("/segments/save", ("name", "upper"), ("rule", "in segment 'base' and r = 5"), ("description", ""));

        var answer = await Post("/segments/remove", ("name", "base"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Segment 'upper' refers to it.",
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)));
        Assert.Equal(HttpStatusCode.BadRequest, (await Post("/segments/remove", ("name", "Late"))).StatusCode);

        await Post("/segments/remove", ("name", "upper"));
        await Post("/segments/remove", ("name", "base"));
        Assert.DoesNotContain(shop.Store.Segments.InForce(), one => one.Segment.Name is "upper" or "base");
    }

    [Fact]
    public async Task One_that_can_no_longer_be_read_harms_no_other_and_can_be_mended()
    {
        shop.Store.Segments.Save(new ShopSegment("old", "rfm_segment = 'Gone with the set'"), StoredShop.Now);
        shop.Store.Segments.Save(new ShopSegment("fine", "orders >= 1"), StoredShop.Now);

        var page = await Get("/segments");
        Assert.Contains("“old” cannot be read any more.", page);
        Assert.Contains("/segments/fine", page);
        Assert.Contains("rfm_segment = 'Gone with the set'</textarea>", await Get("/segments/rule?name=old"));
        await Get("/segments/fine");
        await Get("/segments/old", HttpStatusCode.BadRequest);

        shop.Store.Segments.Remove("old", StoredShop.Now);
        shop.Store.Segments.Remove("fine", StoredShop.Now);
    }

    [Fact]
    public async Task A_shop_that_is_only_looked_at_can_be_asked_and_not_changed()
    {
        await using var served = new ServedShop { Shop = SomeShop.Of(200) };
        await served.InitializeAsync();
        var page = await served.Client.GetStringAsync(With("orders >= 2"), Cancel);
        Assert.Contains("data-announce", page);
        Assert.DoesNotContain("/segments/save", page);
        Assert.DoesNotContain("Watched", await served.Client.GetStringAsync("/segments", Cancel));
        Assert.DoesNotContain("Watch", await served.Client.GetStringAsync("/segments/Prospects", Cancel));
        var answer = await served.Client.PostAsync("/segments/save", new FormUrlEncodedContent(
            [KeyValuePair.Create("name", "x"), KeyValuePair.Create("rule", "orders > 1")]), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
