using Perennial.Access;
using Perennial.Data.Access;
using Perennial.Shop;

namespace Perennial.Web;

/// <summary>The link by which somebody on the staff chooses a password.</summary>
static class StaffLink
{
    /// <summary>Makes the address by which somebody chooses a password, for whoever asks to hand on.</summary>
    public static string Make(HttpContext http, ShopViews views, StaffMember staff)
    {
        var secret = new StaffDoor(ServedStore.Of(views), views.Clock).Link(staff, Visitor.Of(http).Actor);
        return $"{http.Request.Scheme}://{http.Request.Host}{StaffDoor.Welcome}/{secret}";
    }
}
