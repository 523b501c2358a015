using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Perennial.Access;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Scoring;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Tests.Store;
using Perennial.Web;

namespace Perennial.Tests.Access;

/// <summary>A small stored shop that asks who comes, with one member of staff of each role.</summary>
public sealed class GuardedShop : IAsyncLifetime
{
    public const string Password = "seven purple ladders";

    // Slow on purpose: made once.
    static readonly Lazy<string> hash = new(() => Passwords.Hash(Password));

    readonly DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("perennial-access-");
    readonly Dictionary<StaffRole, HttpClient> staff = [];
    HttpClient? program;
    int asked;

    internal FakeTimeProvider Clock { get; } = new(Some.Now.ToDateTimeOffset());

    internal ShopStore Store { get; private set; } = null!;

    internal WebApplication App { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;

    internal Core.Instant Now => Core.Instant.From(Clock.GetUtcNow());

    internal static Actor By { get; } = Actor.Terminal("tests");

    public async ValueTask InitializeAsync()
    {
        Store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), Some.Now);
        Store.Intake.Write(
            SomeFacts.Batch(SomeFacts.Order("anna", "1", 10, 5_000), SomeFacts.Order("ben", "2", 20, 7_000)),
            Store.Moment());
        // Has not ordered, so is not on the call list.
        Store.Intake.Write(EventBatch.Of(
        [
            new IncomingEvent
            {
                Source = "test", MessageId = "carla", At = SomeFacts.At(1),
                Who = new CustomerKeySet { External = "carla", Anonymous = "device of carla" },
                Details = new CustomerDetails { FirstName = "Carla", Email = "carla@example.com" },
            },
        ]), Store.Moment());
        _ = Rescore.Run(Store, null, null, Some.Now, (_, _) => { }, CancellationToken.None);
        App = WebApp.Build(new WebAppOptions
        {
            Views = ShopLoader.Live(Store, Clock), Urls = ["http://127.0.0.1:0"],
        });
        await App.StartAsync();
        Address = new Uri(App.Urls.Single());
    }

    /// <summary>Somebody who is not signed in, with cookies of their own.</summary>
    internal HttpClient Stranger(CookieContainer? cookies = null)
    {
        var stranger = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer(),
        })
        { BaseAddress = Address };
        stranger.DefaultRequestHeaders.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        return stranger;
    }

    /// <summary>Adds somebody with <see cref="Password"/>, signed in already.</summary>
    internal HttpClient SignedIn(StaffRole role, string email)
    {
        var one = StaffEditing.New("Some " + role, email, role, Now) with { PasswordHash = hash.Value };
        Store.Staff.Add(one, new AuditEntry(Now, By, "staff added", one.Name));
        var secret = Secret.ForSession();
        var until = new Core.Instant(Now.UnixMs + (long)StaffDoor.SessionIdles.TotalMilliseconds);
        Store.SignIns.AddSession(new SignIn(Secret.Hash(secret), SignInKind.Session, one.Id, Now, until),
            new AuditEntry(Now, By, "signed in", one.Name));
        var cookies = new CookieContainer();
        cookies.Add(Address, new Cookie($"perennial-{Address.Port}", secret));
        return Stranger(cookies);
    }

    /// <summary>The member of staff of a role; signed in at the first time.</summary>
    internal HttpClient As(StaffRole role)
    {
        if (!staff.TryGetValue(role, out var browser))
            staff.Add(role, browser = SignedIn(role, $"{role}@example.com".ToLowerInvariant()));
        return browser;
    }

    /// <summary>A program with an admin's key; the key is made at the first time.</summary>
    internal HttpClient Program() => program ??= Asking("key:admin");

    /// <summary>Somebody of a role, or a program with a key: by their grant.</summary>
    internal HttpClient Asking(string grant)
    {
        if (Enum.TryParse<StaffRole>(grant, ignoreCase: true, out var role))
            return SignedIn(role, $"{role}-{asked++}@example.com".ToLowerInvariant());
        var one = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        one.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", Key(Enum.Parse<KeyScope>(grant["key:".Length..], ignoreCase: true)));
        return one;
    }

    internal string Key(KeyScope scope) => KeyEditing.Add(Store, "test " + scope, scope, By, Now).Secret;

    internal static Task<HttpResponseMessage> Post(
        HttpClient browser, string address, params (string Name, string Value)[] fields) => browser.PostAsync(
        address, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        TestContext.Current.CancellationToken);

    internal static async Task<HttpStatusCode> Get(HttpClient browser, string address) =>
        (await browser.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode;

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in staff.Values) browser.Dispose();
        program?.Dispose();
        await App.DisposeAsync();
        Store.Dispose();
        folder.Delete(recursive: true);
    }
}
