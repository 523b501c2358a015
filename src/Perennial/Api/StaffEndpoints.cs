using Perennial.Access;
using Perennial.Data.Access;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>Somebody new on the staff.</summary>
sealed record StaffBody(string Name, string Email, string Role);

/// <summary>Another role.</summary>
sealed record RoleBody(string Role);

/// <summary>A member of staff.</summary>
sealed record StaffAnswer(string Id, string Name, string Email, string Role, bool HasPassword, string CreatedAt)
{
    public static StaffAnswer Of(StaffMember staff) => new(staff.Id, staff.Name, staff.Email,
        StaffEditing.RoleWord(staff.Role), staff.PasswordHash is not null, staff.CreatedAt.ToString());
}

/// <summary>An address by which somebody chooses a password: told this once.</summary>
sealed record StaffLinkAnswer(StaffAnswer Staff, string Link);

/// <summary>Lets people in and puts them out.</summary>
static class StaffEndpoints
{
    public static void MapStaff(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi(Policies.Admin);
        api.MapGet("/staff", (ShopViews views) => ServedStore.Of(views).Staff.All().Select(StaffAnswer.Of))
            .WithSummary("Everybody on the staff");
        api.MapPost("/staff", Add).Does(StaffEditing.Adding).Takes<StaffBody>()
            .Produces<StaffLinkAnswer>(StatusCodes.Status201Created)
            .WithSummary("Add somebody, with a link to choose a password by");
        api.MapPost("/staff/{id}/link", (string id, HttpContext http, ShopViews views) =>
            {
                var staff = StaffEditing.Find(ServedStore.Of(views), id);
                return new StaffLinkAnswer(StaffAnswer.Of(staff), StaffLink.Make(http, views, staff));
            }).Does(StaffDoor.Linking).MayMiss().WithSummary("Make a link to choose a new password by");
        api.MapPut("/staff/{id}/role", SetRole).Does(StaffEditing.Changing).Takes<RoleBody>().MayMiss()
            .WithSummary("Give somebody another role");
        api.MapDelete("/staff/{id}", (string id, HttpContext http, ShopViews views) =>
            {
                var store = ServedStore.Of(views);
                StaffEditing.Remove(store, StaffEditing.Find(store, id), Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(StaffEditing.Removing).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Take somebody off the staff; they are signed out at once");
    }

    static async Task<IResult> Add(HttpContext http, ShopViews views)
    {
        var body = await ApiBody.Read<StaffBody>(http);
        var staff = StaffEditing.Add(ServedStore.Of(views), body.Name, body.Email, StaffEditing.Role(body.Role),
            Visitor.Of(http).Actor, views.Now);
        return Results.Json(new StaffLinkAnswer(StaffAnswer.Of(staff), StaffLink.Make(http, views, staff)),
            statusCode: StatusCodes.Status201Created);
    }

    static async Task<StaffAnswer> SetRole(string id, HttpContext http, ShopViews views)
    {
        var (store, role) = (ServedStore.Of(views), StaffEditing.Role((await ApiBody.Read<RoleBody>(http)).Role));
        StaffEditing.SetRole(store, StaffEditing.Find(store, id), role, Visitor.Of(http).Actor, views.Now);
        return StaffAnswer.Of(StaffEditing.Find(store, id));
    }
}
