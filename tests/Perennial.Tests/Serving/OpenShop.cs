using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Perennial.Access;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Live;
using Perennial.Scoring;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Sources;
using Perennial.Tests.Store;
using Perennial.Tests.Watch;
using Perennial.Web;

namespace Perennial.Tests.Serving;

/// <summary>A small shop with every door open: pages, API, tracking, webhooks, behind a proxy that says who asks and
/// whether by https. What it logs is kept.</summary>
public sealed class OpenShop : IAsyncLifetime
{
    public const string Password = "seven purple ladders";

    // Slow on purpose: made once.
    static readonly Lazy<string> hash = new(() => Passwords.Hash(Password));

    readonly DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("perennial-doors-");
    Microsoft.Extensions.Logging.ILoggerFactory logs = null!;
    LiveShop live = null!;

    internal FakeTimeProvider Clock { get; } = new(Some.Now.ToDateTimeOffset());

    internal LogLines Log { get; } = new();

    internal ShopStore Store { get; private set; } = null!;

    internal WebApplication App { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;

    internal Core.Instant Now => Core.Instant.From(Clock.GetUtcNow());

    /// <summary>Whether the doors read an attribute of this name by now.</summary>
    internal bool Knows(string attribute) => live.Moments.Attributes.Find(attribute) is not null;

    static Actor By { get; } = Actor.Terminal("tests");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What is mapped beside the program's own doors, before it starts.</summary>
    internal Action<WebApplication> More { get; init; } = _ => { };

    public async ValueTask InitializeAsync()
    {
        Store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), Some.Now);
        Store.Intake.Write(
            SomeFacts.Batch([.. Enumerable.Range(0, 60).Select(i => SomeFacts.Order($"c{i}", $"{i}", i, 5_000 + i))]),
            Store.Moment());
        Store.Intake.Write(EventBatch.Of(
        [
            new IncomingEvent
            {
                Source = "test", MessageId = "carla", At = SomeFacts.At(1),
                Who = new CustomerKeySet { External = "carla" },
                Details = new CustomerDetails { FirstName = "Carla", Email = "carla@example.com", Phone = "+33 1 23" },
            },
        ]), Store.Moment());
        _ = Rescore.Run(Store, null, null, Some.Now, (_, _) => { }, CancellationToken.None);
        Environment.SetEnvironmentVariable("PERENNIAL_TESTS_HOOK", "hush");
        SourceEditing.Load(Store, "sources: [{kind: shopify, name: main, secrets: ['${PERENNIAL_TESTS_HOOK}']}]",
            "tests", By, Now);
        logs = Log.Factory();
        live = LiveShop.Start(Store, Clock, logs.CreateLogger("perennial"));
        App = WebApp.Build(new WebAppOptions
        {
            Views = ShopLoader.Live(Store, Clock), Urls = ["http://127.0.0.1:0"], Live = live, Logs = logs,
            BehindProxy = true,
        });
        More(App);
        await App.StartAsync();
        Address = new Uri(App.Urls.Single());
    }

    /// <summary>Adds somebody with <see cref="Password"/> who never signed in.</summary>
    internal StaffMember Person(string email, StaffRole role = StaffRole.Admin)
    {
        var one = StaffEditing.New(email.Split('@')[0], email, role, Now) with { PasswordHash = hash.Value };
        Store.Staff.Add(one, new AuditEntry(Now, By, "staff added", one.Name));
        return one;
    }

    /// <summary>The cookie of an admin who has just signed in.</summary>
    internal string Session(string email)
    {
        var one = Store.Staff.ByEmail(email) ?? Person(email);
        var secret = Secret.ForSession();
        var until = new Core.Instant(Now.UnixMs + (long)StaffDoor.SessionIdles.TotalMilliseconds);
        Store.SignIns.AddSession(new SignIn(Secret.Hash(secret), SignInKind.Session, one.Id, Now, until),
            new AuditEntry(Now, By, "signed in", one.Name));
        return $"perennial-{Address.Port}={secret}";
    }

    internal string Key(KeyScope scope) => KeyEditing.Add(Store, $"test {scope}", scope, By, Now).Secret;

    /// <summary>A browser that nobody is signed in at, at an address of its own.</summary>
    internal HttpClient Browser(string from = "192.0.2.1", bool isHttps = false, string? cookie = null)
    {
        var one = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false, UseCookies = cookie is null, CookieContainer = new CookieContainer(),
        })
        { BaseAddress = Address };
        one.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        one.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        if (isHttps) one.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        if (cookie is not null) one.DefaultRequestHeaders.Add("Cookie", cookie);
        return one;
    }

    /// <summary>A program with an admin's key.</summary>
    internal HttpClient Program()
    {
        var one = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        one.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key(KeyScope.Admin));
        return one;
    }

    internal static Task<HttpResponseMessage> Post(
        HttpClient browser, string address, params (string Name, string Value)[] fields) => browser.PostAsync(address,
        new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Stop);

    /// <summary>Sends a request byte by byte as it is written, for those that no library would send.</summary>
    internal async Task<RawAnswer> Raw(string request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(Address.Host, Address.Port, Stop);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Stop);
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, Stop);
        }
        catch (IOException)
        {
            // Who does not read a body to its end resets the connection; what was answered is here.
        }
        return RawAnswer.Of(Encoding.Latin1.GetString(answer.ToArray()));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await live.DisposeAsync();
        logs.Dispose();
        Store.Dispose();
        folder.Delete(recursive: true);
    }
}

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">Its status; 0 where nothing came.</param>
/// <param name="Head">Headers by their names.</param>
/// <param name="Body">The rest, in pieces as it may have been sent.</param>
sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Head, string Body)
{
    public static RawAnswer Of(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return new RawAnswer(0, new Dictionary<string, string>(), text);
        var lines = text[..end].Split("\r\n");
        var head = lines.Skip(1).Select(line => line.Split(": ", 2)).ToLookup(
            parts => parts[0], parts => parts[^1], StringComparer.OrdinalIgnoreCase);
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1]),
            head.ToDictionary(one => one.Key, one => string.Join('\n', one), StringComparer.OrdinalIgnoreCase),
            text[(end + 4)..]);
    }
}
