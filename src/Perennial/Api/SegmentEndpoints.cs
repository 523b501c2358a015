using Perennial.Core.Segments.Rules;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>A segment as it is to be.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Description">What it means and what to do.</param>
/// <param name="Set">The set it belongs to; left out, a known segment stays in its own.</param>
sealed record SegmentBody(string Rule, string Description = "", string Set = "");

/// <summary>A segment as it was saved. The version is as before where the rule is.</summary>
sealed record SavedSegmentAnswer(
    string Name, int Version, string Rule, string Words, string Description, string Set, int Customers);

/// <summary>What a segment is watched for, now that somebody asked.</summary>
sealed record WatchedAnswer(string Name, IReadOnlyList<string> Watched);

/// <summary>Saves and removes segments, and has who comes and goes written down.</summary>
static class SegmentEndpoints
{
    public static void MapSegmentChanges(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi(Policies.Write);
        api.MapPut("/segments/{**name}", Save).Does(SegmentEditing.Saving).Takes<SegmentBody>()
            .Produces<SavedSegmentAnswer>().WithSummary("Save a segment of one's own");
        api.MapDelete("/segments/{**name}", (string name, HttpContext http, ShopViews views, ShopRequest shop) =>
            {
                SegmentEditing.Remove(ServedStore.Of(views), shop.View, name, Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(SegmentEditing.Removing).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Take a segment of one's own out of force");
        api.MapPut("/segments/{name}/watch", Watch).Does(SegmentWatching.Watching).MayMiss()
            .Produces<WatchedAnswer>().WithSummary("Have who comes into a segment and leaves it written down");
        api.MapDelete("/segments/{name}/watch", (string name, HttpContext http, ShopViews views) =>
            {
                SegmentWatching.Unwatch(ServedStore.Of(views), [Whole(name)], Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(SegmentWatching.Ending).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Have it written down no longer, unless the segment is used otherwise");
    }

    static WatchedAnswer Watch(string name, HttpContext http, ShopViews views, ShopRequest shop)
    {
        var (store, segment) = (ServedStore.Of(views), Whole(name));
        SegmentWatching.Watch(store, shop.View, [segment], Visitor.Of(http).Actor, views.Now);
        return new(segment, SegmentWatching.Reasons(store, segment));
    }

    // A slash of the name itself stays encoded in an address.
    static string Whole(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    static async Task<SavedSegmentAnswer> Save(string name, HttpContext http, ShopViews views, ShopRequest shop)
    {
        var body = await ApiBody.Read<SegmentBody>(http);
        var segment = new ShopSegment(name, body.Rule) { Description = body.Description, Set = body.Set };
        var saved = SegmentEditing.Save(
            ServedStore.Of(views), shop.View, [segment], Visitor.Of(http).Actor, views.Now)[0];
        var now = saved.Version.Segment;
        return new(now.Name, saved.Version.Version, now.Rule, RuleWords.Of(shop.View.Segments.Parse(now.Rule)),
            now.Description, now.Set, saved.Customers);
    }
}
