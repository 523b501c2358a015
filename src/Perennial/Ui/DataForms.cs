using Perennial.Core;
using Perennial.Data;
using Perennial.Operations;
using Perennial.Ui.Access;

namespace Perennial.Ui;

/// <summary>What the page about data posts.</summary>
static class DataForms
{
    public const string Path = "/data";

    public static void MapDataForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup(Path).RequireAuthorization(Policies.Write).ExcludeFromDescription();
        forms.MapPost("/send-again", (HttpContext http, ShopViews views) => Change(
            http, views, "dead letters sent again", (store, entry) =>
            {
                store.ReviveDeliveries(entry.Name, views.Now);
                store.ReopenDestination(entry.Name);
            }));
        forms.MapPost("/restart", (HttpContext http, ShopViews views) => Change(
            http, views, "destination restarted",
            (store, entry) => store.PutDestination(entry.Name, entry.Kind, entry.Settings, views.Now)));
    }

    static async Task<IResult> Change(
        HttpContext http, ShopViews views, string what, Action<ShopStore, DestinationEntry> act)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var name = SegmentForms.Field(form, "destination");
        var store = SegmentForms.StoreOf(views);
        var entry = store.Destinations().FirstOrDefault(one => one.Name == name) ?? throw new BadInputException(
            "destination", "There is no destination of this name.", "Open the page anew.");
        act(store, entry);
        store.AddAudit(new AuditEntry(views.Now, StaffForms.By(http), what, entry.Name)
        {
            Before = entry.Disabled ?? "",
        });
        return new SeeOther(Path);
    }
}
