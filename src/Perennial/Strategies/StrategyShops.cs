using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Segments.Rules;
using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Strategies;

/// <summary>What shops bring to their strategies.</summary>
static class StrategyShops
{
    const int BinsBeforeScoringRuns = 5;

    /// <summary>A shop as it is before anything is imported.</summary>
    public static StrategyShop BeforeAny { get; } = Before();

    static StrategyShop Before()
    {
        var shipped = SegmentFiles.ShippedFor(BinsBeforeScoringRuns);
        return new StrategyShop(ShopSegments.Context(null, AttributeSet.Everywhere, new ContactRules()) with
        {
            Names = NamesEverywhere.Of,
        }, shipped, [.. shipped.Select(segment => segment.Name)]);
    }

    // Topics and offers are what the files say; who contacted by which strategy is what the shop knows, too.
    static readonly NameKind[] ofTheShop =
    [
        NameKind.Strategy, NameKind.Step, NameKind.Category, NameKind.Product, NameKind.Disposition, NameKind.Date,
    ];

    /// <summary>A shop as it is. Nothing of it is read later.</summary>
    public static StrategyShop Of(ShopView view)
    {
        var names = ofTheShop.ToDictionary(kind => kind, view.RuleTables.Names);
        return new StrategyShop(
            ShopSegments.Context(view.ScoringRun, view.Attributes, view.Permissions.Rules) with
            {
                Names = kind => NamesEverywhere.Of(kind) ?? names.GetValueOrDefault(kind),
            },
            [.. view.Segments.Catalogue.All.Select(one => one.Segment)],
            [.. view.Segments.Shipped.Select(segment => segment.Name)]);
    }
}
