using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Web;
using Perennial.Words;

namespace Perennial.Ui.Segments;

/// <summary>What the pages about segments post.</summary>
static class SegmentForms
{
    public static void MapSegmentForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("/segments").RequireAuthorization(Policies.Write).ExcludeFromDescription();
        forms.MapPost("/save", Save).Does(SegmentEditing.Saving);
        forms.MapPost("/remove", Remove).Does(SegmentEditing.Removing);
        forms.MapPost("/watch", Watch).Does(SegmentWatching.Watching);
        forms.MapPost("/unwatch", Unwatch).Does(SegmentWatching.Ending);
    }

    static async Task<IResult> Save(HttpContext http, ShopViews views, ShopRequest shop)
    {
        var form = await PostedForm.Read(http);
        var segment = new ShopSegment(form["name"], form["rule"]) { Description = form["description"] };
        var store = ServedStore.Of(views);
        try
        {
            SegmentEditing.Save(store, shop.View, [segment], Visitor.Of(http).Actor, views.Now);
            return new SeeOther(Show.SegmentAddress(segment.Name));
        }
        catch (BadInputException) when (IsRefused(shop.View, segment))
        {
            // The editor says why, with everything that was typed.
            return new SeeOther("/segments/rule" + QueryString.Create(new Dictionary<string, string?>
            {
                ["rule"] = segment.Rule, ["name"] = segment.Name, ["description"] = segment.Description,
                ["save"] = "refused",
            }));
        }
    }

    // What else may go wrong, a busy store for one, is no fault of the segment.
    static bool IsRefused(ShopView view, ShopSegment segment)
    {
        try
        {
            SegmentEditing.Check(view, segment);
            return false;
        }
        catch (BadInputException)
        {
            return true;
        }
    }

    static async Task<IResult> Remove(HttpContext http, ShopViews views, ShopRequest shop)
    {
        var form = await PostedForm.Read(http);
        SegmentEditing.Remove(ServedStore.Of(views), shop.View, form["name"], Visitor.Of(http).Actor, views.Now);
        return new SeeOther("/segments");
    }

    static async Task<IResult> Watch(HttpContext http, ShopViews views, ShopRequest shop)
    {
        var name = (await PostedForm.Read(http))["name"];
        SegmentWatching.Watch(ServedStore.Of(views), shop.View, [name], Visitor.Of(http).Actor, views.Now);
        return new SeeOther(Show.SegmentAddress(name));
    }

    static async Task<IResult> Unwatch(HttpContext http, ShopViews views)
    {
        var name = (await PostedForm.Read(http))["name"];
        SegmentWatching.Unwatch(ServedStore.Of(views), [name], Visitor.Of(http).Actor, views.Now);
        return new SeeOther(Show.SegmentAddress(name));
    }
}
