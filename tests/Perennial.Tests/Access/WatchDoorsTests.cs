using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Perennial.Cli;
using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Data.Segments;
using Perennial.Moments;
using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Tests.Access;

/// <summary>Who comes into a segment and leaves it is written down as soon as somebody asks, at whichever
/// door.</summary>
public sealed class WatchDoorsTests : IAsyncLifetime
{
    readonly GuardedShop shop = new();

    public ValueTask InitializeAsync() => shop.InitializeAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("page")]
    [InlineData("api")]
    [InlineData("terminal")]
    public async Task Who_is_in_a_segment_has_come_when_it_is_watched_and_leaves_when_it_is_no_longer(string door)
    {
        Assert.Empty(shop.Store.Stays.Members("Prospects"));
        // Asked twice is asked once.
        foreach (var _ in new[] { 1, 2 }) Assert.Equal("", await Ask(door, true, "Prospects"));
        Assert.Equal(["Prospects"], shop.Store.Stays.Watched());
        var carla = Assert.Single(shop.Store.Stays.Members("Prospects"));
        Assert.Equal("", await Ask(door, false, "Prospects"));
        Assert.Empty(shop.Store.Stays.Members("Prospects"));
        Assert.Equal(new SegmentStay("Prospects", shop.Now, shop.Now), Assert.Single(shop.Store.Stays.Of(carla)));
        Assert.Equal(["segment watched", "segment watched no longer"], Written());
    }

    [Theory]
    [InlineData("page")]
    [InlineData("api")]
    [InlineData("terminal")]
    public async Task What_there_is_not_is_refused_with_what_may_have_been_meant(string door)
    {
        Assert.Contains("Did you mean 'Prospects'", await Ask(door, true, "Prospect"));
        Assert.Contains("The page Segments lists them", await Ask(door, true, "nothing of this kind"));
        Assert.Contains("Nobody asked for it to be watched.", await Ask(door, false, "Prospects"));
        shop.Store.Segments.Save(new("loyal", "orders >= 2") { Description = "" }, shop.Now);
        Assert.Contains("It is watched as long as it is used: the shop's own.", await Ask(door, false, "loyal"));
        Assert.Empty(shop.Store.Stays.Watched());
        Assert.Empty(Written());
    }

    [Fact]
    public void One_name_that_is_wrong_keeps_all_from_being_watched()
    {
        var view = ShopLoader.Load(shop.Store, shop.Now);
        Assert.Throws<MissingException>(() =>
            SegmentWatching.Watch(shop.Store, view, ["Late", "Lste"], GuardedShop.By, shop.Now));
        Assert.Empty(shop.Store.Stays.Watched());
        SegmentWatching.Watch(shop.Store, view, ["Late"], GuardedShop.By, shop.Now);
        Assert.Throws<MissingException>(() =>
            SegmentWatching.Unwatch(shop.Store, ["Late", "Lste"], GuardedShop.By, shop.Now));
        Assert.Equal(["Late"], shop.Store.Stays.Watched());
    }

    [Fact]
    public async Task The_terminal_watches_several_or_all_and_lists_what_is_watched()
    {
        await Run("segments", "--watch", "Late", "--watch", "Prospects");
        Assert.Equal(["Late", "Prospects"], shop.Store.Stays.Watched());
        Assert.Contains("asked for", await Run("segments"));
        Assert.Equal(["Late", "Prospects"], await Listed());

        var all = ShopLoader.Load(shop.Store, shop.Now).Segments.Catalogue.All.Select(segment => segment.Name).Order();
        await Run("segments", "--watch", "all");
        Assert.Equal(all, (await Listed()).Order());
        await Run("segments", "--unwatch", "all");
        Assert.Empty(await Listed());
        Assert.DoesNotContain("asked for", await Run("segments"));
    }

    [Fact]
    public async Task Every_reason_is_named_and_each_alone_is_enough()
    {
        var path = Path.Combine(Path.GetDirectoryName(shop.Store.Path)!, "destinations.yaml");
        await File.WriteAllTextAsync(path, """
            destinations:
              - name: crm
                kind: webhook
                url: https://hooks.example.com/perennial
                secret: ${HOOK_SECRET}
                mapping: [orders]
                segments: [Prospects]
            """, Cancel);
        Assert.Empty(await Reasons("Prospects"));
        await Run("destinations", "--load", path);
        Assert.Equal(["crm"], await Reasons("Prospects"));
        await Ask("api", true, "Prospects");
        Assert.Equal(["crm", "asked for"], await Reasons("Prospects"));
        await Ask("api", false, "Prospects");
        Assert.Equal(["crm"], await Reasons("Prospects"));
        Assert.Single(shop.Store.Stays.Members("Prospects"));
    }

    [Fact]
    public async Task A_name_with_a_slash_is_watched_like_any_other()
    {
        shop.Store.Segments.Save(new("in/out", "orders >= 1") { Description = "" }, shop.Now);
        Assert.Equal("", await Ask("api", true, "in/out"));
        Assert.Equal(["in/out"], shop.Store.Stays.Watched());
        Assert.Equal("", await Ask("api", false, "in/out"));
        Assert.Empty(shop.Store.Stays.Watched());
    }

    [Fact]
    public async Task The_page_of_a_segment_that_nobody_watches_says_so_and_offers_it_to_whoever_may()
    {
        const string address = "/segments/Prospects", nobody = "Nobody writes down who comes and goes here yet.";
        var seen = await shop.As(StaffRole.Viewer).GetStringAsync(address, Cancel);
        Assert.Contains(nobody, seen);
        Assert.DoesNotContain("/segments/watch", seen);
        var offered = await shop.As(StaffRole.Marketer).GetStringAsync(address, Cancel);
        Assert.Contains(nobody, offered);
        Assert.Contains("action=\"/segments/watch\"", offered);
        Assert.DoesNotContain("Came last", offered);

        await Ask("page", true, "Prospects");
        seen = await shop.As(StaffRole.Viewer).GetStringAsync(address, Cancel);
        Assert.Contains("Watched: asked for", seen);
        Assert.Contains("Carla", seen);
        Assert.DoesNotContain("/segments/unwatch", seen);
        Assert.Contains("/segments/unwatch", await shop.As(StaffRole.Marketer).GetStringAsync(address, Cancel));
    }

    IReadOnlyList<string> Written() =>
    [
        .. shop.Store.Audit.Last(500).Select(entry => entry.What)
            .Where(what => what.StartsWith("segment watched", StringComparison.Ordinal)).Order(),
    ];

    async Task<List<string?>> Reasons(string name) => [.. (await shop.Program().GetFromJsonAsync<JsonElement>(
        "/api/segments/" + name, Cancel)).GetProperty("watched").EnumerateArray().Select(one => one.GetString())];

    async Task<IEnumerable<string?>> Listed() => JsonDocument.Parse(await Run("segments", "--json")).RootElement
        .GetProperty("segments").EnumerateArray().Where(one => one.GetProperty("watched").GetArrayLength() > 0)
        .Select(one => one.GetProperty("name").GetString()).Order();

    async Task<string> Run(params string[] arguments)
    {
        var (output, log) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run([.. arguments, "--store", shop.Store.Path], output, log, shop.Clock);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {log}");
        return output.ToString();
    }

    // Empty where it was done, else what was said.
    async Task<string> Ask(string door, bool watch, string name)
    {
        if (door == "terminal")
        {
            var log = new StringWriter();
            var code = await CommandLine.Run(
                ["segments", watch ? "--watch" : "--unwatch", name, "--store", shop.Store.Path],
                TextWriter.Null, log, shop.Clock);
            return code == 0 ? "" : log.ToString().ReplaceLineEndings(" ");
        }
        using var answer = door == "page"
            ? await GuardedShop.Post(
                shop.As(StaffRole.Marketer), watch ? "/segments/watch" : "/segments/unwatch", ("name", name))
            : await shop.Program().SendAsync(new HttpRequestMessage(watch ? HttpMethod.Put : HttpMethod.Delete,
                $"/api/segments/{Uri.EscapeDataString(name)}/watch"), Cancel);
        if ((int)answer.StatusCode < 400) return "";
        if (door == "api") Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var said = await answer.Content.ReadAsStringAsync(Cancel);
        return door == "api" ? string.Join(' ', JsonDocument.Parse(said).RootElement.EnumerateObject()
            .Select(field => field.Value.ToString())) : WebUtility.HtmlDecode(said);
    }
}
