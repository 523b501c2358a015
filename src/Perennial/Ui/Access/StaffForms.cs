using Perennial.Access;
using Perennial.Data.Access;
using Perennial.Shop;
using Perennial.Ui.Layout;
using Perennial.Web;

namespace Perennial.Ui.Access;

/// <summary>What the page of the staff posts.</summary>
static class StaffForms
{
    public const string Path = "/settings/staff";

    public static void MapStaffForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup(Path).RequireAuthorization(Policies.Admin).ExcludeFromDescription();
        forms.MapPost("/add", async (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            var staff = StaffEditing.Add(ServedStore.Of(views), form["name"], form["email"],
                StaffEditing.Role(form["role"]), Visitor.Of(http).Actor, views.Now);
            return Shown(http, views, staff);
        }).Does(StaffEditing.Adding);
        forms.MapPost("/link", async (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            return Shown(http, views, StaffEditing.Find(ServedStore.Of(views), form["id"]));
        }).Does(StaffDoor.Linking);
        forms.MapPost("/role", async (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            var (store, role) = (ServedStore.Of(views), StaffEditing.Role(form["role"]));
            StaffEditing.SetRole(
                store, StaffEditing.Find(store, form["id"]), role, Visitor.Of(http).Actor, views.Now);
            return new SeeOther(Path);
        }).Does(StaffEditing.Changing);
        forms.MapPost("/remove", async (HttpContext http, ShopViews views) =>
        {
            var form = await PostedForm.Read(http);
            var store = ServedStore.Of(views);
            StaffEditing.Remove(store, StaffEditing.Find(store, form["id"]), Visitor.Of(http).Actor, views.Now);
            return new SeeOther(Path);
        }).Does(StaffEditing.Removing);
    }

    static IResult Shown(HttpContext http, ShopViews views, StaffMember staff) =>
        ShownOnce.Of($"A link for {staff.Name}",
            "Whoever opens it chooses the password and is signed in: give it to nobody else. It is shown this once. "
                + $"It works once, for {StaffDoor.LinkLasts.TotalHours:0} hours.",
            StaffLink.Make(http, views, staff), Path);
}
