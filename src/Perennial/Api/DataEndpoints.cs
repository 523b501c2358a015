using Perennial.Destinations;
using Perennial.Live;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>How many changes are sent once more.</summary>
sealed record SentAgainAnswer(string Destination, int Changes);

/// <summary>What comes in and what goes out, and what is done about it.</summary>
static class DataEndpoints
{
    public static void MapData(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi(Policies.Write);
        api.MapGet("/data", (ShopViews views, WebAppOptions app) => DataAnswer.Of(
                DataSheet.Of(ServedStore.Of(views), app.Live, views.Clock)))
            .WithSummary("What comes in and goes out: sources, imports, destinations, scoring, the store");
        api.MapPost("/destinations/{name}/send-again", (string name, HttpContext http, ShopViews views) =>
                new SentAgainAnswer(name, DestinationEditing.SendAgain(
                    ServedStore.Of(views), name, Visitor.Of(http).Actor, views.Now)))
            .Does(DestinationEditing.SendingAgain).MayMiss()
            .WithSummary("Send a destination once more what it did not take");
        api.MapPost("/destinations/{name}/restart", (string name, HttpContext http, ShopViews views) =>
            {
                DestinationEditing.Restart(ServedStore.Of(views), name, Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(DestinationEditing.Restarting).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Take a destination back into use");
        var admin = routes.MapApi(Policies.Admin);
        admin.MapPost("/destinations/{name}/send-all", (string name, HttpContext http, ShopViews views) =>
            {
                DestinationEditing.SendAll(ServedStore.Of(views), name, Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(DestinationEditing.SendingAll).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Send everybody to a destination once more");
        // A segment's name may hold a slash: it stands behind the question mark.
        admin.MapPut("/destinations/{name}/segments",
                (string name, string segment, HttpContext http, ShopViews views) =>
                    Tell(name, segment, true, http, views))
            .Does(DestinationEditing.Changing).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Have a destination told who comes into a segment (?segment=) and who leaves it");
        admin.MapDelete("/destinations/{name}/segments",
                (string name, string segment, HttpContext http, ShopViews views) =>
                    Tell(name, segment, false, http, views))
            .Does(DestinationEditing.Changing).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Have a destination told no longer of a segment (?segment=)");
        admin.MapDelete("/destinations/{name}", (string name, HttpContext http, ShopViews views) =>
            {
                DestinationEditing.Remove(ServedStore.Of(views), name, Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(DestinationEditing.Removing).MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Forget a destination and what waits for it");
    }

    static IResult Tell(string name, string segment, bool tell, HttpContext http, ShopViews views)
    {
        DestinationEditing.Tell(ServedStore.Of(views), name, segment, tell, Visitor.Of(http).Actor, views.Now);
        return Results.NoContent();
    }
}
