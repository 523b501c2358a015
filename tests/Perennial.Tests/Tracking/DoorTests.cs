using System.IO.Compression;
using System.Net;
using System.Text;
using Perennial.Core.History;

namespace Perennial.Tests.Tracking;

/// <summary>The tracking API over HTTP.</summary>
public class DoorTests
{
    const string Page = """{"type":"page","userId":"C-1"}""";
    const string List = $$"""{"batch":[{{Page}}]}""";
    const string Success = """{"success":true}""";

    [Theory]
    [InlineData("/v1/identify")]
    [InlineData("/v1/track")]
    [InlineData("/v1/page")]
    [InlineData("/v1/screen")]
    [InlineData("/v1/group")]
    [InlineData("/v1/alias")]
    [InlineData("/v1/i")]
    [InlineData("/v1/t")]
    [InlineData("/v1/p")]
    [InlineData("/v1/s")]
    [InlineData("/v1/g")]
    [InlineData("/v1/a")]
    [InlineData("/v1/merge")]
    [InlineData("/v1/page/")]
    public async Task Every_call_has_its_address(string path)
    {
        await using var server = await TrackingServer.Start();
        const string call = """{"userId":"C-1","event":"x","groupId":"g","previousId":"p"}""";
        Assert.Equal((200, Success), await server.Post(path, call));
        Assert.Equal("web", Assert.Single(server.Written).Source);
    }

    [Theory]
    [InlineData("/v1/batch")]
    [InlineData("/v1/b")]
    [InlineData("/v1/import")]
    [InlineData("/beacon/v1/batch")]
    public async Task Lists_have_theirs(string path)
    {
        await using var server = await TrackingServer.Start();
        Assert.Equal((200, Success), await server.Post(path, List));
        Assert.Single(server.Written);
    }

    [Fact]
    public async Task Other_addresses_are_the_apps()
    {
        await using var server = await TrackingServer.Start();
        Assert.Equal("the app", await server.Client.GetStringAsync("/"));
        Assert.Equal((200, "the app"), await server.Post("/v1/other", List));
        Assert.Equal((200, "the app"), await server.Post("/", List));
    }

    [Fact]
    public async Task A_key_stands_in_the_header_the_body_or_the_address()
    {
        await using var server = await TrackingServer.Start();
        var keyed = $$"""{"writeKey":"{{TrackingServer.Key}}","batch":[{{Page}}]}""";
        Assert.Equal(200, (await server.Post("/v1/b", keyed, key: null)).Status);
        Assert.Equal(200, (await server.Post("/beacon/v1/batch?writeKey=pk_web", List, key: null)).Status);
        Assert.Equal(200, await Status(server, List, $"Basic {Base64("pk_web")}"));
        Assert.Equal(200, await Status(server, List, $"basic {Base64("pk_web:ignored")}"));
        Assert.Equal(200, await Status(server, keyed, "Bearer some-token"));
        Assert.Equal(401, await Status(server, List, "Bearer some-token"));
        Assert.Equal(401, await Status(server, List, "Basic %%%"));
        Assert.Equal(401, await Status(server, List, $"Basic {Base64(":pk_web")}"));
        Assert.Equal(401, (await server.Post("/v1/b", List, key: null)).Status);
        Assert.Equal(401, (await server.Post("/v1/b", List, key: "pk_other")).Status);
        Assert.Equal(401, (await server.Post("/v1/b", keyed.Replace("pk_web", "PK_WEB"), key: null)).Status);
        Assert.Equal(5, server.Written.Count);
        Assert.All(server.Refused, one => Assert.Equal(("", "unknown_key"), (one.Source, one.Reason)));
    }

