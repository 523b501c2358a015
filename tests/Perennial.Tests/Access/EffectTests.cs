using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Api;
using Perennial.Data.Access;
using Perennial.Web;

namespace Perennial.Tests.Access;

/// <summary>What pages change, the API changes too, by the same operation.</summary>
public class EffectTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // What concerns a person's own session; a program has none.
    static readonly string[] sessions = ["/sign-in", "/welcome/{secret}", "/sign-out", "/account/password"];

    static readonly string[] forPrograms = ["/v1/", "/hooks/", "/u/"];

    // A question that is too long for an address.
    static readonly string[] asking = ["/api/strategies/plan", "/strategies/ask"];

    static readonly string[] reading = ["GET", "HEAD", "OPTIONS"];

    IEnumerable<RouteEndpoint> Endpoints =>
        shop.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    static bool IsApi(RouteEndpoint endpoint) => Pattern(endpoint).StartsWith("/api/", StringComparison.Ordinal);

    static IReadOnlyList<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    IEnumerable<RouteEndpoint> Changing => Endpoints.Where(endpoint =>
        Methods(endpoint) is { Count: > 0 } methods && !methods.Any(reading.Contains)
        && !sessions.Contains(Pattern(endpoint)) && !asking.Contains(Pattern(endpoint))
        && !forPrograms.Any(path => (Pattern(endpoint) + "/").StartsWith(path, StringComparison.Ordinal)));

    static string? What(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<Effect>()?.What;

    [Fact]
    public void Whatever_changes_something_says_what_in_the_words_of_the_log() =>
        Assert.All(Changing, endpoint => Assert.True(What(endpoint) is not null,
            $"{Pattern(endpoint)} does not say what it changes."));

    [Fact]
    public void Every_form_has_an_endpoint_of_the_API_for_the_same_people()
    {
        var forms = Endpoints.Where(endpoint => What(endpoint) is not null && !IsApi(endpoint)).ToList();
        Assert.True(forms.Count >= 11, "The app has lost its forms.");
        foreach (var form in forms)
        {
            var api = Endpoints.Where(endpoint => IsApi(endpoint) && What(endpoint) == What(form)).ToList();
            Assert.True(api.Count > 0, $"{Pattern(form)}: the API does not do '{What(form)}'.");
            Assert.All(api, endpoint => Assert.Equal(Policy(form), Policy(endpoint)));
        }

        static string Policy(RouteEndpoint endpoint) =>
            endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>()!.Policy!;
    }

    [Fact]
    public async Task The_API_describes_every_endpoint()
    {
        var document = await shop.As(StaffRole.Admin).GetFromJsonAsync<JsonElement>("/api/openapi.json", Cancel);
        var described = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(method => (path.Name, Method: method.Name.ToUpperInvariant(), Summary: method.Value
                .TryGetProperty("summary", out var summary) ? summary.GetString() : null, Body: method.Value
                .TryGetProperty("requestBody", out var body) ? body : (JsonElement?)null))).ToList();
        Assert.All(described, one => Assert.False(string.IsNullOrEmpty(one.Summary), $"{one.Method} {one.Name}"));
        foreach (var endpoint in Endpoints.Where(endpoint => IsApi(endpoint) && What(endpoint) is not null
            && endpoint.Metadata.GetMetadata<FormerAddress>() is null))
        {
            var path = Pattern(endpoint).Replace("{**", "{");
            var one = Assert.Single(described, one => one.Name == path && one.Method == Methods(endpoint).Single());
            if (endpoint.Metadata.GetMetadata<Body>() is not null)
                Assert.True(one.Body?.GetProperty("content").TryGetProperty("application/json", out _), one.Name);
        }
    }

    public static TheoryData<string> Visitors =>
    [
        .. Enum.GetValues<StaffRole>().Select(Visitor.Of), .. Enum.GetValues<KeyScope>().Select(Visitor.Of),
    ];

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task The_API_lets_in_exactly_whom_its_policies_name(string grant)
    {
        using var asks = shop.Asking(grant);
        foreach (var endpoint in Endpoints.Where(IsApi))
        {
            var policy = endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>()!.Policy!;
            var method = Methods(endpoint)[0];
            // Of what is not there, and with an empty body: whoever is let in changes nothing.
            var address = System.Text.RegularExpressions.Regex.Replace(Pattern(endpoint), "{[^}]*}", "none");
            using var answer = await asks.SendAsync(new HttpRequestMessage(new HttpMethod(method), address), Cancel);
            var isForbidden = answer.StatusCode == HttpStatusCode.Forbidden;
            Assert.True(isForbidden != Policies.Grants[policy].Contains(grant),
                $"{method} {address} as {grant}: {answer.StatusCode}");
            Assert.True((int)answer.StatusCode < 500, $"{method} {address} as {grant}: {answer.StatusCode}");
            if (method != "GET" && !isForbidden) await AssertProblem(answer, $"{method} {address}");
        }
        Assert.Empty(shop.Store.Segments.InForce());
        Assert.Single(shop.Store.ScoringRuns.Last());
        Assert.DoesNotContain(
            shop.Store.Audit.Last(500), entry => entry.What is "settings changed" or "sources loaded");
    }

    static async Task<string> AssertProblem(HttpResponseMessage answer, string what)
    {
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound,
            $"{what}: {answer.StatusCode}");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        foreach (var part in new[] { "place", "problem", "remedy" })
            Assert.False(string.IsNullOrEmpty(problem.GetProperty(part).GetString()), $"{what}: no {part}");
        return problem.GetProperty("place").GetString()!;
    }

    [Theory]
    [InlineData("PUT", "/api/segments/x", """{"rle":"orders > 1"}""", 400, "body, at rle")]
    [InlineData("PUT", "/api/segments/x", """{"rule":null}""", 400, "body, at rule")]
    [InlineData("POST", "/api/segments", """{"name":"x","rule":"ordrs > 1"}""", 400, "rule")]
    [InlineData("PUT", "/api/segments/x", """{"rule":"orders > 1"}""", 404, "segment 'x'")]
    [InlineData("PUT", "/api/segments/x", "rule", 400, "body")]
    [InlineData("DELETE", "/api/segments/x", "", 404, "segment 'x'")]
    [InlineData("PUT", "/api/segments/x/watch", "", 404, "segment 'x'")]
    [InlineData("DELETE", "/api/segments/x/watch", "", 404, "segment 'x'")]
    [InlineData("POST", "/api/staff", """{"name":"Ann","email":"ann","role":"viewer"}""", 400, "e-mail")]
    [InlineData("POST", "/api/keys", """{"source":"shop","scope":"all"}""", 400, "scope")]
    [InlineData("PUT", "/api/settings", """{"lifecycle":{"old":1}}""", 400, "body line 1, column 15, at lifecycle.old")]
    [InlineData("PUT", "/api/settings", "", 400, "body")]
    [InlineData("PUT", "/api/sources", "", 400, "body")]
    [InlineData("PUT", "/api/sources", """{"sources":[{"kind":"shopify","name":"a","secrets":["open"]}]}""", 400, "")]
    [InlineData("POST", "/api/destinations/crm/restart", "", 404, "destination")]
    [InlineData("POST", "/api/strategies/none/stop", "", 404, "strategy 'none'")]
    [InlineData("POST", "/api/strategies/none/start", "", 404, "strategy 'none'")]
    [InlineData("POST", "/api/strategies/stop", "", 400, "body")]
    [InlineData("POST", "/api/strategies/stop", """{"all":false}""", 400, "body, at all")]
    [InlineData("POST", "/api/strategies/start", """{"all":"yes"}""", 400, "body, at all")]
    [InlineData("POST", "/api/strategies/apply", """{"files":{}}""", 400, "files")]
    [InlineData("POST", "/api/strategies/apply", """{"files":{"strategies/x.yaml":1}}""", 400, "body, at files")]
    [InlineData("POST", "/api/strategies/apply", """{"files":{"strategies/x.yaml":"strategy: x"}}""", 400,
        "strategies/x.yaml line 1")]
    [InlineData("POST", "/api/strategies/plan", """{"files":{}}""", 400, "files")]
    [InlineData("POST", "/api/strategies/keep", """{"files":{}}""", 400, "files")]
    [InlineData("POST", "/api/strategies/discard", "", 404, "draft")]
    public async Task What_will_not_do_is_answered_with_place_problem_and_remedy(
        string method, string address, string body, int status, string place)
    {
        var admin = shop.As(StaffRole.Admin);
        var before = shop.Store.Audit.Last(500).Count;
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await admin.SendAsync(request, Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.StartsWith(place, await AssertProblem(answer, address));
        Assert.Equal(before, shop.Store.Audit.Last(500).Count);
    }

    [Theory]
    [InlineData("""{"rle":"orders > 1"}""", "There is no 'rle' here.")]
    [InlineData("""{"rule":null}""", "It has to be a text.")]
    [InlineData("""{"rule":1}""", "It has to be a text.")]
    [InlineData("""{"name":"x"}""", "'rule' is missing.")]
    [InlineData("""["rule"]""", "It is no JSON object.")]
    [InlineData("""{"rule":""", "It is no JSON.")]
    [InlineData("", "It is no JSON.")]
    public async Task What_is_wrong_with_a_body_is_said_without_the_programs_own_names(string body, string says)
    {
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await shop.As(StaffRole.Marketer).PostAsync("/api/segments", content, Cancel);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(says, problem.GetProperty("problem").GetString());
        Assert.Equal("Send a JSON object with name, rule, description?, set?, replaces?.",
            problem.GetProperty("remedy").GetString());
        Assert.DoesNotMatch(@"System\.|Perennial\.\w|\.NET|type '", problem.ToString());
    }

    [Theory]
    [InlineData("session", "own", true)]
    [InlineData("session", "other", false)]
    [InlineData("session", "", false)]
    [InlineData("key", "own", true)]
    [InlineData("key", "other", true)]
    [InlineData("key", "", true)]
    public async Task A_session_changes_something_from_our_own_pages_alone_a_key_from_anywhere(
        string by, string origin, bool isAllowed)
    {
        using var asks = by == "key" ? shop.Asking("key:write")
            : shop.SignedIn(StaffRole.Marketer, $"from-{origin}@x.org");
        asks.DefaultRequestHeaders.Remove("Origin");
        if (origin.Length > 0)
        {
            asks.DefaultRequestHeaders.Add("Origin",
                origin == "own" ? shop.Address.GetLeftPart(UriPartial.Authority) : "https://evil.example");
        }
        using var answer = await asks.PostAsJsonAsync(
            "/api/segments", new { name = "origin", rule = "orders > 99" }, Cancel);
        Assert.Equal(isAllowed ? HttpStatusCode.Created : HttpStatusCode.Forbidden, answer.StatusCode);
        if (isAllowed) shop.Store.Segments.Remove("origin", shop.Now);
    }

    [Fact]
    public async Task Saving_the_same_twice_is_one_version_and_removing_twice_says_that_it_is_gone()
    {
        var marketer = shop.As(StaffRole.Marketer);
        var body = new { name = "twice", rule = "orders >= 2", description = "Thank them." };
        using var made = await marketer.PostAsJsonAsync("/api/segments", body, Cancel);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        foreach (var _ in new[] { 1, 2 })
        {
            var saved = await (await marketer.PutAsJsonAsync(
                    "/api/segments/twice", new { body.rule, body.description }, Cancel))
                .Content.ReadFromJsonAsync<JsonElement>(Cancel);
            Assert.Equal(1, saved.GetProperty("version").GetInt32());
            Assert.Equal("orders >= 2", saved.GetProperty("rule").GetString());
        }
        Assert.Equal(HttpStatusCode.NoContent, (await marketer.DeleteAsync("/api/segments/twice", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await marketer.DeleteAsync("/api/segments/twice", Cancel)).StatusCode);
    }
}
