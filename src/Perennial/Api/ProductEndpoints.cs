using Perennial.Core.Recommendations;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Api;

/// <summary>Products of the catalogue; total says how many there are of which these are the first.</summary>
sealed record ProductsAnswer(int Total, IReadOnlyList<ProductAnswer> Products);

/// <summary>A product that is bought together with another, and by how many.</summary>
sealed record TogetherAnswer(ProductAnswer Product, int Customers);

/// <summary>One product and what is bought together with it.</summary>
sealed record OneProductAnswer(ProductAnswer Product, IReadOnlyList<TogetherAnswer> Together);

/// <summary>What the shop sells.</summary>
static class ProductEndpoints
{
    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        routes.MapApi(Policies.Read).MapGet("/products", (string? q, ShopRequest shop, HttpContext http) =>
            {
                var found = shop.View.Products.Search(q?.Trim() ?? "");
                return new ProductsAnswer(found.Count, [.. found.Take(ApiEndpoints.Size(http)).Select(ApiAnswers.Of)]);
            }).WithSummary("Products by q (name, id or category); size");
        routes.MapApi(Policies.Desk).MapGet("/products/{**id}", (string id, ShopRequest shop, ShopViews views) =>
                One(id, shop.View, views))
            .MayMiss().WithSummary("A product, and what is bought together with it");
    }

    static OneProductAnswer One(string id, ShopView view, ShopViews views)
    {
        var product = view.Products.Find(id) ?? throw new NotFoundException(
            $"product {id}", "There is no such product.", "/api/products lists them.");
        var options = new RecommendationOptions();
        var links = views.Store?.Recommendations.Links(id, ProductRelation.BoughtTogether) ?? [];
        return new(ApiAnswers.Of(product), [.. links.Where(link => link.IsSayable(options)).Select(link =>
            new TogetherAnswer(ApiAnswers.Of(view.Products.Find(link.Other) ?? new(link.Other)), link.Customers))]);
    }
}
