using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Access;
using Perennial.Tests.Store;
using Perennial.Ui.Layout;

namespace Perennial.Tests.Serving;

/// <summary>An address of the program with the method it is asked by.</summary>
/// <param name="Method">GET, POST, …</param>
/// <param name="Address">An address that the door answers.</param>
sealed record Door(string Method, string Address)
{
    // Answered before the program's list of addresses is asked.
    static readonly string[] tracking =
        ["/v1/identify", "/v1/track", "/v1/batch", "/v1/b", "/v1/import", "/v1/merge", "/beacon/v1/batch"];

    public bool IsTracking => Address.StartsWith("/v1/") || Address.StartsWith("/beacon/");

    public bool IsApi => Address.StartsWith("/api/");

    public bool IsProbe => Address is "/health" or "/ready";

    /// <summary>Whether it asks nobody who comes.</summary>
    public bool IsOpen => IsTracking || IsProbe || Address == "/sign-in" || Address.StartsWith("/welcome/")
        || Address.StartsWith("/hooks/") || Address.StartsWith("/assets/");

    public override string ToString() => $"{Method} {Address}";

    /// <summary>Every door of a shop that is served.</summary>
    public static IReadOnlyList<Door> All(OpenShop shop) =>
    [
        .. shop.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is { } path && !path.Contains("_framework")
                && !path.Contains("nonfile"))
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Select(method => new Door(method, Filled(endpoint.RoutePattern.RawText!, shop))))
            .Distinct(),
        .. tracking.Select(path => new Door("POST", path)),
        new Door("GET", "/v1/pixel/track"),
        new Door("GET", "/no/such/page"),
    ];

    static string Filled(string pattern, OpenShop shop)
    {
        var path = "/" + pattern.TrimStart('/');
        if (path.StartsWith("/customers") || path.StartsWith("/api/customers"))
            path = path.Replace("{id}", $"{SomeFacts.Id("c1")}").Replace("{Id}", $"{SomeFacts.Id("c1")}");
        return path.Replace("{hash}/{name}", PageAssets.Css[(PageAssets.Path.Length + 1)..])
            .Replace("{secret}", new StaffDoor(shop.Store, shop.Clock).FirstLink())
            .Replace("{kind}/{name}", "shopify/main")
            .Replace("{*Name}", "Late").Replace("{**name}", "Late").Replace("{name}", "Late")
            .Replace("{*Id}", "rose").Replace("{**id}", "rose").Replace("{id}", "nobody");
    }
}
