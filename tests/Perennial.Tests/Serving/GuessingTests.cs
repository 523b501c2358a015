using System.Net;
using System.Text.RegularExpressions;
using Perennial.Access;
using Perennial.Cli;

namespace Perennial.Tests.Serving;

/// <summary>Guessing at somebody's password is slow, and does not keep them out.</summary>
public sealed class GuessingTests(OpenShop shop) : IClassFixture<OpenShop>
{
    // Too long to be anybody's, and refused without hashing, which is slow on purpose.
    static readonly string wrong = new('x', Passwords.Longest + 1);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static int asked;

    async Task<HttpStatusCode> SignIn(string email, string password, string from)
    {
        using var browser = shop.Browser(from);
        using var answer = await OpenShop.Post(browser, "/sign-in", ("email", email), ("password", password));
        return answer.StatusCode;
    }

    // From an address that nobody has asked from before: however many the guesser has.
    async Task Guess(string email, int times)
    {
        for (var i = 0; i < times; i++)
            Assert.Equal(HttpStatusCode.BadRequest,
                await SignIn(email, wrong, $"203.0.{asked / 250}.{asked++ % 250}"));
    }

    int LookedAt(string name) => shop.Store.Audit.Last(10_000)
        .Count(entry => entry.What == "sign-in refused" && entry.Subject == name);

