using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Data;
using Perennial.Operations;

namespace Perennial.Ui;

/// <summary>What the pages about segments post.</summary>
static class SegmentForms
{
    public static void MapSegmentForms(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/segments/save", Save).ExcludeFromDescription();
        routes.MapPost("/segments/remove", Remove).ExcludeFromDescription();
    }

    static async Task<IResult> Save(HttpContext http, ShopViews views, ShopRequest shop)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var segment = new ShopSegment(Field(form, "name"), Field(form, "rule"))
        {
            Description = Field(form, "description"),
        };
        var store = StoreOf(views);
        try
        {
            SegmentEditing.Check(shop.View, segment);
        }
        catch (BadInputException)
        {
            // The editor says why, with everything that was typed.
            return SeeOther("/segments/rule" + QueryString.Create(new Dictionary<string, string?>
            {
                ["rule"] = segment.Rule, ["name"] = segment.Name, ["description"] = segment.Description,
                ["save"] = "refused",
            }));
        }
        SegmentEditing.Save(store, shop.View, segment, views.Now);
        return SeeOther(Show.SegmentAddress(segment.Name));
    }

    static async Task<IResult> Remove(HttpContext http, ShopViews views, ShopRequest shop)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        SegmentEditing.Remove(StoreOf(views), shop.View, Field(form, "name"), views.Now);
        return SeeOther("/segments");
    }

    static ShopStore StoreOf(ShopViews views) => views.Store ?? throw new BadInputException(
        "segments", "This shop can only be looked at.", "Serve a store with perennial serve.");

    static string Field(IFormCollection form, string name) => form[name].ToString().Trim();

    // The browser asks for the address itself, so that loading it again does not post again.
    static Redirection SeeOther(string address) => new Redirection(address);

    sealed record Redirection(string Address) : IResult
    {
        public Task ExecuteAsync(HttpContext http)
        {
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = Address;
            return Task.CompletedTask;
        }
    }
}
