namespace Perennial.Web;

/// <summary>The cookie that holds a session's secret: scripts cannot read it, other sites' forms do not bring it, and
/// it goes with the browser.</summary>
static class SessionCookie
{
    public static string? Read(HttpRequest request) => request.Cookies[Name(request)];

    public static void Set(HttpContext http, string secret) =>
        http.Response.Cookies.Append(Name(http.Request), secret, Options(http));

    public static void Delete(HttpContext http) => http.Response.Cookies.Delete(Name(http.Request), Options(http));

    // Cookies do not tell ports apart: two shops on one machine would sign each other's staff out. The prefix makes
    // browsers refuse a cookie that a neighbouring host planted.
    internal static string Name(HttpRequest request) =>
        (request.IsHttps ? "__Host-" : "") + "perennial" + (request.Host.Port is { } port ? $"-{port}" : "");

    internal static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true,
    };
}
