namespace Perennial.Serving;

/// <summary>Headers that keep a page to its own files and out of other sites' frames.</summary>
sealed class SafeHeaders(RequestDelegate next)
{
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    // Set when the answer starts, so that an answer that was begun anew after an error has them too.
    public Task Invoke(HttpContext context)
    {
        context.Response.OnStarting(Set, context.Response.Headers);
        return next(context);
    }

    static Task Set(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Names and phone numbers: no copy in a shared or a disk cache. Assets say otherwise.
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        // Speaks to a script that no page has.
        headers.Remove("blazor-enhanced-nav");
        return Task.CompletedTask;
    }
}
