using Perennial.Customers;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Ui.Customers;

/// <summary>What the page of possible duplicates posts.</summary>
static class DuplicateForms
{
    public const string Path = "/customers/duplicates";

    public static void MapDuplicateForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup(Path).RequireAuthorization(Policies.Write).ExcludeFromDescription();
        forms.MapPost("/join", async (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            Duplicates.Join(ServedStore.Of(views), Duplicates.Id(form["one"]), Duplicates.Id(form["other"]),
                Visitor.Of(http).Actor, views.Now);
            return new SeeOther(Path);
        }).Does(Duplicates.Joining);
        forms.MapPost("/apart", async (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            Duplicates.Settle(ServedStore.Of(views), Duplicates.Id(form["one"]), Duplicates.Id(form["other"]),
                Visitor.Of(http).Actor, views.Now);
            return new SeeOther(Path);
        }).Does(Duplicates.Settling);
    }
}
