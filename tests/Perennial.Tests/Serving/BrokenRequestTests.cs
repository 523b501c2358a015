using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Perennial.Data.Access;

namespace Perennial.Tests.Serving;

/// <summary>Whatever is sent to whichever door, the answer is one clear message to whoever sent it, and nothing in the
/// log: a mistake of theirs is no failure of the program's.</summary>
public sealed partial class BrokenRequestTests(OpenShop shop) : IClassFixture<OpenShop>
{
    static readonly string[] methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];

    int asked;

    readonly int loggedBefore = shop.Log.Lines.Count();

    static readonly string megabytes = new('x', 5 << 20);

    /// <summary>A request that is broken.</summary>
    /// <param name="Head">Headers beside Host, who asks, and Content-Length.</param>
    /// <param name="Body">The body; null for none.</param>
    sealed record Fault(string Head = "", string? Body = null)
    {
        /// <summary>The Host header with its line end; empty for none.</summary>
        public string? Host { get; init; }

        public string Version { get; init; } = "1.1";

        public string Query { get; init; } = "";

        /// <summary>Whether every door has to refuse it.</summary>
        public bool IsRefused { get; init; }

        /// <summary>The length that is said; null for the true one.</summary>
        public int? Length { get; init; }
    }

    static readonly Dictionary<string, Fault> faults = new()
    {
        ["empty host"] = new() { Host = "Host: \r\n", IsRefused = true },
        ["no host, as of old"] = new() { Host = "", Version = "1.0", IsRefused = true },
        ["another's host"] = new() { Host = "Host: evil.example\r\n", IsRefused = true },
        ["host that is no name"] = new() { Host = "Host: a b/c\r\n", IsRefused = true },
        ["no body"] = new("Content-Type: application/x-www-form-urlencoded\r\n", ""),
        ["text for a form"] = new("Content-Type: text/plain\r\n", "email=a&password=b"),
        ["nothing said of the body"] = new("", "email=a&password=b"),
        ["JSON for a form"] = new("Content-Type: application/json\r\n", """{"email":["""),
        ["form without a boundary"] = new("Content-Type: multipart/form-data\r\n", "--x\r\n\r\n--x--\r\n"),
        ["form that is cut off"] = new("Content-Type: multipart/form-data; boundary=x\r\n",
            "--x\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nhalf of it"),
        ["form whose parts have no names"] = new("Content-Type: multipart/form-data; boundary=x\r\n",
            "--x\r\nnonsense\r\n\r\n1\r\n--x--\r\n"),
        ["form of ten thousand fields"] = new("Content-Type: application/x-www-form-urlencoded\r\n",
            string.Join('&', Enumerable.Range(0, 10_000).Select(i => $"f{i}=1"))),
        ["form in no alphabet"] = new("Content-Type: application/x-www-form-urlencoded; charset=klingon\r\n", "a=b"),
        ["form that holds what no text has"] = new("Content-Type: application/x-www-form-urlencoded\r\n",
            "email=a%00b&password=c%00d&name=%00&id=%00&destination=%00&to=%00&rule=%00&source=%00&scope=%00"),
        ["JSON that holds what no text has"] = new("Content-Type: application/json\r\n",
            """{"name":"a\u0000","rule":"\ud800","source":"\u0000","scope":"read","email":"\udc00","role":"\u0000"}"""),
        ["body that is no text"] = new("Content-Type: application/json\r\n", "\u00ff\u00fe\u0000{"),
        ["deep JSON"] = new("Content-Type: application/json\r\n", new string('[', 100_000)),
        ["packed wrongly"] = new("Content-Type: application/json\r\nContent-Encoding: gzip\r\n", "no gzip"),
        ["larger than is read"] = new("Content-Type: application/x-www-form-urlencoded\r\n", "a=")
            { Length = 50 << 20 },
        ["pieces that are none"] = new("Transfer-Encoding: chunked\r\n", "zz\r\nno length\r\n"),
        ["query that is none"] = new() { Query = "?q=%00&to=%ff%fe&page=-1&sort=%00&rule=((((&run=x&by=%00&sure=%" },
        ["cookie that is none"] = new("Cookie: =;;perennial=\u00e9; a\r\n"),
    };

    public static TheoryData<string> Faults => [.. faults.Keys];

    [Theory, MemberData(nameof(Faults))]
    public async Task A_broken_request_is_answered_in_one_clear_message_at_every_door(string named)
    {
        var fault = faults[named];
        var (admin, key) = (shop.Session("breaks@example.com"), shop.Key(KeyScope.Admin));
        var wrong = new List<string>();
        // Each fault is sent to some of the doors, and each door some of the faults.
        var place = faults.Keys.ToList().IndexOf(named);
        foreach (var door in Door.All(shop).Where((_, i) => Suite.IsWhole || (i + place) % 12 == 0))
        {
            var cookie = door.Address == "/sign-out" ? shop.Session("leaves@example.com") : admin;
            var answer = await shop.Raw(Request(door, fault, cookie, key));
            if (Complaint(door, fault, answer) is { } complaint) wrong.Add($"{door}: {complaint}");
        }
        Assert.Empty(wrong);
        Assert.Empty(Failures());
    }

    [Fact]
    public async Task A_method_that_a_door_does_not_take_is_answered_in_one_clear_message()
    {
        var (admin, key) = (shop.Session("methods@example.com"), shop.Key(KeyScope.Admin));
        var (wrong, all) = (new List<string>(), Door.All(shop));
        // A picture is shown whoever asks for it and however.
        foreach (var address in all.Where(door => !Pixel(door)).Select(door => door.Address).Distinct())
            foreach (var method in methods.Except(all.Where(one => one.Address == address).Select(one => one.Method)))
            {
                if (method is "HEAD" or "OPTIONS") continue;
                var door = new Door(method, address);
                var answer = await shop.Raw(Request(door, new Fault(), admin, key));
                if (Complaint(door, new Fault { IsRefused = true }, answer) is { } wrongly)
                    wrong.Add($"{door}: {wrongly}");
            }
        Assert.Empty(wrong);
        Assert.Empty(Failures());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_however_it_comes()
    {
        foreach (var type in (string[])
            ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
        {
            using var browser = shop.Browser("192.0.2.200");
            using var body = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes("a=" + megabytes)));
            body.Headers.TryAddWithoutValidation("Content-Type", type);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = body };
            request.Headers.TransferEncodingChunked = true;
            try
            {
                using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.InRange((int)answer.StatusCode, 400, 499);
            }
            catch (HttpRequestException)
            {
                // The server hung up before everything was sent, which a sender may find out too late for the answer.
            }
        }
        Assert.Empty(Failures());
    }

    string Request(Door door, Fault fault, string cookie, string key)
    {
        var who = door.IsApi ? $"Authorization: Bearer {key}\r\n"
            : fault.Head.StartsWith("Cookie") ? "" : $"Cookie: {cookie}\r\n";
        var host = fault.Host ?? $"Host: {shop.Address.Authority}\r\n";
        var body = fault.Body is null || fault.Head.Contains("Transfer-Encoding") ? ""
            : $"Content-Length: {fault.Length ?? fault.Body.Length}\r\n";
        return $"{door.Method} {door.Address}{fault.Query} HTTP/{fault.Version}\r\n{host}{who}{fault.Head}{body}"
            + $"Sec-Fetch-Site: same-origin\r\nX-Forwarded-For: 198.51.100.{asked++ % 250}\r\nConnection: close\r\n\r\n"
            + fault.Body;
    }

    static string? Complaint(Door door, Fault fault, RawAnswer answer)
    {
        if (answer.Status is 0 or >= 500) return $"{answer.Status} {answer.Body}";
        // Probes of old load balancers name no host; trackers are let in by whatever name the server has.
        var isRefused = fault.IsRefused && !(fault.Host is not null && (door.IsTracking || Pixel(door)))
            && !(fault.Host == "" && door.IsProbe);
        if (isRefused && answer.Status < 400) return $"{answer.Status}, though it had to be refused";
        if (answer.Status < 400 || door.Method == "HEAD") return null;
        if (answer.Body.Contains("Exception") || answer.Body.Contains("   at ")) return answer.Body;
        // What the server itself cannot read as a request it answers without a word.
        var isServers = !answer.Head.ContainsKey("X-Content-Type-Options");
        if (isServers && answer.Head.GetValueOrDefault("Content-Length") == "0") return null;
        return Message(answer) is { Length: > 10 } ? null : $"{answer.Status} without a message: '{answer.Body}'";
    }

    static bool Pixel(Door door) => door.Address.Contains("pixel");

    static string Message(RawAnswer answer)
    {
        var type = answer.Head.GetValueOrDefault("Content-Type") ?? "";
        if (type.StartsWith("text/plain")) return answer.Body;
        if (type.StartsWith("text/html"))
            return Alert().Match(answer.Body) is { Success: true } found ? found.Groups[1].Value
                : Heading().Match(answer.Body).Groups[1].Value;
        if (!type.Contains("json")) return "";
        var (from, to) = (answer.Body.IndexOf('{'), answer.Body.LastIndexOf('}'));
        var json = JsonDocument.Parse(answer.Body[from..(to + 1)]).RootElement;
        foreach (var name in (string[])["problem", "error"])
            if (json.TryGetProperty(name, out var said)) return said.GetString()!;
        return "";
    }

    IEnumerable<string> Failures() => shop.Log.Lines.Skip(loggedBefore).Where(line =>
        line.StartsWith("Error") || line.StartsWith("Critical") || line.Contains("   at "));

    [GeneratedRegex("<h1>([^<]+)</h1>")]
    private static partial Regex Heading();

    [GeneratedRegex("role=\"alert\">([^<]+)<")]
    private static partial Regex Alert();
}
