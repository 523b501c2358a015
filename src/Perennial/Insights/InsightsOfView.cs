using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>What the whole shop tells beyond single customers, in one view of it.</summary>
public static class InsightsOfView
{
    extension(ShopView view)
    {
        /// <summary>All insights; each is computed when it is first asked for.</summary>
        public ShopInsights Insights => view.Derived(static of => new ShopInsights(of, of.InsightSource));

        /// <summary>What customers of rules and segments have in common.</summary>
        internal CommonGround CommonGround => view.Derived(static of => new CommonGround(of));
    }
}
