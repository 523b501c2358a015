using Perennial.Core.Segments.Rules;
using Perennial.Moments;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>A segment as it is to be. Left out, a known one stays in its set; <c>replaces</c> is <c>shipped</c> where
/// it may take the place of a rule that comes with Perennial.</summary>
sealed record SegmentBody(string Rule, string Description = "", string Set = "", string Replaces = "");

/// <summary>A new segment.</summary>
sealed record NewSegmentBody(
    string Name, string Rule, string Description = "", string Set = "", string Replaces = "");

/// <summary>A segment as it was saved. The version is as before where the rule is.</summary>
sealed record SavedSegmentAnswer(
    string Name, int Version, string Rule, string Words, string Description, string Set, int Customers,
    IReadOnlyList<string> Hints);

/// <summary>What a segment is watched for, now that somebody asked.</summary>
sealed record WatchedAnswer(string Name, IReadOnlyList<string> Watched);

/// <summary>Saves and removes segments, and has who comes and goes written down.</summary>
static class SegmentEndpoints
{
    public static void MapSegmentChanges(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi(Policies.Write);
        api.MapPost("/segments", Add).Does(SegmentEditing.Saving).Takes<NewSegmentBody>()
            .Produces<SavedSegmentAnswer>(StatusCodes.Status201Created)
            .WithSummary("Save a new segment, under a name that is not in use");
        api.MapPut("/segments/{**name}", Change).Does(SegmentEditing.Saving).Takes<SegmentBody>().MayMiss()
            .Produces<SavedSegmentAnswer>().WithSummary("Change a segment; a shipped one where replaces is shipped");
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
                SegmentWatching.Unwatch(
                    ServedStore.Of(views), [ApiRoutes.Whole(name)], Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(SegmentWatching.Ending).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Have it written down no longer, unless the segment is used otherwise");
    }

    static WatchedAnswer Watch(string name, HttpContext http, ShopViews views, ShopRequest shop)
    {
        var (store, segment) = (ServedStore.Of(views), ApiRoutes.Whole(name));
        SegmentWatching.Watch(store, shop.View, [segment], Visitor.Of(http).Actor, views.Now);
        return new(segment, SegmentWatching.Reasons(store, segment));
    }

    static async Task<IResult> Add(HttpContext http, ShopViews views, ShopRequest shop)
    {
        var body = await ApiBody.Read<NewSegmentBody>(http);
        return Results.Json(
            Save(http, views, shop, body.Name, new(body.Rule, body.Description, body.Set, body.Replaces), edits: null),
            statusCode: StatusCodes.Status201Created);
    }

    static async Task<SavedSegmentAnswer> Change(string name, HttpContext http, ShopViews views, ShopRequest shop) =>
        Save(http, views, shop, name, await ApiBody.Read<SegmentBody>(http), edits: name);

    static SavedSegmentAnswer Save(
        HttpContext http, ShopViews views, ShopRequest shop, string name, SegmentBody body, string? edits)
    {
        var draft = new SegmentDraft(new(name, body.Rule) { Description = body.Description, Set = body.Set })
        {
            Edits = edits, ReplacesShipped = SegmentDraft.Replaces(body.Replaces, "body, at replaces"),
        };
        var saved = SegmentEditing.Save(
            ServedStore.Of(views), shop.View, [draft], Visitor.Of(http).Actor, views.Now)[0];
        var now = saved.Version.Segment;
        return new(now.Name, saved.Version.Version, now.Rule, RuleWords.Of(shop.View.Segments.Parse(now.Rule)),
            now.Description, now.Set, saved.Customers, saved.Hints);
    }
}
