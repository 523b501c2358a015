using Perennial.Core.Validation;
using Perennial.Insights;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>How forecasts of the shop's own past came true; nothing found, and why, where that past is too short.
/// </summary>
sealed record ForecastsAnswer(CycleValidation? Found, string Refusal);

/// <summary>What the insight pages show, as JSON. Amounts are in cents, as their names say; a rule finds the customers
/// behind a number.</summary>
static class InsightEndpoints
{
    public static void MapInsights(this RouteGroupBuilder api)
    {
        var insights = api.MapGroup("/insights");
        insights.MapGet("/cycle", (ShopRequest shop) => shop.View.Insights.Cycle)
            .WithSummary("Who is due and who is late: everybody, by category, by quarter of the first order");
        insights.MapGet("/cycle/forecasts", (ShopRequest shop) =>
        {
            var (found, refusal) = shop.View.Insights.Forecasts;
            return new ForecastsAnswer(found, refusal);
        }).WithSummary("Forecasts of the shop's own past with what came of them, by status");
        insights.MapGet("/cohorts", (ShopRequest shop) => shop.View.Insights.Cohorts)
            .WithSummary("Who comes back and when, by month of the first order and from purchase to purchase");
        insights.MapGet("/movement", (ShopRequest shop, HttpContext http) => shop.View.Insights.Movement(
                http.Request.Query["by"], ScoringRunQuery.Of(http, "before"), ScoringRunQuery.Of(http, "after")))
            .WithSummary("Who moved between two scoring runs: by (rfm_segment, lifecycle, cycle), before, after");
        insights.MapGet("/common", (ShopRequest shop, ShopViews views, HttpContext http) =>
                CommonAsked.Of(http.Request.Query, shop.View, views))
            .WithSummary("What customers of a rule (rule) or segment (in) have in common; moved=left or came, days=30")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        insights.MapGet("/reach", (ShopRequest shop) => shop.View.Insights.Reach)
            .WithSummary("Who can be contacted by which channel with consent, and what revenue stands behind them");
        insights.MapGet("/offers", (ShopRequest shop) => shop.View.Insights.Offers)
            .WithSummary("How products are recommended, how ways to do so did on the shop's own past, pins and blocks");
        insights.MapGet("/pressure", (ShopRequest shop) => shop.View.Insights.Pressure)
            .WithSummary("How much customers are contacted, how they answer, what a contact is worth");
        insights.MapGet("/promotion", (ShopRequest shop) => shop.View.Insights.Promotion)
            .WithSummary("Who buys on promotion and who never needs one");
        insights.MapGet("/lifetime", (ShopRequest shop) => shop.View.Insights.Lifetime)
            .WithSummary("How many customers are left, and what they will order");
    }
}
