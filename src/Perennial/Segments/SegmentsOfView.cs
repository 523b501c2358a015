using Perennial.Shop;

namespace Perennial.Segments;

/// <summary>What rules and segments are in one view of a shop.</summary>
static class SegmentsOfView
{
    extension(ShopView view)
    {
        /// <summary>What rules are asked about.</summary>
        public RuleTables RuleTables => view.Derived(static of => new RuleTables(of, of.RuleSource));

        /// <summary>The segments, those of the shop's own as they stand at this moment: saving one does not make a new
        /// view.</summary>
        public ShopSegments Segments => view.Derived(static of => new InForce(of)).Now();
    }

    sealed class InForce(ShopView view)
    {
        readonly Lock gate = new();
        ShopSegments? known;

        public ShopSegments Now()
        {
            var own = view.RuleSource.OwnSegments();
            lock (gate)
            {
                if (known is null || !known.Own.SequenceEqual(own)) known = new ShopSegments(view, own);
                return known;
            }
        }
    }
}
