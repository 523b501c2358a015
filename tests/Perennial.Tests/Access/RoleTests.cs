using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Perennial.Access;
using Perennial.Data.Access;
using Perennial.Tests.Store;

namespace Perennial.Tests.Access;

/// <summary>Who sees what, asked of the running app.</summary>
public class RoleTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    static readonly string customer = "/customers/" + SomeFacts.Id("anna");

    static readonly string[] desk = ["/calls", customer, "/columns", "/api/calls", "/api/columns", "/api" + customer,
        "/api" + customer + "/decisions"];

    static readonly string[] read =
    [
        "/", "/customers", "/segments", "/segments/rule", "/products", "/insights/cycle", "/insights/lifetime",
        "/customers.csv", "/calls.csv", "/api/shop", "/api/customers", "/api/segments", "/api/grid",
        "/api/rfm-segments", "/api/insights/cohorts", "/api/openapi.json", "/strategies", "/api/strategies",
    ];

    static readonly string[] write = ["/data", "/api/data"];

    static readonly string[] admin = ["/settings/staff", "/settings/keys", "/settings/changes", customer + "/export"];

    static readonly string[] writes =
    [
        "/segments/save", "/segments/remove", "/segments/watch", "/segments/unwatch", "/data/send-again",
        "/data/restart", "/strategies/stop", "/strategies/start", "/strategies/publish", "/strategies/discard",
    ];

    static readonly string[] adminWrites =
    [
        "/settings/staff/add", "/settings/staff/link", "/settings/staff/role", "/settings/staff/remove",
        "/settings/keys/add", "/settings/keys/revoke", customer + "/erase",
    ];

    [Theory]
    [InlineData(StaffRole.Admin, true, true, true)]
    [InlineData(StaffRole.Marketer, true, true, false)]
    [InlineData(StaffRole.Viewer, true, false, false)]
    [InlineData(StaffRole.Agent, false, false, false)]
    public async Task Staff_see_and_change_what_their_role_allows(
        StaffRole role, bool mayRead, bool mayWrite, bool isAdmin)
    {
        var browser = shop.As(role);
        await Expect(browser, desk, true);
        await Expect(browser, read, mayRead);
        await Expect(browser, write, mayWrite);
        await Expect(browser, admin, isAdmin);
        await ExpectPosts(browser, writes, mayWrite);
        await ExpectPosts(browser, adminWrites, isAdmin);
        await Expect(browser, ["/account"], true);
    }

    [Theory]
    [InlineData(KeyScope.Admin, true, true, true)]
    [InlineData(KeyScope.Write, true, true, false)]
    [InlineData(KeyScope.Read, true, false, false)]
    [InlineData(KeyScope.Track, false, false, false)]
    public async Task Programs_see_and_change_what_their_key_allows(
        KeyScope scope, bool mayRead, bool mayWrite, bool isAdmin)
    {
        using var program = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = shop.Address,
        };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", shop.Key(scope));
        await Expect(program, [.. desk, .. read], mayRead);
        await Expect(program, write, mayWrite);
        await Expect(program, admin, isAdmin);
        await ExpectPosts(program, writes, mayWrite);
        await ExpectPosts(program, adminWrites, isAdmin);
        await Expect(program, ["/account"], false);
    }

    [Fact]
    public async Task A_stranger_is_sent_to_the_sign_in_and_the_API_says_401()
    {
        using var stranger = shop.Stranger();
        foreach (var page in desk.Concat(read).Concat(admin).Append("/nothing-here"))
        {
            var answer = await stranger.GetAsync(page, TestContext.Current.CancellationToken);
            if (page.StartsWith("/api", StringComparison.Ordinal))
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            else
                Assert.Equal("/sign-in?to=" + Uri.EscapeDataString(page), answer.Headers.Location?.OriginalString);
        }
        foreach (var form in writes.Concat(adminWrites).Append("/sign-out").Append("/account/password"))
            Assert.Equal(HttpStatusCode.Unauthorized, (await GuardedShop.Post(stranger, form)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(stranger, "/health"));
    }

    [Fact]
    public async Task A_key_works_in_every_way_that_programs_send_one_until_it_is_revoked()
    {
        var key = shop.Key(KeyScope.Read);
        foreach (var header in new[]
        {
            "Bearer " + key, "Basic " + Base64(key + ":"), "Basic " + Base64("any:" + key), "bearer " + key,
        })
            Assert.Equal(HttpStatusCode.OK, await Ask(header));
        foreach (var header in new[]
        {
            "Bearer " + key + "x", "Bearer", "Basic !!", "Basic " + Base64("nobody:nothing"), "Digest " + key,
        })
            Assert.Equal(HttpStatusCode.Unauthorized, await Ask(header));

        var admin = shop.As(StaffRole.Admin);
        var id = shop.Store.ApiKeys.All().Single(one => one.Hash == Secret.Hash(key)).Id;
        var answer = await GuardedShop.Post(admin, "/settings/keys/revoke", ("id", id));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask("Bearer " + key));

        static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        async Task<HttpStatusCode> Ask(string header)
        {
            using var program = new HttpClient { BaseAddress = shop.Address };
            program.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
            return await GuardedShop.Get(program, "/api/shop");
        }
    }

    [Fact]
    public async Task The_navigation_shows_what_may_be_seen_and_who_is_signed_in()
    {
        var agent = shop.As(StaffRole.Agent);
        var page = await agent.GetStringAsync("/calls", TestContext.Current.CancellationToken);
        Assert.Contains("Some Agent", page);
        Assert.Contains("href=\"/calls\"", page);
        foreach (var hidden in new[] { "/segments", "/customers\"", "/insights", "/settings", "calls.csv" })
            Assert.DoesNotContain("href=\"" + hidden, page);
        Assert.DoesNotContain("Search customers", page);

        var home = await agent.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal("/calls", home.Headers.Location?.OriginalString);

        var viewer = shop.As(StaffRole.Viewer);
        Assert.DoesNotContain("Save segment",
            await viewer.GetStringAsync("/segments/rule", TestContext.Current.CancellationToken));
    }

    static async Task Expect(HttpClient browser, IEnumerable<string> addresses, bool allowed)
    {
        foreach (var address in addresses)
        {
            var status = await GuardedShop.Get(browser, address);
            // An agent who asks for the home page is led to their own.
            var isRefused = status is HttpStatusCode.Forbidden || (address == "/" && status is HttpStatusCode.Found);
            Assert.True(allowed ? status == HttpStatusCode.OK : isRefused, $"{address}: {status}, allowed: {allowed}");
        }
    }

    // Without fields the form is refused as bad input, or asks again: but it is not forbidden.
    static async Task ExpectPosts(HttpClient browser, IEnumerable<string> addresses, bool allowed)
    {
        foreach (var address in addresses)
        {
            var status = (await GuardedShop.Post(browser, address)).StatusCode;
            var isRefused = status == HttpStatusCode.Forbidden;
            Assert.True(allowed != isRefused, $"{address}: {status}, allowed: {allowed}");
            if (!allowed) continue;
            Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.SeeOther, $"{address}: {status}");
        }
    }
}
