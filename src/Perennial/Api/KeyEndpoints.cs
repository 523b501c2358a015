using Perennial.Access;
using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>A key to be made: what will use it, and for what (track, read, write, admin).</summary>
sealed record KeyBody(string Source, string Scope);

/// <summary>A program's key without its secret.</summary>
sealed record KeyAnswer(
    string Id, string Source, string Scope, string CreatedAt, string? UsedAt, string? RevokedAt)
{
    public static KeyAnswer Of(ApiKey key) => new(key.Id, key.Source, KeyEditing.ScopeWord(key.Scope),
        key.CreatedAt.ToString(), Text(key.UsedAt), Text(key.RevokedAt));

    static string? Text(Instant at) => at.HasValue ? at.ToString() : null;
}

/// <summary>A new key with its secret: told this once.</summary>
sealed record NewKeyAnswer(KeyAnswer Key, string Secret);

/// <summary>Makes and revokes the keys of programs.</summary>
static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi(Policies.Admin);
        api.MapGet("/keys", (ShopViews views) => ServedStore.Of(views).ApiKeys.All().Select(KeyAnswer.Of))
            .WithSummary("All keys, revoked ones too; never their secrets");
        api.MapPost("/keys", Add).Does(KeyEditing.Adding).Takes<KeyBody>()
            .Produces<NewKeyAnswer>(StatusCodes.Status201Created).WithSummary("Make a key for a program");
        api.MapDelete("/keys/{id}", (string id, HttpContext http, ShopViews views) =>
            {
                KeyEditing.Revoke(ServedStore.Of(views), id, Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(KeyEditing.Revoking).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("End a key: whoever sends it is refused");
    }

    static async Task<IResult> Add(HttpContext http, ShopViews views)
    {
        var body = await ApiBody.Read<KeyBody>(http);
        var (secret, key) = KeyEditing.Add(ServedStore.Of(views), body.Source, KeyEditing.Scope(body.Scope),
            Visitor.Of(http).Actor, views.Now);
        return Results.Json(new NewKeyAnswer(KeyAnswer.Of(key), secret), statusCode: StatusCodes.Status201Created);
    }
}
