using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Perennial.Access;
using Perennial.Api;
using Perennial.Api.Tracking;
using Perennial.Api.Webhooks;
using Perennial.Live;
using Perennial.Ui.Access;
using Perennial.Ui.Customers;
using Perennial.Ui.Layout;
using Perennial.Ui.Segments;
using Perennial.Ui.Strategies;
using Perennial.Ui.Traffic;
using Perennial.Watch;
using Perennial.Web;

namespace Perennial.Serving;

/// <summary>The web app: pages rendered on the server, and the JSON API for what they show.</summary>
public static class WebApp
{
    // A webhook with a large order; batches of events are smaller.
    const long LargestBody = 4 * 1024 * 1024;

    /// <summary>Builds the app; the caller runs it.</summary>
    /// <remarks>Reads no configuration of its own: everything it does is in the options.</remarks>
    public static WebApplication Build(WebAppOptions options)
    {
        if (options.Visitor is null && options.Views.Store is null)
            throw new ArgumentException("Nobody can sign in to a shop without a store.", nameof(options));
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "perennial" });
        builder.WebHost.UseKestrelCore().UseUrls([.. options.Urls])
            .ConfigureKestrel(server =>
            {
                server.AddServerHeader = false;
                // A rule stands in the address while it is written.
                server.Limits.MaxRequestLineSize = 64 * 1024;
                server.Limits.MaxRequestBodySize = LargestBody;
            });
        builder.Services.AddSingleton(options.Logs ?? ServerLog.Create());
        builder.AddPerennial(options);

        var app = builder.Build();
        app.MapPerennial();
        return app;
    }

    /// <summary>Registers what the pages need.</summary>
    public static void AddPerennial(this WebApplicationBuilder builder, WebAppOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Views);
        builder.Services.AddAuthentication(AccessHandler.Name)
            .AddScheme<AuthenticationSchemeOptions, AccessHandler>(AccessHandler.Name, null);
        builder.Services.AddAuthorization(Policies.Configure);
        builder.Services.AddRateLimiter(RateLimiting.Configure);
        builder.Services.AddSingleton(new SignInPauses(options.Views.Clock));
        builder.Services.AddScoped<ShopRequest>();
        builder.Services.AddRoutingCore();
        builder.Services.AddRazorComponents();
        builder.Services.Configure<KeyManagementOptions>(NoKeyRing.Use);
        builder.Services.AddOpenApi(openApi =>
            openApi.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/") == true);
        builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        builder.Services.AddResponseCompression(Compression.Configure);
        builder.Services.Configure<HostFilteringOptions>(hosts =>
        {
            hosts.AllowedHosts = AllowedHosts(options);
            (hosts.AllowEmptyHosts, hosts.IncludeFailureMessage) = (false, false);
        });
    }

    /// <summary>Maps pages, assets and API.</summary>
    public static void MapPerennial(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<WebAppOptions>();
        if (options.BehindProxy) app.UseForwardedHeaders(Forwarded());
        // Trackers are let in by their keys, from anybody's pages and by whatever name the server has.
        if (options.Live is { } live) app.MapTracking(live);
        app.UseMiddleware<HeadAsGet>();
        app.UseCompression();
        app.UseMiddleware<SafeHeaders>();
        app.UseMiddleware<FriendlyErrors>();
        app.UseStatusCodePages(FriendlyErrors.AnswerStatus);
        app.UseWhen(http => !IsProbeOfOld(http.Request), named => named.UseHostFiltering());
        app.UseMiddleware<SameOrigin>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<ShopOfRequest>();
        app.MapAssets();
        app.MapHealth(new Readiness(options.Views.Store, options.Live, options.Views.Clock));
        app.MapApi();
        if (options.Live is { } hooks) app.MapWebhooks(hooks);
        app.MapSegmentForms();
        app.MapStrategyForms();
        app.MapSignIn();
        app.MapStaffForms();
        app.MapKeyForms();
        app.MapDataForms();
        app.MapErasure();
        app.MapAttributeForms();
        app.MapDuplicateForms();
        app.MapOpenApi("/api/openapi.json").RequireAuthorization(Policies.Read);
        // What another site's page posts is refused by SameOrigin, without tokens.
        app.MapRazorComponents<App>().DisableAntiforgery().Add(OnlyShow);
        app.MapFallback(FriendlyErrors.NotFound).RequireAuthorization(Policies.Desk);
    }

    // Load balancers that speak HTTP/1.0 name no host when they ask whether the server lives.
    static bool IsProbeOfOld(HttpRequest request) =>
        request.Headers.Host.Count == 0 && (request.Path == "/health" || request.Path == "/ready");

    // Pages are looked at: what is posted has doors of its own. What the framework maps beside them none asks for.
    static void OnlyShow(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: { } path }) return;
        if (path.Contains("_framework/")) endpoint.Metadata.Add(new AuthorizeAttribute(Policies.Admin));
        else endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get]));
    }

    // The proxy's address is not known beforehand; who says that there is one keeps everybody else away.
    static ForwardedHeadersOptions Forwarded()
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        return options;
    }

    // Another site's name that resolves to 127.0.0.1 must not read the shop (DNS rebinding): the Host header has to
    // name this machine, or a name it was told to serve.
    static List<string> AllowedHosts(WebAppOptions options)
    {
        var hosts = new List<string> { "127.0.0.1", "localhost", "[::1]" };
        foreach (var url in options.Urls)
        {
            var host = BindingAddress.Parse(url).Host;
            if (host is "*" or "+" || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IsAny(ip))) continue;
            hosts.Add(host);
        }
        hosts.AddRange(options.Hosts);
        return hosts;
    }

    static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
