using Perennial.Access;
using Perennial.Shop;
using Perennial.Ui.Layout;
using Perennial.Web;


namespace Perennial.Ui.Access;

/// <summary>What the page of the keys posts.</summary>
static class KeyForms
{
    public const string Path = "/settings/keys";

    public static void MapKeyForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup(Path).RequireAuthorization(Policies.Admin).ExcludeFromDescription();
        forms.MapPost("/add", async Task<IResult> (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            var (secret, key) = KeyEditing.Add(ServedStore.Of(views), form["source"], KeyEditing.Scope(form["scope"]),
                Visitor.Of(http).Actor, views.Now);
            return ShownOnce.Of($"A key for {key.Source}",
                "A program sends it as Authorization: Bearer, or as the name of Basic authentication. It is shown this "
                    + "once: only its hash is kept.", secret, Path);
        }).Does(KeyEditing.Adding);
        forms.MapPost("/revoke", async (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            KeyEditing.Revoke(ServedStore.Of(views), form["id"], Visitor.Of(http).Actor, views.Now);
            return new SeeOther(Path);
        }).Does(KeyEditing.Revoking);
    }
}
