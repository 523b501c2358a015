using System.Text.Json;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>What the pages show and change, as JSON. Filters, order and page stand in the address as they do for
/// pages.</summary>
static class ApiEndpoints
{
    const int MostOnAPage = 500;

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi(Policies.Read);
        // What the call desk needs.
        var desk = routes.MapApi(Policies.Desk);
        api.MapGet("/shop", (ShopRequest shop) => ApiAnswers.Shop(shop.View))
            .WithSummary("The shop at a glance");
        api.MapGet("/customers", RuleEndpoints.Customers)
            .WithSummary("Customers by q, rfm_segment, lifecycle, tier, r, f, m, fxm, was, in, rule; sort, page, size")
            .Produces<CustomersAnswer>();
        api.MapGet("/rfm-segments", (ShopRequest shop) => ApiAnswers.RfmSegments(shop.View))
            .WithSummary("RFM segments with their customers, orders and revenue");
        api.MapGet("/segments", RuleEndpoints.Segments).Produces<IReadOnlyList<SegmentAnswer>>()
            .WithSummary("Segments with their rules and sizes, and what they are watched for; as_of a day, as_known "
                + "by what was known on another");
        api.MapGet("/segments/{**name}", RuleEndpoints.Segment).Produces<SegmentAnswer>()
            .WithSummary("A segment with its rule and size, and what it is watched for");
        api.MapGet("/rules/count", RuleEndpoints.Count).Produces<RuleCountAnswer>()
            .WithSummary("How many customers a rule holds of, in words, or what is wrong with it");
        api.MapGet("/grid", (ShopRequest shop, string? by) => ApiAnswers.Grid(shop.View, by == "fxm"))
            .WithSummary("Customers and revenue by R and F, or by R and FxM (by=fxm)");
        desk.MapGet("/calls", RuleEndpoints.Calls).Produces<CallsAnswer>()
            .WithSummary("The call list in order; filters as for customers, and phone=yes");
        desk.MapGet("/queues/{name}/calls", RuleEndpoints.Queue).Produces<IReadOnlyList<QueueLine>>()
            .WithSummary("What staff of a queue has to do, in order: now, and behind it what waits for its turn");
        desk.MapGet("/columns", () => Columns.Shown.Select(column => new ColumnAnswer(
                column.Name, column.ExportName, Name(column.Type), Name(column.Kind), column.Unit, column.Formula,
                column.Source)))
            .WithSummary("The catalogue of columns");
        api.MapInsights();
        routes.MapProducts();
        routes.MapCustomer();
        routes.MapDuplicates();
        routes.MapAttributes();
        routes.MapSegmentChanges();
        routes.MapStrategies();
        routes.MapData();
        routes.MapStaff();
        routes.MapKeys();
        routes.MapSettings();

        var files = routes.MapGroup("").RequireAuthorization(Policies.Read).RequireRateLimiting(RateLimits.Api)
            .ExcludeFromDescription();
        files.MapGet("/customers.csv", RuleEndpoints.CustomersCsv);
        files.MapGet("/calls.csv", RuleEndpoints.CallsCsv);
    }

    /// <summary>How many are asked for on a page.</summary>
    /// <exception cref="BadInputException">It is no number, or too high.</exception>
    public static int Size(HttpContext http)
    {
        var text = http.Request.Query["size"].ToString();
        if (text.Length == 0) return ListQuery.PageSize;
        if (int.TryParse(text, out var size) && size is >= 1 and <= MostOnAPage) return size;
        throw new BadInputException("size", $"'{text}' is no size of a page.", $"Use 1 to {MostOnAPage}.");
    }

    static string Name<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
