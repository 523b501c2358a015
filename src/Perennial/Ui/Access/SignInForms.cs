using Microsoft.AspNetCore.Http.HttpResults;
using Perennial.Access;
using Perennial.Core;
using Perennial.Shop;
using Perennial.Watch;
using Perennial.Web;

namespace Perennial.Ui.Access;

/// <summary>The doors: signing in and out, links that work once, one's own password.</summary>
static class SignInForms
{
    public const string Path = "/sign-in";

    // Does not say which of the two is wrong, nor whether the address is on the staff.
    const string Refusal = "Address and password do not belong together, or too many tries failed: "
        + "wait a few minutes, or ask an admin for a new link (perennial staff link makes one too).";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        open.MapGet(Path, AskPassword);
        open.MapPost(Path, SignIn).RequireRateLimiting(RateLimits.SignIn);
        open.MapGet(StaffDoor.Welcome + "/{secret}", (string secret, ShopViews views) => Ask(DoorOf(views), secret));
        open.MapPost(StaffDoor.Welcome + "/{secret}", Enter).RequireRateLimiting(RateLimits.SignIn);

        var own = routes.MapGroup("").RequireAuthorization(Policies.Own).ExcludeFromDescription();
        own.MapPost("/sign-out", (HttpContext http, ShopViews views) =>
        {
            if (SessionCookie.Read(http.Request) is { } secret) DoorOf(views).SignOut(secret);
            SessionCookie.Delete(http);
            return new SeeOther(Path);
        });
        own.MapPost("/account/password", ChangePassword).RequireRateLimiting(RateLimits.SignIn);
    }

    static IResult AskPassword(HttpContext http, WebAppOptions app) =>
        app.Visitor is null ? SignInForm(Target(http.Request.Query["to"]), "", null) : new SeeOther("/");

    static async Task<IResult> SignIn(HttpContext http, ShopViews views, SignInPauses pauses)
    {
        var form = await PostedForm.Read(http);
        var (email, to) = (form.AsTyped("email"), Target(form["to"]));
        var address = AddressOf(http);
        var isSlowed = pauses.Holds(address);
        var secret = await Task.Run(() => DoorOf(views).SignIn(email, form.AsTyped("password"), address, isSlowed));
        if (secret is not null) return In(http, secret, to);
        pauses.Failed(address);
        Measures.SignInRefused();
        return SignInForm(to, email, Refusal);
    }

    static IResult Ask(StaffDoor door, string secret) =>
        door.Look(secret) is { } link ? WelcomeForm(secret, link.Staff?.Name, "", "", null) : NoLink(secret);

    static async Task<IResult> Enter(string secret, HttpContext http, ShopViews views)
    {
        var form = await PostedForm.Read(http);
        var (name, email, password) =
            (form.AsTyped("name"), form.AsTyped("email"), form.AsTyped("password"));
        var door = DoorOf(views);
        try
        {
            if (password != form.AsTyped("again"))
                throw new BadInputException("password", "The two are not the same.", "Type it again.");
            var session = await Task.Run(() => door.Enter(secret, name, email, password, AddressOf(http)));
            return session is null ? NoLink(secret) : In(http, session, "/");
        }
        catch (BadInputException error)
        {
            var staff = door.Look(secret)?.Staff;
            return WelcomeForm(secret, staff?.Name, name, email, $"{error.Problem} {error.Remedy}");
        }
    }

    static async Task<IResult> ChangePassword(HttpContext http, ShopViews views)
    {
        var form = await PostedForm.Read(http);
        var staff = http.Features.Get<Visitor>()?.Staff
            ?? throw new BadInputException(
                "account", "The demo's visitor has no password.", "Serve a shop of your own.");
        var password = form.AsTyped("password");
        if (password != form.AsTyped("again"))
            throw new BadInputException("password", "The two are not the same.", "Go back and type it again.");
        var secret = await Task.Run(() =>
                DoorOf(views).ChangePassword(staff, form.AsTyped("old"), password, AddressOf(http)))
            ?? throw new BadInputException("password", "The old one is wrong.", "Go back and type it again.");
        return In(http, secret, "/account?changed=yes");
    }

    static SeeOther In(HttpContext http, string secret, string to)
    {
        SessionCookie.Set(http, secret);
        return new SeeOther(to);
    }

    static string AddressOf(HttpContext http) => SignInAddress.Of(http.Connection.RemoteIpAddress);

    static StaffDoor DoorOf(ShopViews views) => new(ServedStore.Of(views), views.Clock);

    // Only addresses of this app: another site's must not be reached through a sign-in.
    static string Target(string? to) =>
        to is ['/', ..] && !to.StartsWith("//", StringComparison.Ordinal) && !to.Contains('\\')
            && !to.Any(char.IsControl) ? to : "/";

    static RazorComponentResult<SignInPage> SignInForm(string to, string email, string? problem) => new(
        new Dictionary<string, object?>
        {
            [nameof(SignInPage.To)] = to, [nameof(SignInPage.Email)] = email, [nameof(SignInPage.Problem)] = problem,
        })
    { StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest };

    static RazorComponentResult<WelcomePage> WelcomeForm(
        string secret, string? knownName, string name, string email, string? problem) => new(
        new Dictionary<string, object?>
        {
            [nameof(WelcomePage.Secret)] = secret, [nameof(WelcomePage.KnownName)] = knownName,
            [nameof(WelcomePage.GivenName)] = name, [nameof(WelcomePage.Email)] = email,
            [nameof(WelcomePage.Problem)] = problem,
        })
    { StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest };

    static IResult NoLink(string secret) => throw new NotFoundException(
        $"link {secret[..Math.Min(4, secret.Length)]}…", "This link was used already, or is older than a day.",
        "Ask an admin for a new one; the terminal makes one with perennial staff link.");
}
