using Perennial.Customers;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>Two customers who may be one person, each in a line.</summary>
sealed record DuplicateAnswer(string One, string OneWords, string Other, string OtherWords, string SaidAt)
{
    public static DuplicateAnswer Of(Duplicate pair) => new(pair.One.Id.ToString(), Duplicate.Words(pair.One),
        pair.Other.Id.ToString(), Duplicate.Words(pair.Other), pair.SaidAt.ToString());
}

/// <summary>Two customers by their ids. Where both are known by the shop's own numbers, the first remains.</summary>
sealed record PairBody(string One, string Other);

/// <summary>Customers who may be one person.</summary>
static class DuplicateEndpoints
{
    public static void MapDuplicates(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi(Policies.Write);
        api.MapGet("/duplicates", (ShopViews views) =>
                Duplicates.Of(ServedStore.Of(views)).Select(DuplicateAnswer.Of).ToList())
            .WithSummary("Customers who may be one person, though nobody said so");
        api.MapGet("/duplicates/keys", (ShopViews views) => Duplicates.SharedKeys(ServedStore.Of(views)))
            .WithSummary("Keys that join nobody, for more people are known by them than keys.most_people");
        api.MapPost("/duplicates/join", async (HttpContext http, ShopViews views) =>
            {
                var body = await ApiBody.Read<PairBody>(http);
                Duplicates.Join(ServedStore.Of(views), Duplicates.Id(body.One), Duplicates.Id(body.Other),
                    Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(Duplicates.Joining).Takes<PairBody>().MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Join two customers who are one person");
        api.MapPost("/duplicates/apart", async (HttpContext http, ShopViews views) =>
            {
                var body = await ApiBody.Read<PairBody>(http);
                Duplicates.Settle(ServedStore.Of(views), Duplicates.Id(body.One), Duplicates.Id(body.Other),
                    Visitor.Of(http).Actor, views.Now);
                return Results.NoContent();
            }).Does(Duplicates.Settling).Takes<PairBody>().MayMiss().Produces(StatusCodes.Status204NoContent)
            .WithSummary("Say that two customers are two people");
    }
}
