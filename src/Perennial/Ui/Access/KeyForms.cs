using Perennial.Operations;
using Perennial.Operations.Access;

namespace Perennial.Ui.Access;

/// <summary>What the page of the keys posts.</summary>
static class KeyForms
{
    public const string Path = "/settings/keys";

    public static void MapKeyForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup(Path).RequireAuthorization(Policies.Admin).ExcludeFromDescription();
        forms.MapPost("/add", async (HttpContext http, ShopViews views) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var scope = KeyEditing.Scope(SegmentForms.Field(form, "scope"));
            var (secret, key) = KeyEditing.Add(SegmentForms.StoreOf(views), SegmentForms.Field(form, "source"), scope,
                StaffForms.By(http), views.Now);
            return ShownOnce.Of($"A key for {key.Source}",
                "A program sends it as Authorization: Bearer, or as the name of Basic authentication. It is shown this "
                    + "once: only its hash is kept.", secret, Path);
        });
        forms.MapPost("/revoke", async (HttpContext http, ShopViews views) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            KeyEditing.Revoke(
                SegmentForms.StoreOf(views), SegmentForms.Field(form, "id"), StaffForms.By(http), views.Now);
            return new SeeOther(Path);
        });
    }
}
