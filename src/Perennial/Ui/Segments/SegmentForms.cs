using Perennial.Core;
using Perennial.Destinations;
using Perennial.Moments;
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
        routes.MapPost("/segments/send", Send).RequireAuthorization(Policies.Admin).ExcludeFromDescription()
            .Does(DestinationEditing.Changing);
    }

    static async Task<IResult> Save(HttpContext http, ShopViews views, ShopRequest shop)
    {
        var form = await PostedForm.Read(http);
        var draft = Draft(form["name"], form["rule"], form["description"], form["edit"], form["replaces"]);
        var segment = draft.Segment;
        var store = ServedStore.Of(views);
        try
        {
            var saved = SegmentEditing.Save(store, shop.View, [draft], Visitor.Of(http).Actor, views.Now)[0];
            return new SeeOther(Show.SegmentAddress(saved.Version.Segment.Name));
        }
        catch (BadInputException) when (IsRefused(shop.View, draft))
        {
            // The editor says why, with everything that was typed.
            return new SeeOther("/segments/rule" + QueryString.Create(new Dictionary<string, string?>
            {
                ["rule"] = segment.Rule, ["name"] = segment.Name, ["description"] = segment.Description,
                ["edit"] = draft.Edits ?? "", ["replaces"] = form["replaces"], ["save"] = "refused",
            }));
        }
    }

    /// <summary>What the editor asks to be saved.</summary>
    public static SegmentDraft Draft(string name, string rule, string description, string edit, string replaces) =>
        new(new(name, rule) { Description = description })
        {
            Edits = edit.Length > 0 ? edit : null, ReplacesShipped = SegmentDraft.Replaces(replaces, "replaces"),
        };

    // What else may go wrong, a busy store for one, is no fault of the segment.
    static bool IsRefused(ShopView view, SegmentDraft draft)
    {
        try
        {
            SegmentEditing.Check(view, draft);
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

    static async Task<IResult> Send(HttpContext http, ShopViews views)
    {
        var form = await PostedForm.Read(http);
        DestinationEditing.Tell(ServedStore.Of(views), form["destination"], form["name"], form["tell"] == "yes",
            Visitor.Of(http).Actor, views.Now);
        return new SeeOther(Show.SegmentAddress(form["name"]) + "#send");
    }

    static async Task<IResult> Unwatch(HttpContext http, ShopViews views)
    {
        var name = (await PostedForm.Read(http))["name"];
        SegmentWatching.Unwatch(ServedStore.Of(views), [name], Visitor.Of(http).Actor, views.Now);
        return new SeeOther(Show.SegmentAddress(name));
    }
}
