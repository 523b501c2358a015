using Perennial.Core.Intake;
using Perennial.Core.Profiles;
using Perennial.Core.Recommendations;
using Perennial.Data;
using Perennial.Data.Customers;

namespace Perennial.Shop;

/// <summary>One product recommended to one customer.</summary>
/// <param name="List">rebuy, viewed, discover or similar.</param>
/// <param name="Place">From 1.</param>
/// <param name="Product">What is known of it.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record RecommendedLine(string List, int Place, ProductDetails Product, string Reason)
{
    /// <summary>What is recommended to a customer and why. The products are the profile's; the reasons are found from
    /// the customer's facts and the links between products.</summary>
    public static IReadOnlyList<RecommendedLine> Of(ShopStore store, ShopView view, int row, CustomerRecord record)
    {
        var options = new RecommendationOptions();
        var own = new CustomerProducts(view.Table.AsOf, view.Calendar);
        own.Read(record.History[0], view.Products.NumbersOf(record.History.Products));
        var lines = new List<RecommendedLine>();
        Add("rebuy", RecommendationColumns.Rebuy, product => RecommendationReason.Rebuy(own.Of(product)));
        Add("viewed", RecommendationColumns.Viewed,
            product => RecommendationReason.Viewed(own.Of(product), view.Calendar));
        Add("discover", RecommendationColumns.Discover, product => RecommendationReason.Discover(
            own, Links(store, view.Products.Products[product].Id), view.Products, options));
        Add("similar", RecommendationColumns.Similar, product => RecommendationReason.Similar(
            own, Links(store, view.Products.Products[product].Id), view.Products));
        return lines;

        void Add(string list, IReadOnlyList<Column<int>> columns, Func<int, string> reason)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                if (view.Table.Values(columns[i])[row] is not (>= 0 and var number)) continue;
                var product = view.Products.IndexOf(view.Table.Products[number]);
                if (product >= 0)
                    lines.Add(new RecommendedLine(list, i + 1, view.Products.Products[product], reason(product)));
            }
        }
    }

    static IEnumerable<ProductLink> Links(ShopStore store, string product) =>
        store.Recommendations.Links(product, ProductRelation.SpeaksFor)
            .Concat(store.Recommendations.Links(product, ProductRelation.BoughtTogether));
}
