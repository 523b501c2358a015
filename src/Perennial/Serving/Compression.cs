using Microsoft.AspNetCore.ResponseCompression;
using Perennial.Access;
using Perennial.Ui.Access;

namespace Perennial.Serving;

/// <summary>What is packed on its way: pages, answers, files and assets, over https too, but nothing that holds a
/// secret which lets somebody in (docs/decisions/0045-who-is-let-in-slowly-and-what-is-packed.md).</summary>
static class Compression
{
    static readonly string[] more = ["text/csv", "image/svg+xml", "application/problem+json"];

    public static void Configure(ResponseCompressionOptions options)
    {
        options.EnableForHttps = true;
        // What the server tells as it happens (text/event-stream) is not among them: it must not wait.
        options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, .. more];
    }

    /// <summary>Packs what may be.</summary>
    public static void UseCompression(this IApplicationBuilder app) =>
        app.UseWhen(http => IsOpen(http.Request), packed => packed.UseResponseCompression());

    // New keys and links are shown in answer to what was posted, and at the doors.
    static bool IsOpen(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !request.Path.StartsWithSegments(SignInForms.Path) && !request.Path.StartsWithSegments(StaffDoor.Welcome);
}
