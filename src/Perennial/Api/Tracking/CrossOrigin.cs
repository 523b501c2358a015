namespace Perennial.Api.Tracking;

/// <summary>Lets pages of any site send events: they carry a write key, and no cookie of ours.</summary>
static class CrossOrigin
{
    /// <summary>Says to the browser that the page may see the answer.</summary>
    public static void Allow(HttpContext context)
    {
        var origin = context.Request.Headers.Origin;
        if (origin.Count == 0) return;
        var headers = context.Response.Headers;
        // By name: a beacon is sent with credentials, for which browsers take no '*'.
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.AccessControlExposeHeaders = "Retry-After, X-RateLimit-Reset";
        headers.Vary = "Origin";
    }

    /// <summary>Answers what a browser asks before it sends.</summary>
    public static void AnswerPreflight(HttpContext context)
    {
        Allow(context);
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "POST, GET, OPTIONS";
        headers.AccessControlAllowHeaders = "content-type, authorization, x-retry-count, content-encoding, anonymousid";
        headers.AccessControlMaxAge = "86400";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
