using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Web;

namespace Perennial.Tests.Access;

/// <summary>Nothing is open by oversight.</summary>
public class EndpointTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    // What anybody may ask for: each knows nobody, or asks who comes by itself.
    static readonly string[] open =
        ["/health", "/ready", "/assets/{hash}/{name}", "/sign-in", "/welcome/{secret}"];

    static readonly string[] openBelow = ["/v1/", "/hooks/", "/u/"];

    IEnumerable<RouteEndpoint> Endpoints =>
        shop.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    static bool IsOpen(RouteEndpoint endpoint) => open.Contains(Pattern(endpoint))
        || openBelow.Any(path => (Pattern(endpoint) + "/").StartsWith(path, StringComparison.Ordinal));

    [Fact]
    public void Every_endpoint_names_a_policy_or_is_on_the_list_of_open_ones()
    {
        Assert.True(Endpoints.Count() > 40, "The app has lost its endpoints.");
        var wrong = new List<string>();
        foreach (var endpoint in Endpoints)
        {
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            if (IsOpen(endpoint) != isOpen) wrong.Add($"{Pattern(endpoint)}: open to everybody is {isOpen}");
            if (isOpen) continue;
            if (policies is not [{ } policy] || !Policies.Grants.ContainsKey(policy))
                wrong.Add($"{Pattern(endpoint)}: policies {string.Join(", ", policies)}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void What_changes_something_is_never_for_readers()
    {
        var reading = new[] { "GET", "HEAD", "OPTIONS" };
        var changing = Endpoints.Where(endpoint => !IsOpen(endpoint)
            && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods
            && !methods.Any(reading.Contains)).ToList();
        Assert.NotEmpty(changing);
        Assert.All(changing, endpoint => Assert.Contains(
            endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy,
            (string?[])[Policies.Write, Policies.Admin, Policies.Own]));
    }

    [Fact]
    public void What_names_no_policy_is_for_admins_alone()
    {
        var options = new AuthorizationOptions();
        Policies.Configure(options);
        Assert.Same(options.GetPolicy(Policies.Admin), options.FallbackPolicy);
        Assert.Equal(["admin", "key:admin"], Policies.Grants[Policies.Admin]);
    }
}