    [Fact]
    public async Task Whoever_guesses_elsewhere_does_not_keep_out_the_owner_of_the_account()
    {
        shop.Person("owner@example.com");
        Assert.Equal(HttpStatusCode.SeeOther, await SignIn("owner@example.com", OpenShop.Password, "192.0.2.10"));
        for (var minutes = 0; minutes < 30; minutes += 10)
        {
            await Guess("owner@example.com", 20);
            Assert.Equal(HttpStatusCode.SeeOther, await SignIn("owner@example.com", OpenShop.Password, "192.0.2.10"));
            shop.Clock.Advance(TimeSpan.FromMinutes(10));
        }
        // Where they never were, they cannot be told from who guesses, while it goes on.
        await Guess("owner@example.com", 20);
        Assert.Equal(HttpStatusCode.BadRequest, await SignIn("owner@example.com", OpenShop.Password, "192.0.2.99"));
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.SeeOther, await SignIn("owner@example.com", OpenShop.Password, "192.0.2.99"));
    }

    [Fact]
    public async Task Guesses_are_looked_at_less_and_less_often_from_however_many_addresses()
    {
        var victim = shop.Person("victim@example.com");
        var before = LookedAt(victim.Name);
        for (var seconds = 0; seconds < 3600; seconds += 30)
        {
            await Guess("victim@example.com", 1);
            shop.Clock.Advance(TimeSpan.FromSeconds(30));
        }
        Assert.InRange(LookedAt(victim.Name) - before, 8, 30);
    }

    [Fact]
    public async Task Whoever_guesses_at_an_address_that_is_known_holds_up_that_address_alone()
    {
        shop.Person("twoplaces@example.com");
        foreach (var place in (string[])["192.0.2.20", "192.0.2.21"])
            Assert.Equal(HttpStatusCode.SeeOther, await SignIn("twoplaces@example.com", OpenShop.Password, place));
        for (var i = 0; i < 8; i++) await SignIn("twoplaces@example.com", wrong, "192.0.2.20");
        Assert.Equal(HttpStatusCode.BadRequest, await SignIn("twoplaces@example.com", OpenShop.Password, "192.0.2.20"));
        Assert.Equal(HttpStatusCode.SeeOther, await SignIn("twoplaces@example.com", OpenShop.Password, "192.0.2.21"));
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.SeeOther, await SignIn("twoplaces@example.com", OpenShop.Password, "192.0.2.20"));
    }

    [Fact]
    public async Task Whoever_tries_many_accounts_from_one_address_is_slowed_down_there()
    {
        shop.Person("last@example.com");
        shop.Person("atthatoffice@example.com");
        await SignIn("atthatoffice@example.com", OpenShop.Password, "192.0.2.30");
        for (var i = 0; i < 15; i++) await SignIn($"nobody{i}@example.com", wrong, "192.0.2.30");
        Assert.Equal(HttpStatusCode.BadRequest, await SignIn("last@example.com", OpenShop.Password, "192.0.2.30"));
        // Who is known there, is known there.
        Assert.Equal(HttpStatusCode.SeeOther,
            await SignIn("atthatoffice@example.com", OpenShop.Password, "192.0.2.30"));
        Assert.Equal(HttpStatusCode.SeeOther, await SignIn("last@example.com", OpenShop.Password, "192.0.2.31"));
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        shop.Person("late@example.com");
        Assert.Equal(HttpStatusCode.SeeOther, await SignIn("late@example.com", OpenShop.Password, "192.0.2.30"));
    }

    // Whoever has one address of the new kind has a whole network of them.
    [Fact]
    public async Task A_network_is_one_address()
    {
        shop.Person("six@example.com");
        Assert.Equal(HttpStatusCode.SeeOther, await SignIn("six@example.com", OpenShop.Password, "2001:db8:1:2::1"));
        await Guess("six@example.com", 20);
        Assert.Equal(HttpStatusCode.SeeOther, await SignIn("six@example.com", OpenShop.Password, "2001:db8:1:2::9"));
        Assert.Equal(HttpStatusCode.BadRequest, await SignIn("six@example.com", OpenShop.Password, "2001:db8:1:3::9"));
    }

    [Fact]
    public async Task A_link_from_the_terminal_is_the_way_back_once_and_is_written_down()
    {
        shop.Person("back@example.com");
        await Guess("back@example.com", 20);
        Assert.Equal(HttpStatusCode.BadRequest, await SignIn("back@example.com", OpenShop.Password, "192.0.2.40"));
        var said = new StringWriter();
        Assert.Equal(0, await CommandLine.Run(
            ["staff", "link", "back@example.com", "--store", shop.Store.Path], said, TextWriter.Null, shop.Clock));
        Assert.Contains(shop.Store.Audit.Last(50),
            entry => entry is { What: StaffDoor.Linking, By.Kind: "terminal" });

        var link = Regex.Match(said.ToString(), "/welcome/[A-Za-z0-9_-]{22}").Value;
        const string fresh = "eleven green kettles";
        using (var browser = shop.Browser("192.0.2.40"))
        {
            using var answer = await OpenShop.Post(browser, link, ("password", fresh), ("again", fresh));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/calls", Stop)).StatusCode);
            using var again = await OpenShop.Post(browser, link, ("password", fresh), ("again", fresh));
            Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        }
        // Where the link was used they are known, whoever goes on guessing.
        await Guess("back@example.com", 20);
        Assert.Equal(HttpStatusCode.SeeOther, await SignIn("back@example.com", fresh, "192.0.2.40"));
        Assert.Equal(HttpStatusCode.BadRequest, await SignIn("back@example.com", OpenShop.Password, "192.0.2.40"));
    }

    [Fact]
    public async Task An_address_is_known_for_ninety_days_after_it_was_last_used()
    {
        shop.Person("away@example.com");
        await SignIn("away@example.com", OpenShop.Password, "192.0.2.50");
        shop.Clock.Advance(TimeSpan.FromDays(89));
        await Guess("away@example.com", 20);
        Assert.Equal(HttpStatusCode.SeeOther, await SignIn("away@example.com", OpenShop.Password, "192.0.2.50"));
        shop.Clock.Advance(TimeSpan.FromDays(91));
        await Guess("away@example.com", 20);
        Assert.Equal(HttpStatusCode.BadRequest, await SignIn("away@example.com", OpenShop.Password, "192.0.2.50"));
    }
}
