using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Perennial.Cli;
using Perennial.Core.Segments;
using Perennial.Data.Access;

namespace Perennial.Tests.Access;

/// <summary>Nobody saves over a segment without knowing, whichever door they come by.</summary>
public sealed class SegmentNamesTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    const string Ours = "vip", Shipped = "Late", Rfm = "Hibernating";
    const string OfOwn = "There is a segment 'vip' already.", OfShipped = "'Late' comes with Perennial.",
        OfRfm = "'Hibernating' is what the RFM segment set rfm-125 calls customers.";

    static readonly string[] doors = ["page", "api", "file", "terminal"];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Door, what is done (a new one, a change of one, one in place of one that ships), the name, and the
    /// segment that then has the rule, or the reason why none has.</summary>
    public static TheoryData<string, string, string, string, bool> Matrix
    {
        get
        {
            var all = new TheoryData<string, string, string, string, bool>();
            foreach (var door in doors)
            {
                all.Add(door, "new", "another", "another", true);
                all.Add(door, "new", "  another ", "another", true);
                all.Add(door, "change", Ours, Ours, true);
                all.Add(door, "change", "VIP", Ours, true);
                all.Add(door, "change", " Vip ", Ours, true);
                all.Add(door, "replace", Shipped, Shipped, true);
                all.Add(door, "replace", "LATE", Shipped, true);
                all.Add(door, "replace", Rfm, OfRfm, false);
                all.Add(door, "new", "hibernating", OfRfm, false);
                // Whoever says --replace says that they know.
                if (door == "terminal") continue;
                all.Add(door, "new", Ours, OfOwn, false);
                all.Add(door, "new", " ViP ", OfOwn, false);
                all.Add(door, "new", Shipped, OfShipped, false);
                all.Add(door, "new", "late ", OfShipped, false);
                all.Add(door, "change", Shipped, OfShipped, false);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_name_that_is_taken_is_saved_over_only_by_who_knows_of_it(
        string door, string how, string name, string says, bool isSaved)
    {
        shop.Store.Segments.Save(new ShopSegment(Ours, "orders >= 1") { Set = "ours" }, shop.Now);
        try
        {
            var refusal = await Save(door, how, name, "orders >= 2");
            var saved = shop.Store.Segments.InForce().Where(one => one.Segment.Rule == "orders >= 2").ToList();
            if (isSaved)
            {
                Assert.Equal("", refusal);
                Assert.Equal(says, Assert.Single(saved).Segment.Name);
                Assert.Equal(says == Ours ? 1 : 2, shop.Store.Segments.InForce().Count);
            }
            else
            {
                Assert.Contains(says, refusal);
                Assert.Empty(saved);
                Assert.Equal("orders >= 1", Assert.Single(shop.Store.Segments.InForce()).Segment.Rule);
            }
        }
        finally
        {
            foreach (var one in shop.Store.Segments.InForce()) shop.Store.Segments.Remove(one.Segment.Name, shop.Now);
        }
    }

    public static TheoryData<string, string, string> Unfit
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (var door in doors)
            {
                all.Add(door, new string('x', 61), "The name has 61 letters.");
                all.Add(door, "two\nlines", "The name does not fit on one line.");
                all.Add(door, "with\ttab", "There are letters in the name that cannot be seen.");
                all.Add(door, "zero\u200bwidth", "There are letters in the name that cannot be seen.");
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task A_name_is_short_and_can_be_read_at_every_door(string door, string name, string says)
    {
        Assert.Contains(says, await Save(door, "new", name, "orders >= 2"));
        Assert.Empty(shop.Store.Segments.InForce());
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_and_a_changed_one_is_a_change_of_its_own_segments()
    {
        Assert.Equal("", await Load("set: ours\nsegments: [{name: mine, rule: orders >= 1}]"));
        Assert.Equal("", await Load("set: ours\nsegments: [{name: mine, rule: orders >= 1}]"));
        Assert.Equal(1, Assert.Single(shop.Store.Segments.InForce()).Version);
        Assert.Equal("", await Load("set: ours\nsegments: [{name: mine, rule: orders >= 3}]"));
        Assert.Equal(2, Assert.Single(shop.Store.Segments.InForce()).Version);
        // Moved to another file, it says the same.
        Assert.Equal("", await Load("set: moved\nsegments: [{name: mine, rule: orders >= 3}]"));
        Assert.Contains("There is a segment 'mine' already.",
            await Load("set: other\nsegments: [{name: mine, rule: orders >= 4}]"));
        shop.Store.Segments.Remove("mine", shop.Now);
    }

    [Fact]
    public async Task One_in_place_of_a_shipped_one_is_changed_like_any_other_of_ones_own()
    {
        const string file = "set: ours\nsegments: [{name: Late, rule: orders >= 1, replaces: shipped}]";
        Assert.Equal("", await Load(file));
        Assert.Equal("", await Load(file));
        Assert.Equal("", await Save("page", "change", Shipped, "orders >= 2"));
        Assert.Equal("", await Save("api", "change", Shipped, "orders >= 3"));
        Assert.Equal("orders >= 3", Assert.Single(shop.Store.Segments.InForce()).Segment.Rule);
        shop.Store.Segments.Remove(Shipped, shop.Now);
    }

    [Fact]
    public async Task Two_of_one_file_are_not_called_alike()
    {
        Assert.Contains("Two segments are called 'Mine'.", await Load(
            "segments: [{name: mine, rule: orders >= 1}, {name: ' Mine', rule: orders >= 2}]"));
        Assert.Empty(shop.Store.Segments.InForce());
    }

    [Fact]
    public async Task A_change_of_what_is_not_there_is_missing()
    {
        using var put = await shop.Program().PutAsJsonAsync(
            "/api/segments/nobody", new { rule = "orders >= 1" }, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, put.StatusCode);
        Assert.Contains("POST", await put.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("'drafts' is not known.",
            await Load("segments: [{name: mine, rule: orders >= 1, replaces: drafts}]"));
    }

    // What is said against it; nothing where it was saved.
    async Task<string> Save(string door, string how, string name, string rule) => door switch
    {
        "page" => await Post(name, rule, how == "new" ? "" : name, how == "replace" ? "shipped" : ""),
        "api" when how == "new" => await Refusal(
            await shop.Program().PostAsJsonAsync("/api/segments", new { name, rule }, Cancel)),
        "api" => await Refusal(await shop.Program().PutAsJsonAsync($"/api/segments/{Uri.EscapeDataString(name)}",
            new { rule, replaces = how == "replace" ? "shipped" : "" }, Cancel)),
        "file" => await Load($"set: {(how == "change" ? "ours" : "other")}\nsegments: [{{name: {Quoted(name)}, "
            + $"rule: {rule}{(how == "replace" ? ", replaces: shipped" : "")}}}]"),
        _ => await Load($"set: other\nsegments: [{{name: {Quoted(name)}, rule: {rule}}}]", "--replace"),
    };

    // JSON's quotes are YAML's.
    static string Quoted(string name) => JsonSerializer.Serialize(name);

    async Task<string> Post(string name, string rule, string edit, string replaces)
    {
        var browser = shop.As(StaffRole.Marketer);
        var answer = await GuardedShop.Post(browser, "/segments/save",
            ("name", name), ("rule", rule), ("edit", edit), ("replaces", replaces));
        var next = answer.Headers.Location!.OriginalString;
        if (!next.Contains("save=refused")) return "";
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync(next, Cancel));
        return page.Split("class=\"refusal\"", 2)[1].Split("</p>")[0];
    }

    static async Task<string> Refusal(HttpResponseMessage answer)
    {
        using (answer)
        {
            if (answer.IsSuccessStatusCode) return "";
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            return problem.GetProperty("problem").GetString()!;
        }
    }

    async Task<string> Load(string yaml, params string[] more)
    {
        var path = Path.Combine(Path.GetDirectoryName(shop.Store.Path)!, "names.yaml");
        await File.WriteAllTextAsync(path, yaml, Cancel);
        using var said = new StringWriter();
        return await CommandLine.Run(["segments", "--store", shop.Store.Path, "--load", path, .. more],
            TextWriter.Null, said, shop.Clock) == 0 ? "" : $"failed: {said}";
    }
}
