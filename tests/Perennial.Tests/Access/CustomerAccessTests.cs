using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Tests.Store;
using Perennial.Web;

namespace Perennial.Tests.Access;

/// <summary>Which customers somebody sees, asked at every address that takes a customer.</summary>
public class CustomerAccessTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    // Anna has ordered, so she is on the call list; Carla has not.
    static readonly CustomerId anna = SomeFacts.Id("anna"), carla = SomeFacts.Id("carla");

    // Carla by another of her keys, and nobody.
    static readonly CustomerId device = CustomerId.Of(CustomerKeyKind.Anonymous, "device of carla");
    static readonly CustomerId nobody = SomeFacts.Id("nobody");

    public static TheoryData<string> Visitors =>
    [
        .. Enum.GetValues<StaffRole>().Select(Visitor.Of), .. Enum.GetValues<KeyScope>().Select(Visitor.Of),
    ];

    IEnumerable<RouteEndpoint> TakingACustomer => shop.App.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText!.Contains("customers/{"));

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task Whoever_may_not_see_a_customer_is_told_that_there_is_none(string grant)
    {
        using var asks = shop.Asking(grant);
        var seesAll = grant is not ("agent" or "key:track");
        Assert.True(TakingACustomer.Count() >= 4, "The app has lost its endpoints.");
        foreach (var endpoint in TakingACustomer)
        {
            var policy = endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy!;
            var isLetIn = Policies.Grants[policy].Contains(grant);
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods;
            // A page may be posted to as well; what it shows is asked for.
            foreach (var method in methods.Contains("GET") ? ["GET"] : methods)
            {
                await Expect(asks, method, endpoint, anna, isLetIn, isThere: true);
                await Expect(asks, method, endpoint, carla, isLetIn, isThere: seesAll);
                await Expect(asks, method, endpoint, nobody, isLetIn, isThere: false);
                await Expect(asks, method, endpoint, device, isLetIn, isThere: null);
            }
        }
    }

    // Nothing is said about the shape of an answer to who may not come here at all; and another key of a customer
    // leads to them or to nobody, but never for who may not see them.
    static async Task Expect(
        HttpClient asks, string method, RouteEndpoint endpoint, CustomerId customer, bool isLetIn, bool? isThere)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        var address = pattern.Replace("{id}", customer.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("{", address);
        using var answer = await asks.SendAsync(new HttpRequestMessage(new HttpMethod(method), address),
            TestContext.Current.CancellationToken);
        var what = $"{method} {pattern} of {customer}: {answer.StatusCode}";
        if (!isLetIn) Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, what);
        else if (isThere is { } there) Assert.True(there == (answer.StatusCode != HttpStatusCode.NotFound), what);
    }

    [Fact]
    public async Task An_agent_learns_of_nobody_who_is_not_on_the_call_list()
    {
        var agent = shop.As(StaffRole.Agent);
        var unknown = await Body(agent, "/api/customers/" + nobody);
        foreach (var id in new[] { carla, device })
        {
            Assert.Equal(HttpStatusCode.NotFound, await GuardedShop.Get(agent, "/customers/" + id));
            Assert.Equal(unknown.Replace($"{nobody}", $"{id}"), await Body(agent, "/api/customers/" + id));
        }
        foreach (var query in new[]
        {
            "", "?q=carla", "?q=carla@example.com", "?q=" + carla, "?rule=orders = 0", "?tier=none", "?sort=name",
            "?in=Prospects",
        })
        {
            foreach (var list in new[] { "/calls", "/api/calls" })
            {
                var page = await Body(agent, list + query);
                // What was searched for is shown again.
                if (!query.Contains('@')) Assert.DoesNotContain("carla@example.com", page);
                Assert.DoesNotContain("Carla", page);
                Assert.DoesNotContain("customers/" + carla, page);
            }
        }
        Assert.Contains("anna", await Body(agent, "/calls"));
        Assert.Contains("anna", await Body(agent, "/api/customers/" + anna));
    }

    [Fact]
    public async Task Whoever_comes_onto_the_call_list_is_seen_from_then_on()
    {
        var (agent, address) = (shop.As(StaffRole.Agent), "/customers/" + SomeFacts.Id("nina"));
        shop.Store.Intake.Write(SomeFacts.Batch([("nina", null)]), shop.Store.Moment());
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(shop.As(StaffRole.Viewer), address));
        Assert.Equal(HttpStatusCode.NotFound, await GuardedShop.Get(agent, address));
        shop.Store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("nina", "N-1", 1, 9_000)),
            shop.Store.Moment());
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(agent, address));
    }

    static async Task<string> Body(HttpClient asks, string address) =>
        WebUtility.HtmlDecode(await (await asks.GetAsync(address, TestContext.Current.CancellationToken))
            .Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
