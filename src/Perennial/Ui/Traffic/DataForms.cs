using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Destinations;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Ui.Traffic;

/// <summary>What the page about data posts.</summary>
static class DataForms
{
    public const string Path = "/data";

    public static void MapDataForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup(Path).RequireAuthorization(Policies.Write).ExcludeFromDescription();
        forms.MapPost("/send-again", (HttpContext http, ShopViews views) =>
                Change(http, views, (store, name, by) => DestinationEditing.SendAgain(store, name, by, views.Now)))
            .Does(DestinationEditing.SendingAgain);
        forms.MapPost("/restart", (HttpContext http, ShopViews views) =>
                Change(http, views, (store, name, by) => DestinationEditing.Restart(store, name, by, views.Now)))
            .Does(DestinationEditing.Restarting);
    }

    static async Task<IResult> Change(HttpContext http, ShopViews views, Action<ShopStore, string, Actor> change)
    {
        var form = await PostedForm.Read(http);
        change(ServedStore.Of(views), form["destination"], Visitor.Of(http).Actor);
        return new SeeOther(Path);
    }
}
