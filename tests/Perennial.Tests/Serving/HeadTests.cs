using System.Net;
using Perennial.Data.Access;
using Perennial.Ui.Layout;

namespace Perennial.Tests.Serving;

/// <summary>HEAD is answered as GET is, without the body: for those who ask whether a page is there, how long a file
/// is, whether the server lives.</summary>
public sealed class HeadTests(OpenShop shop) : IClassFixture<OpenShop>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Differ from one answer to the next whatever is asked, or belong to the body that is not there.
    static readonly string[] changing = ["Date", "Set-Cookie", "Transfer-Encoding", "Content-Length", "Connection"];

    [Fact]
    public async Task HEAD_is_answered_as_GET_at_every_door()
    {
        using var admin = shop.Browser(cookie: shop.Session("heads@example.com"));
        using var program = shop.Program();
        admin.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        program.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        var wrong = new List<string>();
        foreach (var door in Door.All(shop).Where(door => door.Method == "GET"))
        {
            var client = door.IsApi ? program : admin;
            using var get = await client.GetAsync(door.Address, Stop);
            using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, door.Address), Stop);
            if (head.StatusCode != get.StatusCode) wrong.Add($"{door}: {get.StatusCode}, HEAD {head.StatusCode}");
            else if (Headers(get) != Headers(head)) wrong.Add($"{door}: {Headers(get)}\nHEAD {Headers(head)}");
            if ((await head.Content.ReadAsByteArrayAsync(Stop)).Length > 0) wrong.Add($"{door}: HEAD has a body");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task HEAD_asks_who_comes_as_GET_does()
    {
        using var stranger = shop.Browser();
        foreach (var (address, status) in new[]
        {
            ("/customers", HttpStatusCode.Found), ("/api/customers", HttpStatusCode.Unauthorized),
            ("/customers.csv", HttpStatusCode.Found),
        })
        {
            using var head = await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), Stop);
            Assert.Equal(status, head.StatusCode);
        }
    }

    [Fact]
    public async Task A_file_says_in_HEAD_how_long_it_is()
    {
        using var browser = shop.Browser();
        using var head = await browser.SendAsync(
            new HttpRequestMessage(HttpMethod.Head, PageAssets.Css), Stop);
        Assert.Equal((await browser.GetByteArrayAsync(PageAssets.Css, Stop)).Length,
            head.Content.Headers.ContentLength);
    }

    // A picture that somebody only asks about was not shown.
    [Fact]
    public async Task HEAD_of_a_picture_is_no_event()
    {
        var key = shop.Key(KeyScope.Track);
        using var browser = shop.Browser();
        var address = $"/v1/pixel/track?writeKey={key}&userId=headed&event=Opened";
        using var head = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), Stop);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(shop.Store.Customers.Find("headed"));
        using var get = await browser.GetAsync(address, Stop);
        Assert.NotEmpty(shop.Store.Customers.Find("headed"));
    }

    static string Headers(HttpResponseMessage answer) => string.Join("; ", answer.Headers.Concat(answer.Content.Headers)
        .Where(header => !changing.Contains(header.Key)).OrderBy(header => header.Key)
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));
}