    static async Task<int> Status(TrackingServer server, string body, string authorization)
    {
        using var content = new StringContent(body);
        using var request = TrackingServer.Request("/v1/batch", content, key: null);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await server.Client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // What libraries really send, from their code: analytics-node 1.3, 2.2.1, 3.1, and analytics-next in the browser.
    [Theory]
    [InlineData("/v1/batch", true, false, "application/json", true)]
    [InlineData("/v1/batch", false, true, "application/json", true)]
    [InlineData("/v1/batch", true, true, "application/json", true)]
    [InlineData("/v1/b", true, true, "text/plain", true)]
    [InlineData("/v1/t", true, true, "text/plain", false)]
    public async Task Each_library_is_understood(string path, bool header, bool inBody, string type, bool list)
    {
        await using var server = await TrackingServer.Start();
        const string call = """
            "type":"track","event":"Product Viewed","userId":"019mr8mf4r","anonymousId":"5ab8",
            "properties":{"product_id":"p-1","price":12.5},"integrations":{},
            "context":{"library":{"name":"@segment/analytics-node","version":"2.2.1"}},
            "_metadata":{"nodeVersion":"20.10.0","jsRuntime":"node"},
            "timestamp":"2026-11-22T08:00:00.000Z","messageId":"node-next-1700000000000-6fa2"
            """;
        var key = inBody ? $"\"writeKey\":\"{TrackingServer.Key}\"," : "";
        var sent = "\"sentAt\":\"2026-11-22T08:00:01.000Z\"";
        var body = list ? $"{{{key}\"batch\":[{{{call}}}],{sent}}}" : $"{{{key}{call},{sent}}}";
        Assert.Equal((200, Success), await server.Post(path, body, header ? TrackingServer.Key : null, type));
        var made = Assert.Single(server.Written);
        Assert.Equal("node-next-1700000000000-6fa2", made.MessageId);
        Assert.Equal((ActivityKind.ProductView, "p-1"), (made.Activity!.Kind, made.Activity.Product));
        // A second before the request was received.
        Assert.Equal(TrackingServer.Now.UnixMs - 1000, made.At.UnixMs);
    }

    [Fact]
    public async Task Bodies_may_be_packed()
    {
        await using var server = await TrackingServer.Start();
        Assert.Equal((200, Success), await server.Post("/v1/batch", Packed(Encoding.UTF8.GetBytes(List))));
        Assert.Equal(400, (await server.Post("/v1/batch", Packed([1, 2, 3], pack: false))).Status);
        var half = Pack(Encoding.UTF8.GetBytes(List))[..20];
        Assert.Equal(400, (await server.Post("/v1/batch", Packed(half, pack: false))).Status);
        var other = Packed(Encoding.UTF8.GetBytes(List), encoding: "br");
        Assert.Equal(415, (await server.Post("/v1/batch", other)).Status);
        Assert.Single(server.Written);
    }

    [Fact]
    public async Task What_is_small_packed_and_huge_unpacked_is_not_read_to_its_end()
    {
        await using var server = await TrackingServer.Start();
        Assert.Equal(413, (await server.Post("/v1/batch", Packed(new byte[50_000_000]))).Status);
        Assert.Equal(413, (await server.Post("/v1/batch", new string(' ', 4_100_000))).Status);
        Assert.Equal(400, (await server.Post("/v1/batch", new string(' ', 600_000))).Status);
        Assert.Equal(["too_large", "too_large", "too_large"], server.Refused.Select(one => one.Reason));
    }

    static ByteArrayContent Packed(byte[] bytes, bool pack = true, string encoding = "gzip")
    {
        var content = new ByteArrayContent(pack ? Pack(bytes) : bytes);
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }

    static byte[] Pack(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    [Fact]
    public async Task A_bad_call_does_not_fail_its_list()
    {
        await using var server = await TrackingServer.Start();
        var (status, body) = await server.Post("/v1/batch", $$"""{"batch":[{"type":"page"},{{Page}}]}""");
        Assert.Equal(200, status);
        Assert.StartsWith("""{"success":true,"refused":1,"problems":["batch[0] has neither""", body);
        Assert.Single(server.Written);
        Assert.Equal(("web", "missing_id"), (server.Refused[0].Source, server.Refused[0].Reason));
    }

    [Fact]
    public async Task What_is_left_out_of_a_call_is_told_and_counted_though_the_call_is_taken()
    {
        await using var server = await TrackingServer.Start();
        var (status, body) = await server.Post("/v1/identify", """{"userId":"C-1","traits":{"language":"xx"}}""");
        Assert.Equal(200, status);
        Assert.StartsWith("""{"success":true,"refused":0,"problems":["traits.language is no language""", body);
        Assert.Single(server.Written);
        Assert.Equal(("web", "left_out"), (server.Refused[0].Source, server.Refused[0].Reason));
    }

    [Theory]
    [InlineData("/v1/batch", """{"batch":[{"type":"page"}]}""")]
    [InlineData("/v1/batch", """{"batch":[]}""")]
    [InlineData("/v1/batch", "not json")]
    [InlineData("/v1/track", """{"userId":"C-1"}""")]
    public async Task A_body_of_which_nothing_can_be_taken_is_a_bad_request(string path, string body)
    {
        await using var server = await TrackingServer.Start();
        var answer = await server.Post(path, body);
        Assert.Equal(400, answer.Status);
        Assert.StartsWith("""{"success":false,"error":""", answer.Body);
        Assert.Empty(server.Written);
        Assert.Single(server.Refused);
    }

    [Fact]
    public async Task Success_is_said_after_writing_and_not_before()
    {
        await using var server = await TrackingServer.Start();
        var written = new TaskCompletionSource();
        server.BeforeWriting = () => written.Task;
        var answer = server.Post("/v1/batch", List);
        Assert.NotSame(answer, await Task.WhenAny(answer, Task.Delay(200)));
        written.SetResult();
        Assert.Equal((200, Success), await answer);
    }

    [Fact]
    public async Task What_cannot_be_written_is_to_be_sent_again()
    {
        await using var server = await TrackingServer.Start();
        server.BeforeWriting = () => throw new IOException("The disk is full: /secret/place");
        using var content = new StringContent($$"""{"batch":[{"type":"page"},{{Page}}]}""");
        using var answer = await server.Client.SendAsync(TrackingServer.Request("/v1/batch", content));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync());
        // It comes again, and is counted then.
        Assert.Empty(server.Refused);
    }

    [Fact]
    public async Task Nor_is_anything_lost_while_keys_cannot_be_looked_up()
    {
        await using var server = await TrackingServer.Start();
        server.BeforeFinding = () => throw new Core.BadInputException("db", "It is out of reach.", "Start it.");
        using var content = new StringContent(List);
        using var answer = await server.Client.SendAsync(TrackingServer.Request("/v1/batch", content));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Nor_while_the_shops_attributes_cannot_be_read()
    {
        await using var server = await TrackingServer.Start();
        server.BeforeAttributes = () => throw new IOException("The server is gone: /secret/place");
        using var content = new StringContent(List);
        using var answer = await server.Client.SendAsync(TrackingServer.Request("/v1/batch", content));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync());
        Assert.Empty(server.Refused);
    }

    [Fact]
    public async Task Whoever_sends_too_much_is_told_when_to_come_again()
    {
        await using var server = await TrackingServer.Start(eventsPerSecond: 100);
        var list = $$"""{"batch":[{{string.Join(',', Enumerable.Repeat(Page, 2500))}}]}""";
        Assert.Equal(200, (await server.Post("/v1/batch", list)).Status);
        using var content = new StringContent(list);
        using var answer = await server.Client.SendAsync(TrackingServer.Request("/v1/batch", content));
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(answer.Headers.RetryAfter.ToString(), answer.Headers.GetValues("X-RateLimit-Reset").Single());
        Assert.Equal(2500, server.Written.Count);
    }

    [Fact]
    public async Task Pages_of_any_site_may_send()
    {
        await using var server = await TrackingServer.Start();
        using var ask = new HttpRequestMessage(HttpMethod.Options, "/v1/t");
        ask.Headers.Add("Origin", "https://shop.example");
        ask.Headers.Add("Access-Control-Request-Method", "POST");
        ask.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-retry-count");
        using var allowed = await server.Client.SendAsync(ask);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal("https://shop.example", Header(allowed, "Access-Control-Allow-Origin"));
        foreach (var name in new[] { "content-type", "authorization", "x-retry-count" })
            Assert.Contains(name, Header(allowed, "Access-Control-Allow-Headers"));
        Assert.Contains("POST", Header(allowed, "Access-Control-Allow-Methods"));

        using var content = new StringContent(List);
        using var request = TrackingServer.Request("/v1/b", content);
        request.Headers.Add("Origin", "https://shop.example");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("https://shop.example", Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("Origin", Header(answer, "Vary"));
    }

    static string Header(HttpResponseMessage answer, string name) => string.Join(',', answer.Headers.GetValues(name));

    [Fact]
    public async Task Only_posts_are_taken()
    {
        await using var server = await TrackingServer.Start();
        using var answer = await server.Client.GetAsync("/v1/track");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task A_picture_is_an_event_each_time_it_is_shown()
    {
        await using var server = await TrackingServer.Start();
        const string address = "/pixel/v1/track?writeKey=pk_web&anonymousId=a&event=Letter%20Read&properties.sku=p-1";
        for (var time = 0; time < 2; time++)
        {
            using var picture = await server.Client.GetAsync(address);
            Assert.Equal("image/gif", picture.Content.Headers.ContentType?.MediaType);
            Assert.StartsWith("GIF89a", Encoding.ASCII.GetString(await picture.Content.ReadAsByteArrayAsync()));
        }
        Assert.Equal(2, server.Written.Select(made => made.MessageId).Distinct().Count());
        Assert.All(server.Written, made => Assert.Equal(("Letter Read", "p-1"),
            (made.Activity!.Name, made.Activity.Product)));

        var data = Base64("""{"writeKey":"pk_web","userId":"C-1","event":"Email Opened","messageId":"m"}""");
        await server.Client.GetByteArrayAsync($"/v1/pixel/track?data={Uri.EscapeDataString(data)}");
        Assert.Equal(ResponseKind.Open, server.Written[^1].Response?.Kind);
        await server.Client.GetByteArrayAsync("/pixel/v1/page?writeKey=pk_web");
        await server.Client.GetByteArrayAsync("/v1/pixel/track?data=***");
        await server.Client.GetByteArrayAsync("/pixel/v1/page?writeKey=pk_web&userId=%ED%A0%80&properties.=%00&.=1");
        Assert.Equal(3, server.Written.Count);
    }
}
