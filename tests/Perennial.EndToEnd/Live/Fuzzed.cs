using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Perennial.Core.Statistics;
using Perennial.EndToEnd.Commands;

namespace Perennial.EndToEnd.Live;

/// <summary>Whatever is sent to it, the server lives, answers with 4xx or takes the good part, and writes nothing by
/// halves.</summary>
[Collection(ServedShop.Alone)]
public class Fuzzed
{
    const int Bodies = 400;

    static readonly string[] paths = ["/v1/batch", "/v1/track", "/v1/identify", "/v1/page", "/v1/alias", "/v1/t"];

    [Fact]
    public async Task Bodies_never_break_it_and_never_get_in_by_halves()
    {
        using var folder = new TemporaryFolder();
        var place = folder.File("shop.db");
        var key = ServedShop.AddKey(place);
        using var shop = await ServedShop.Start(place);
        using var client = shop.Client();
        var random = new Rng(20261122);
        var taken = new List<string>();
        var calls = new Calls(3, "", people: 10, ServedShop.Now);
        for (var i = 0; i < Bodies; i++)
        {
            string[] good = calls.Next(random.NextInt(1, 4));
            if (i % 4 == 0)
            {
                // A bad call among good ones is left out, and they are taken.
                await TakesTheGood(client, key, good, Broken(random, good[0]));
                taken.AddRange(good);
            }
            else await Refuses(client, key, Body(random, good[0]), paths[random.NextInt(paths.Length)]);
        }
        Assert.True(shop.IsRunning, shop.Log);
        await SameShop.AssertBatch(place, Calls.Events(taken), folder);
        Assert.DoesNotContain("   at ", shop.Log);
    }

    static async Task TakesTheGood(HttpClient client, string key, string[] good, string bad)
    {
        using var request = ServedShop.Request(client.BaseAddress!, "/v1/batch", key,
            new StringContent(Calls.Batch([.. good, bad])));
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode} {text}\n{bad}");
        Assert.Contains("\"refused\":1", text);
    }

    static async Task Refuses(HttpClient client, string key, byte[] body, string path)
    {
        using var request = ServedShop.Request(client.BaseAddress!, path, key, new ByteArrayContent(body));
        using var answer = await client.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is >= 400 and < 500,
            $"{(int)answer.StatusCode} {said}\n{Encoding.UTF8.GetString(body)}");
    }

    /// <summary>A call that is valid JSON and no event.</summary>
    static string Broken(Rng random, string good) => random.NextInt(9) switch
    {
        0 => "7",
        1 => """{"type":"track","event":"Order Completed","userId":"u","properties":{"order_id":1,"revenue":1e999}}""",
        2 => """{"type":"track","userId":"u","event":["Product Viewed"]}""",
        3 => """{"type":"identify","userId":{"id":1},"traits":{}}""",
        4 => """{"type":"track","event":"x\ud800y","userId":"u"}""",
        5 => $$"""{"type":"page","userId":"u","properties":{{Nested(40)}}}""",
        6 => """{"type":"track","event":"Product Viewed","userId":"u","timestamp":"yesterday"}""",
        7 => good.Replace("\"type\":", "\"kind\":"),
        _ => $$"""{"type":"page","userId":"u","name":"{{new string('x', 40_000)}}"}""",
    };

    /// <summary>A body of which nothing can be taken.</summary>
    static byte[] Body(Rng random, string good)
    {
        var bytes = Encoding.UTF8.GetBytes(good);
        switch (random.NextInt(8))
        {
            case 0:
                var noise = new byte[random.NextInt(1, 5_000)];
                for (var i = 0; i < noise.Length; i++) noise[i] = (byte)random.NextInt(256);
                return noise;
            case 1: return bytes[..random.NextInt(bytes.Length)];
            case 2: return Encoding.UTF8.GetBytes(new string('[', random.NextInt(1, 100_000)));
            case 3: return Encoding.UTF8.GetBytes($$"""{"batch":{{Nested(2_000)}}}""");
            case 4:
                bytes[random.NextInt(bytes.Length)] = 0xff;
                return bytes;
            case 5: return Encoding.UTF8.GetBytes(Calls.Batch(Enumerable.Repeat("1", 3_000)));
            case 6: return Encoding.UTF8.GetBytes("""{"batch":"all of it","userId":["\udc00"],"event":1e-9999}""");
            default:
                var filling = new string('y', random.NextInt(500_001, 700_000));
                return Encoding.UTF8.GetBytes($$"""{"x":"{{filling}}"}""");
        }
    }

    static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("""{"a":""", depth)) + "1" + new string('}', depth);

    [Fact]
    public async Task Neither_does_what_breaks_off_lies_about_its_length_or_never_comes()
    {
        using var folder = new TemporaryFolder();
        var place = folder.File("shop.db");
        var key = ServedShop.AddKey(place);
        using var shop = await ServedShop.Start(place);
        using var client = shop.Client();
        var good = new Calls(5, "", people: 3, ServedShop.Now).Next(20);
        var batch = Encoding.UTF8.GetBytes(Calls.Batch(good));

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(batch);
        var whole = packed.ToArray();
        int[] lengths = [0, 1, 9, 11, whole.Length / 2, whole.Length - 9, whole.Length - 4, whole.Length - 1];
        foreach (var length in lengths)
            await Refuses(client, key, whole[..length], "gzip");

        // Slow senders hold a connection each, and nothing else.
        var slow = Enumerable.Range(0, 50).Select(_ => Open(shop.Address, key, batch.Length, batch[..20])).ToList();
        foreach (var one in slow) await one;
        using (await Open(shop.Address, key, batch.Length + 50, batch)) { }
        Assert.Contains(" 400 ", await Said(shop.Address, key, 30, batch));
        Assert.Contains(" 413 ", await Said(shop.Address, key, long.MaxValue / 2, batch[..20]));
        await ServedShop.Post(client, key, good[..5]);
        foreach (var one in slow) (await one).Dispose();

        Assert.True(shop.IsRunning, shop.Log);
        await SameShop.AssertBatch(place, Calls.Events(good[..5]), folder);

        static async Task Refuses(HttpClient client, string key, byte[] body, string encoding)
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentEncoding.Add(encoding);
            using var request = ServedShop.Request(client.BaseAddress!, "/v1/batch", key, content);
            using var answer = await client.SendAsync(request);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{answer.StatusCode}: {body.Length} bytes");
        }
    }

    /// <summary>A connection that promised so many bytes and sent fewer, or more.</summary>
    static async Task<TcpClient> Open(Uri address, string key, long length, byte[] body)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:"));
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/batch HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Basic {basic}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"));
        await connection.GetStream().WriteAsync(body);
        return connection;
    }

    static async Task<string> Said(Uri address, string key, long length, byte[] body)
    {
        using var connection = await Open(address, key, length, body);
        var answer = new byte[200];
        var read = await connection.GetStream().ReadAsync(answer);
        return Encoding.ASCII.GetString(answer, 0, read);
    }
}
