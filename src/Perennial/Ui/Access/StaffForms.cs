using Microsoft.AspNetCore.Http.HttpResults;
using Perennial.Operations;
using Perennial.Operations.Access;

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
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var role = StaffEditing.Role(SegmentForms.Field(form, "role"));
            var staff = StaffEditing.Add(SegmentForms.StoreOf(views), SegmentForms.Field(form, "name"),
                SegmentForms.Field(form, "email"), role, By(http), views.Now);
            return Link(http, views, staff);
        });
        forms.MapPost("/link", async (HttpContext http, ShopViews views) =>
            Link(http, views, await Found(http, views)));
        forms.MapPost("/role", async (HttpContext http, ShopViews views) =>
        {
            var staff = await Found(http, views);
            var role = StaffEditing.Role(SegmentForms.Field(http.Request.Form, "role"));
            StaffEditing.SetRole(SegmentForms.StoreOf(views), staff, role, By(http), views.Now);
            return new SeeOther(Path);
        });
        forms.MapPost("/remove", async (HttpContext http, ShopViews views) =>
        {
            StaffEditing.Remove(SegmentForms.StoreOf(views), await Found(http, views), By(http), views.Now);
            return new SeeOther(Path);
        });
    }

    /// <summary>Whoever posts a form, for the audit.</summary>
    public static Data.Actor By(HttpContext http) => http.Features.Get<Visitor>()?.Actor
        ?? throw new InvalidOperationException("A change was asked for by nobody.");

    static async Task<Data.StaffMember> Found(HttpContext http, ShopViews views)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return StaffEditing.Find(SegmentForms.StoreOf(views), SegmentForms.Field(form, "id"));
    }

    static RazorComponentResult<ShownOnce> Link(HttpContext http, ShopViews views, Data.StaffMember staff)
    {
        var secret = new StaffDoor(SegmentForms.StoreOf(views), views.Clock).Link(staff, By(http));
        return ShownOnce.Of($"A link for {staff.Name}",
            "Whoever opens it chooses the password and is signed in: give it to nobody else. It is shown this once. "
                + $"It works once, for {StaffDoor.LinkLasts.TotalHours:0} hours.",
            $"{http.Request.Scheme}://{http.Request.Host}{SignInForms.Welcome}/{secret}", Path);
    }
}
