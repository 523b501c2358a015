using Perennial.Core;
using Perennial.Shop;

namespace Perennial.Web;

/// <summary>After one's own change one sees it, whichever process answers: the store's version after the change goes
/// along with the answer, and comes back with what is asked next, which is then answered from a view at least as
/// new.</summary>
/// <remarks>Browsers bring it as a cookie; programs may send the header back. Nobody else waits for the reading. A
/// number that somebody made up makes them wait for the present, no longer.</remarks>
static class OwnChange
{
    /// <summary>The header of answers and questions.</summary>
    public const string Header = "Perennial-Version";

    // No reading takes that long.
    static readonly TimeSpan kept = TimeSpan.FromHours(1);

    /// <summary>The version that the asker has to see at least; 0 for whoever changed nothing.</summary>
    public static long Of(HttpRequest request)
    {
        var brought = request.Headers[Header].ToString();
        if (brought.Length == 0) brought = request.Cookies[Cookie(request)] ?? "";
        return long.TryParse(brought, out var version) ? version : 0;
    }

    /// <summary>Sends the version as it is when the answer begins, the change being made.</summary>
    public static void Note(HttpContext http, ShopViews views) => http.Response.OnStarting(() =>
    {
        var version = $"{VersionOf(views)}";
        http.Response.Headers[Header] = version;
        var options = SessionCookie.Options(http);
        options.MaxAge = kept;
        http.Response.Cookies.Append(Cookie(http.Request), version, options);
        return Task.CompletedTask;
    });

    // The change is made; that the store is out of reach a moment later is for the next question to say.
    static long VersionOf(ShopViews views)
    {
        try
        {
            return views.Version();
        }
        catch (BadInputException)
        {
            return long.MaxValue;
        }
    }

    static string Cookie(HttpRequest request) => SessionCookie.Name(request) + "-seen";
}
