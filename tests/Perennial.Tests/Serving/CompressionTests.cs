using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.Access;
using Perennial.Ui.Layout;

namespace Perennial.Tests.Serving;

/// <summary>Answers are packed as far as whoever asks can unpack them, but for those that hold a secret.</summary>
public sealed class CompressionTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static readonly string[] addresses =
    [
        "/", "/customers", "/segments", "/no/such/page", "/customers.csv", "/calls.csv", "/api/customers",
        "/api/openapi.json", "/api/no/such/thing", PageAssets.Css, PageAssets.Script,
    ];

    static readonly (string Asked, string? Packed)[] encodings =
    [
        ("br", "br"), ("gzip", "gzip"), ("gzip, br", "br"), ("identity", null), ("zstd", null),
        ("br;q=0, gzip", "gzip"),
    ];

    [Fact]
    public async Task Pages_answers_files_and_assets_are_packed_as_was_asked()
    {
        await using var shop = new OpenShop();
        await shop.InitializeAsync();
        var (cookie, wrong) = (shop.Session("packs@example.com"), new List<string>());
        foreach (var isHttps in (bool[])[false, true])
        {
            // Of https the cookie has another name.
            using var browser = shop.Browser(isHttps: isHttps, cookie: isHttps ? "__Host-" + cookie : cookie);
            using var program = shop.Program();
            if (isHttps) program.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            foreach (var address in addresses)
            {
                var client = address.StartsWith("/api") ? program : browser;
                var plain = await Get(client, address, "identity");
                foreach (var (asked, packed) in encodings)
                {
                    var (encoding, vary, bytes) = await Get(client, address, asked);
                    if (encoding != packed) wrong.Add($"{address} asked for {asked}: {encoding}");
                    if (!vary.Contains("Accept-Encoding")) wrong.Add($"{address}: Vary: {vary}");
                    if (encoding is not null && bytes.Length >= plain.Bytes.Length)
                        wrong.Add($"{address} is not smaller in {encoding}: {bytes.Length} of {plain.Bytes.Length}");
                    if (!Unpacked(bytes, encoding).SequenceEqual(plain.Bytes))
                        wrong.Add($"{address} differs in {asked}");
                }
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_holds_a_secret_is_never_packed()
    {
        await using var shop = new OpenShop();
        await shop.InitializeAsync();
        using var stranger = shop.Browser(isHttps: true);
        stranger.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");
        var link = new StaffDoor(shop.Store, shop.Clock).FirstLink();
        using var welcome = await stranger.GetAsync("/welcome/" + link, Stop);
        Assert.Contains(link, await welcome.Content.ReadAsStringAsync(Stop));
        using var door = await stranger.GetAsync("/sign-in?to=/x", Stop);
        Assert.Contains("value=\"/x\"", await door.Content.ReadAsStringAsync(Stop));

        using var admin = shop.Browser(isHttps: true, cookie: "__Host-" + shop.Session("shows@example.com"));
        admin.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");
        using var key = await OpenShop.Post(admin, "/settings/keys/add", ("source", "x"), ("scope", "read"));
        Assert.Contains("pk_", await key.Content.ReadAsStringAsync(Stop));
        using var program = shop.Program();
        program.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");
        using var made = await program.PostAsync("/api/keys", new StringContent(
            """{"source":"y","scope":"read"}""", Encoding.UTF8, "application/json"), Stop);
        Assert.Contains("pk_", await made.Content.ReadAsStringAsync(Stop));
        Assert.All((HttpResponseMessage[])[welcome, door, key, made],
            answer => Assert.Empty(answer.Content.Headers.ContentEncoding));
    }

    // What is told as it happens must not wait for more of it.
    [Fact]
    public async Task Events_that_the_server_sends_are_not_held_back()
    {
        var next = new TaskCompletionSource();
        await using var shop = new OpenShop
        {
            More = app => app.MapGet("/told", async (HttpContext http) =>
            {
                http.Response.ContentType = "text/event-stream";
                await http.Response.WriteAsync("data: first\n\n");
                await http.Response.Body.FlushAsync();
                await next.Task;
                await http.Response.WriteAsync("data: second\n\n");
            }).WithMetadata(new AllowAnonymousAttribute()),
        };
        await shop.InitializeAsync();
        using var browser = shop.Browser();
        browser.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");
        using var answer = await browser.GetAsync("/told", HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("data: first", await lines.ReadLineAsync(Stop));
        next.SetResult();
        Assert.Contains("data: second", await lines.ReadToEndAsync(Stop));
    }

    static async Task<(string? Encoding, string Vary, byte[] Bytes)> Get(
        HttpClient client, string address, string asked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", asked);
        using var answer = await client.SendAsync(request, Stop);
        return (answer.Content.Headers.ContentEncoding.SingleOrDefault(), answer.Headers.Vary.ToString(),
            await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    static byte[] Unpacked(byte[] bytes, string? encoding)
    {
        using var packed = new MemoryStream(bytes);
        using Stream plain = encoding switch
        {
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        var all = new MemoryStream();
        plain.CopyTo(all);
        return all.ToArray();
    }
}
