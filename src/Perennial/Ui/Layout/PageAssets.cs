using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Perennial.Ui.Layout;

/// <summary>The stylesheet, the script and the icon, carried inside the executable.</summary>
/// <remarks>Addresses contain a hash of the content, so browsers keep a file for ever and still get every
/// change.</remarks>
static class PageAssets
{
    public const string Path = "/assets";

    static readonly Dictionary<string, Asset> all = new[]
    {
        Load("perennial.css", "text/css; charset=utf-8"),
        Load("perennial.js", "text/javascript; charset=utf-8"),
        Load("icon.svg", "image/svg+xml"),
    }.ToDictionary(asset => asset.Name);

    public static string Css { get; } = all["perennial.css"].Address;
    public static string Script { get; } = all["perennial.js"].Address;
    public static string Icon { get; } = all["icon.svg"].Address;

    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path + "/{hash}/{name}", (string hash, string name, HttpContext context) =>
        {
            if (!all.TryGetValue(name, out var asset)) return Results.NotFound();
            var isCurrent = hash == asset.Hash;
            context.Response.Headers.CacheControl = isCurrent ? "public, max-age=31536000, immutable" : "no-cache";
            return Results.Bytes(asset.Content, asset.Type, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}\""));
        }).AllowAnonymous();

    static Asset Load(string name, string type)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream("ui/" + name)
            ?? throw new InvalidOperationException($"The executable lacks its asset {name}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new Asset(name, type, content, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }

    sealed record Asset(string Name, string Type, byte[] Content, string Hash)
    {
        public string Address => $"{Path}/{Hash}/{Name}";
    }
}
