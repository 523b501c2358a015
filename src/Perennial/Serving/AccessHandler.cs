using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Perennial.Access;
using Perennial.Data.Access;
using Perennial.Shop;
using Perennial.Ui.Access;
using Perennial.Web;

namespace Perennial.Serving;

/// <summary>Finds out who asks: by a key in the Authorization header, or by the session in the cookie. A page sends
/// whoever is not signed in to the sign-in, the API answers 401.</summary>
sealed class AccessHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, WebAppOptions app,
    ShopViews views)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "perennial";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    AuthenticateResult Authenticate()
    {
        // What is open to everybody asks nobody; the tracking API looks at its keys itself.
        if (Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return AuthenticateResult.NoResult();
        var visitor = app.Visitor ?? (Request.Headers.Authorization.Count > 0 ? Key() : Session());
        if (visitor is null) return AuthenticateResult.NoResult();
        Context.Features.Set(visitor);
        Claim[] claims = [new(ClaimTypes.Name, visitor.Actor.Name), new(ClaimTypes.Role, visitor.Grant)];
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Name));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Name));
    }

    Visitor? Session() => views.Store is { } store && SessionCookie.Read(Request) is { } secret
        && new StaffDoor(store, views.Clock).Use(secret) is { } staff ? Visitor.Of(staff) : null;

    Visitor? Key()
    {
        if (views.Store is not { } store || BearerOrBasic(Request.Headers.Authorization.ToString()) is not { } secret)
            return null;
        return KeyUse.Find(store, secret, views.Now) is { } key ? Visitor.Of(key) : null;
    }

    // Basic with the key as the name and no password, or with any name and the key as the password.
    static string? BearerOrBasic(string header)
    {
        const string bearer = "Bearer ", basic = "Basic ";
        if (header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)) return header[bearer.Length..].Trim();
        if (!header.StartsWith(basic, StringComparison.OrdinalIgnoreCase)) return null;
        var encoded = header[basic.Length..].Trim();
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length)) return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return parts is [_, { Length: > 0 } password] ? password : parts[0];
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var reads = HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method);
        if (reads && !Request.Path.StartsWithSegments("/api") && Request.Headers.Authorization.Count == 0)
        {
            Response.Redirect(SignInForms.Path + QueryString.Create("to", Request.Path + Request.QueryString));
            return Task.CompletedTask;
        }
        return FriendlyErrors.Answer(Context, StatusCodes.Status401Unauthorized, Request.Path.Value ?? "",
            "Nobody is signed in.", "Sign in, or send a key that works: Authorization: Bearer pk_….");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var visitor = Context.Features.Get<Visitor>()!;
        // The home page of whoever works at the call desk.
        if (Request.Path == "/" && visitor.Staff?.Role == StaffRole.Agent)
        {
            Response.Redirect("/calls");
            return Task.CompletedTask;
        }
        return FriendlyErrors.Answer(Context, StatusCodes.Status403Forbidden, Request.Path.Value ?? "",
            $"{visitor.Actor.Name} may not do this as {visitor.Grant}.", "Ask an admin of the shop for another role.");
    }
}
