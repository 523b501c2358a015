namespace Perennial.Core.Recommendations;

/// <summary>Why a product is recommended, in words. Said from the customer's own facts and from the links between
/// products when somebody asks, so that nothing has to be kept in step.</summary>
public static class RecommendationReason
{
    /// <summary>"bought 4 times, usually every 30 days"</summary>
    public static string Rebuy(in ProductPurchases product) => product.Orders switch
    {
        0 => "bought before",
        1 => $"bought on {Date(product.LastDay)}",
        _ when product.PurchaseDays < 2 => $"bought {product.Orders} times on {Date(product.LastDay)}",
        _ => $"bought {Times(product.Orders)}, usually every {Days(product.MeanGapDays)}",
    };

    /// <summary>"viewed on 3 Nov, not bought"</summary>
    public static string Viewed(in ProductPurchases product, ShopCalendar calendar) => product.LastViewedAt.HasValue
        ? $"{What(product)} on {Date(calendar.DayOf(product.LastViewedAt))}, not bought"
        : $"{What(product)}, not bought";

    static string What(in ProductPurchases product) => product.InCart ? "put into the cart" : "viewed";

    /// <summary>"often bought with Red roses", "fits earlier purchases" or "popular now"</summary>
    /// <param name="own">What the customer has.</param>
    /// <param name="links">The product's links, the best first.</param>
    /// <param name="catalogue">By whose numbers the customer's products go.</param>
    /// <param name="options">What may be said.</param>
    public static string Discover(
        CustomerProducts own, IEnumerable<ProductLink> links, ProductCatalogue catalogue, RecommendationOptions options)
    {
        foreach (var link in links)
        {
            if (catalogue.IndexOf(link.Other) is >= 0 and var other && own.Has(other) && link.IsSayable(options))
                return $"often bought with {catalogue.Products[other].Name ?? link.Other}";
        }
        foreach (ref readonly var product in own.All)
            if (product.Orders > 0) return "fits earlier purchases";
        return "popular now";
    }

    /// <summary>"like Red roses, which were looked at", or "like what was looked at"</summary>
    /// <param name="own">What the customer did.</param>
    /// <param name="links">The product's links, the best first.</param>
    /// <param name="catalogue">By whose numbers the customer's products go.</param>
    public static string Similar(CustomerProducts own, IEnumerable<ProductLink> links, ProductCatalogue catalogue)
    {
        foreach (var link in links)
        {
            if (catalogue.IndexOf(link.Other) is >= 0 and var other && own.Of(other).LastViewedAt.HasValue)
                return $"bought by others with {catalogue.Products[other].Name ?? link.Other}, which was looked at";
        }
        return "like what was looked at";
    }

    static string Times(int count) => count == 2 ? "twice" : $"{count} times";

    static string Days(double days) => Math.Round(days) is > 1 and var whole ? $"{whole} days" : "day";

    static string Date(int day) => $"{ShopCalendar.Date(day):d MMM yyyy}";
}
