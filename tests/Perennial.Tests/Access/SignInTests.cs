using System.Net;
using System.Text.RegularExpressions;
using Perennial.Access;
using Perennial.Data.Access;

namespace Perennial.Tests.Access;

/// <summary>Signing in and out, as a browser does it.</summary>
public class SignInTests(GuardedShop shop) : IClassFixture<GuardedShop>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static readonly (string, string)[] passwords =
        [("password", GuardedShop.Password), ("again", GuardedShop.Password)];

    static Task<HttpResponseMessage> SignIn(HttpClient browser, string email, string password, string to = "/") =>
        GuardedShop.Post(browser, "/sign-in", ("email", email), ("password", password), ("to", to));

    [Fact]
    public async Task The_first_link_makes_an_admin_once()
    {
        await using var empty = new GuardedShop();
        await empty.InitializeAsync();
        var old = new StaffDoor(empty.Store, empty.Clock).FirstLink();
        var link = new StaffDoor(empty.Store, empty.Clock).FirstLink();
        using var browser = empty.Stranger();
        Assert.Equal(HttpStatusCode.NotFound, await GuardedShop.Get(browser, "/welcome/" + old));
        Assert.Equal(HttpStatusCode.NotFound, await GuardedShop.Get(browser, "/welcome/nonsense"));
        // Looking does not use it up: a mail program may look first.
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(browser, "/welcome/" + link));
        Assert.Contains("become the shop's admin",
            WebUtility.HtmlDecode(await browser.GetStringAsync("/welcome/" + link, Cancel)));

        (string, string)[] me = [("name", "Ada"), ("email", " Ada@Example.com ")];
        foreach (var (password, again) in new[]
        {
            ("short", "short"), ("seven purple ladders", "seven purple ladder"), ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa"),
            ("ada@example.com1", "ada@example.com1"),
        })
        {
            var refused = await GuardedShop.Post(
                browser, "/welcome/" + link, [.. me, ("password", password), ("again", again)]);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("role=\"alert\"", await refused.Content.ReadAsStringAsync(Cancel));
        }
        Assert.Empty(empty.Store.Staff.All());

        var answer = await GuardedShop.Post(browser, "/welcome/" + link, [.. me, .. passwords]);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("; path=/; samesite=lax; httponly$", cookie);
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(browser, "/settings/staff"));
        var admin = Assert.Single(empty.Store.Staff.All());
        Assert.Equal(("Ada", "ada@example.com", StaffRole.Admin), (admin.Name, admin.Email, admin.Role));

        using var late = empty.Stranger();
        Assert.Equal(HttpStatusCode.NotFound,
            (await GuardedShop.Post(late, "/welcome/" + link, [.. me, .. passwords])).StatusCode);
        // Who has seen an earlier link, or made one before the first admin came, is too late as well.
        var another = new StaffDoor(empty.Store, empty.Clock).FirstLink();
        Assert.Equal(HttpStatusCode.NotFound, await GuardedShop.Get(late, "/welcome/" + another));
    }

    [Fact]
    public async Task Address_and_password_sign_in_and_lead_where_one_was_going()
    {
        using var first = shop.SignedIn(StaffRole.Marketer, "in@example.com");
        using var browser = shop.Stranger();
        var page = await browser.GetStringAsync("/sign-in?to=%2Fsegments%3Fby%3Dfxm", Cancel);
        Assert.Contains("value=\"/segments?by=fxm\"", page);

        var wrong = await SignIn(browser, "in@example.com", "something else");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var nobody = await SignIn(browser, "nobody@example.com", GuardedShop.Password);
        Assert.Equal(HttpStatusCode.BadRequest, nobody.StatusCode);
        Assert.Equal(Problem(await wrong.Content.ReadAsStringAsync(Cancel)),
            Problem(await nobody.Content.ReadAsStringAsync(Cancel)));

        var right = await SignIn(browser, "IN@example.com", GuardedShop.Password, "/segments?by=fxm");
        Assert.Equal("/segments?by=fxm", right.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(browser, "/segments"));
        foreach (var elsewhere in new[] { "https://evil.example", "//evil.example", "/\\evil.example" })
        {
            var answer = await SignIn(browser, "in@example.com", GuardedShop.Password, elsewhere);
            Assert.Equal("/", answer.Headers.Location?.OriginalString);
        }

        static string Problem(string page) => Regex.Match(page, "role=\"alert\">([^<]+)<").Groups[1].Value;
    }

    [Fact]
    public async Task After_wrong_passwords_the_right_one_has_to_wait()
    {
        using var first = shop.SignedIn(StaffRole.Viewer, "locked@example.com");
        using var browser = shop.Stranger();
        var door = new StaffDoor(shop.Store, shop.Clock);
        // Too long to be anybody's, and refused without hashing, which is slow on purpose.
        var wrong = new string('x', Passwords.Longest + 1);
        for (var i = 0; i < 4; i++) Assert.Null(door.SignIn("locked@example.com", wrong, "127.0.0.1"));
        Assert.Equal(HttpStatusCode.SeeOther,
            (await SignIn(browser, "locked@example.com", GuardedShop.Password)).StatusCode);

        for (var i = 0; i < 5; i++) Assert.Null(door.SignIn("locked@example.com", wrong, "127.0.0.1"));
        Assert.Equal(HttpStatusCode.BadRequest,
            (await SignIn(browser, "locked@example.com", GuardedShop.Password)).StatusCode);
        // Who is signed in stays so: nobody can be thrown out by guessing at their door.
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(first, "/calls"));
        shop.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.SeeOther,
            (await SignIn(browser, "locked@example.com", GuardedShop.Password)).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_by_signing_out_by_a_new_password_by_removal_and_by_itself()
    {
        using var here = shop.SignedIn(StaffRole.Marketer, "ends@example.com");
        using var there = shop.Stranger();
        await SignIn(there, "ends@example.com", GuardedShop.Password);
        await GuardedShop.Post(there, "/sign-out");
        Assert.Equal(HttpStatusCode.Found, await GuardedShop.Get(there, "/calls"));
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(here, "/calls"));

        await SignIn(there, "ends@example.com", GuardedShop.Password);
        const string other = "nine yellow bridges";
        var refused = await GuardedShop.Post(
            here, "/account/password", ("old", "wrong"), ("password", other), ("again", other));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        await GuardedShop.Post(
            here, "/account/password", ("old", GuardedShop.Password), ("password", other), ("again", other));
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(here, "/calls"));
        Assert.Equal(HttpStatusCode.Found, await GuardedShop.Get(there, "/calls"));

        shop.Clock.Advance(StaffDoor.SessionIdles - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(here, "/calls"));
        // The session lasts on from its last use; that is written beside the request.
        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < 500 && await GuardedShop.Get(here, "/calls") != HttpStatusCode.OK; i++)
            await Task.Delay(20, Cancel);
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(here, "/calls"));
        StaffEditing.Remove(shop.Store, shop.Store.Staff.ByEmail("ends@example.com")!, GuardedShop.By, shop.Now);
        Assert.Equal(HttpStatusCode.Found, await GuardedShop.Get(here, "/calls"));
    }

    [Fact]
    public async Task A_link_expires_and_a_session_that_nobody_uses_too()
    {
        using var idle = shop.SignedIn(StaffRole.Viewer, "idle@example.com");
        var link = new StaffDoor(shop.Store, shop.Clock).Link(
            shop.Store.Staff.ByEmail("idle@example.com")!, GuardedShop.By);
        shop.Clock.Advance(StaffDoor.SessionIdles + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Found, await GuardedShop.Get(idle, "/calls"));
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(idle, "/welcome/" + link));
        shop.Clock.Advance(StaffDoor.LinkLasts);
        Assert.Equal(HttpStatusCode.NotFound, await GuardedShop.Get(idle, "/welcome/" + link));
        Assert.Equal(HttpStatusCode.NotFound,
            (await GuardedShop.Post(idle, "/welcome/" + link, passwords)).StatusCode);
    }

    [Fact]
    public async Task A_session_does_not_carry_another_sites_form()
    {
        using var admin = shop.SignedIn(StaffRole.Admin, "csrf@example.com");
        admin.DefaultRequestHeaders.Remove("Origin");
        Assert.Equal(HttpStatusCode.Forbidden, (await GuardedShop.Post(admin, "/settings/keys/add")).StatusCode);
        admin.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await GuardedShop.Post(admin, "/settings/keys/add")).StatusCode);
    }

    [Fact]
    public async Task Guessing_passwords_is_slowed_down_by_address()
    {
        await using var other = new GuardedShop();
        await other.InitializeAsync();
        using var guesser = other.Stranger();
        var answers = new List<HttpResponseMessage>();
        // The password is too long to be anybody's, and refused without hashing.
        for (var i = 0; i < 21; i++) answers.Add(await SignIn(guesser, "a@example.com", new string('x', 201)));
        Assert.All(answers.Take(20), answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[20].StatusCode);
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(guesser, "/sign-in"));
    }

    [Fact]
    public async Task Staff_and_keys_are_made_in_the_pages_and_every_change_is_written_down()
    {
        using var admin = shop.SignedIn(StaffRole.Admin, "boss@example.com");
        var added = await GuardedShop.Post(admin, "/settings/staff/add", ("name", "Zoë <b>"),
            ("email", "zoe@example.com"), ("role", "agent"));
        var page = WebUtility.HtmlDecode(await added.Content.ReadAsStringAsync(Cancel));
        var link = Regex.Match(page, "/welcome/[A-Za-z0-9_-]{22}").Value;
        using var zoe = shop.Stranger();
        Assert.Equal(HttpStatusCode.SeeOther, (await GuardedShop.Post(zoe, link, passwords)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(zoe, "/calls"));
        var again = await GuardedShop.Post(admin, "/settings/staff/add", ("name", "Zoë"),
            ("email", "ZOE@example.com"), ("role", "agent"));
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);

        var id = shop.Store.Staff.ByEmail("zoe@example.com")!.Id;
        await GuardedShop.Post(admin, "/settings/staff/role", ("id", id), ("role", "viewer"));
        Assert.Equal(HttpStatusCode.OK, await GuardedShop.Get(zoe, "/segments"));
        await GuardedShop.Post(admin, "/settings/staff/remove", ("id", id));
        Assert.Equal(HttpStatusCode.Found, await GuardedShop.Get(zoe, "/segments"));

        var made = await GuardedShop.Post(admin, "/settings/keys/add", ("source", "web shop"), ("scope", "track"));
        var key = Regex.Match(await made.Content.ReadAsStringAsync(Cancel), "pk_[A-Za-z0-9_-]{43}").Value;
        Assert.Equal("web shop", shop.Store.ApiKeys.Find(Secret.Hash(key))?.Source);
        Assert.DoesNotContain(key, await admin.GetStringAsync("/settings/keys", Cancel));
        await GuardedShop.Post(admin, "/segments/save", ("name", "Big ones"), ("rule", "orders >= 2"));

        var changes = WebUtility.HtmlDecode(await admin.GetStringAsync("/settings/changes", Cancel));
        foreach (var what in new[]
        {
            "staff added", "role changed", "staff removed", "key added", "segment saved", "signed in", "orders >= 2",
        })
            Assert.Contains(what, changes);
        Assert.Equal(("agent", "viewer"), shop.Store.Audit.Last(100).Where(entry => entry.What == "role changed")
            .Select(entry => (entry.Before, entry.After)).First());
    }
}
