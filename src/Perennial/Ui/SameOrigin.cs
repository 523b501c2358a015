using Perennial.Api.Webhooks;

namespace Perennial.Ui;

/// <summary>Refuses what another site's page makes a browser send: only the app's own pages may change
/// anything.</summary>
/// <remarks>
/// Browsers say where a request comes from (<c>Sec-Fetch-Site</c>; before it, <c>Origin</c>), and a page cannot
/// forge either. A program that is no browser sends neither, and carries no browser's cookies: it may pass. So no page
/// needs a token, and no cookie has to be set.
/// </remarks>
sealed class SameOrigin(RequestDelegate next)
{
    public Task Invoke(HttpContext context) => IsAllowed(context.Request) ? next(context)
        : FriendlyErrors.Answer(context, StatusCodes.Status403Forbidden, context.Request.Path.Value ?? "",
            "The request comes from another site's page.", "Open Perennial itself and do it there.");

    static bool IsAllowed(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method))
            return true;
        if (request.Path.StartsWithSegments(WebhookEndpoints.Path)) return true;
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site) return site == "same-origin" || site == "none";
        var origin = request.Headers.Origin;
        return origin.Count == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value);
    }
}
