using Perennial.Web;


namespace Perennial.Serving;

/// <summary>Refuses what another site's page makes a browser send: only the app's own pages may change
/// anything.</summary>
/// <remarks>
/// Browsers say where a request comes from (<c>Sec-Fetch-Site</c>; before it, <c>Origin</c>), and a page cannot
/// forge either. A program that is no browser sends neither, and carries no session: it may pass. So no page
/// needs a token (docs/decisions/0018-sessions-are-rows.md).
/// </remarks>
sealed class SameOrigin(RequestDelegate next)
{
    static readonly PathString[] forPrograms = ["/v1", "/hooks", "/u"];

    public Task Invoke(HttpContext context) => IsAllowed(context.Request) ? next(context)
        : FriendlyErrors.Answer(context, StatusCodes.Status403Forbidden, context.Request.Path.Value ?? "",
            "The request comes from another site's page.", "Open Perennial itself and do it there.");

    static bool HasBearer(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);

    static bool IsAllowed(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method))
            return true;
        // What trackers and stores send comes from other sites by its nature, and is let in by its own key alone. No
        // page of another site can make a browser add a key of ours.
        if (forPrograms.Any(path => request.Path.StartsWithSegments(path)) || HasBearer(request)) return true;
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site) return site == "same-origin" || site == "none";
        var origin = request.Headers.Origin;
        if (origin.Count == 0) return SessionCookie.Read(request) is null;
        return Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value;
    }
}
