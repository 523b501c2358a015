using Perennial.Core.Profiles;

namespace Perennial.Core.Recommendations;

/// <summary>The columns of recommended products.</summary>
public static class RecommendationColumns
{
    const string Own = "Perennial";
    const string RebuyFormula =
        "Of the products bought before, the most often bought first; not what was just bought, given back or is sold"
        + " out.";

    const string DiscoverFormula =
        "Of the products never bought: how well they fit to those that were, by the method that did best on the shop's"
        + " own past; popular ones where nothing is known.";

    const string SimilarFormula =
        "Of the products never bought nor looked at: those that customers have who have what was looked at in the last"
        + " weeks.";

    const string ViewedFormula =
        "Looked at or put into the cart in the last weeks and not bought since; the cart comes first.";

    const string RebuySource = "Personal frequency: Li et al., Next Basket Reality Check, 2023";
    const string DiscoverSource = "EASE: Steck 2019";
    const string SimilarSource = "Jaccard 1912";

    /// <summary>What to offer again, first.</summary>
    public static Column<int> Rebuy1 { get; } = Recommended("rebuy_1", RebuyFormula, RebuySource);

    /// <summary>What to offer again, second.</summary>
    public static Column<int> Rebuy2 { get; } = Recommended("rebuy_2", RebuyFormula, RebuySource);

    /// <summary>What to offer again, third.</summary>
    public static Column<int> Rebuy3 { get; } = Recommended("rebuy_3", RebuyFormula, RebuySource);

    /// <summary>What new to offer, first.</summary>
    public static Column<int> Discover1 { get; } = Recommended("discover_1", DiscoverFormula, DiscoverSource);

    /// <summary>What new to offer, second.</summary>
    public static Column<int> Discover2 { get; } = Recommended("discover_2", DiscoverFormula, DiscoverSource);

    /// <summary>What new to offer, third.</summary>
    public static Column<int> Discover3 { get; } = Recommended("discover_3", DiscoverFormula, DiscoverSource);

    /// <summary>What new to offer, fourth.</summary>
    public static Column<int> Discover4 { get; } = Recommended("discover_4", DiscoverFormula, DiscoverSource);

    /// <summary>What new to offer, fifth.</summary>
    public static Column<int> Discover5 { get; } = Recommended("discover_5", DiscoverFormula, DiscoverSource);

    /// <summary>What new to offer, sixth.</summary>
    public static Column<int> Discover6 { get; } = Recommended("discover_6", DiscoverFormula, DiscoverSource);

    /// <summary>Looked at and not bought, first.</summary>
    public static Column<int> Viewed1 { get; } = Recommended("viewed_1", ViewedFormula, Own);

    /// <summary>Looked at and not bought, second.</summary>
    public static Column<int> Viewed2 { get; } = Recommended("viewed_2", ViewedFormula, Own);

    /// <summary>Like what was looked at, first.</summary>
    public static Column<int> Similar1 { get; } = Recommended("similar_1", SimilarFormula, SimilarSource);

    /// <summary>Like what was looked at, second.</summary>
    public static Column<int> Similar2 { get; } = Recommended("similar_2", SimilarFormula, SimilarSource);

    /// <summary>Like what was looked at, third.</summary>
    public static Column<int> Similar3 { get; } = Recommended("similar_3", SimilarFormula, SimilarSource);

    static Column<int> Recommended(string name, string formula, string source) => new()
    {
        Name = name, ExportName = $"{name}_id", Type = ColumnType.Product, Kind = ColumnKind.ScoringRun,
        Unit = "product",
        Formula = formula, Source = source,
    };

    /// <summary>The rebuy list, best first.</summary>
    public static IReadOnlyList<Column<int>> Rebuy { get; } = [Rebuy1, Rebuy2, Rebuy3];

    /// <summary>The discover list, best first.</summary>
    public static IReadOnlyList<Column<int>> Discover { get; } =
        [Discover1, Discover2, Discover3, Discover4, Discover5, Discover6];

    /// <summary>What was viewed and not bought, best first.</summary>
    public static IReadOnlyList<Column<int>> Viewed { get; } = [Viewed1, Viewed2];

    /// <summary>What is like something that was looked at, best first.</summary>
    public static IReadOnlyList<Column<int>> Similar { get; } = [Similar1, Similar2, Similar3];

    /// <summary>All of them, in the order of files and screens.</summary>
    internal static IReadOnlyList<Column> All =>
    [
        Rebuy1, Rebuy2, Rebuy3, Discover1, Discover2, Discover3, Discover4, Discover5, Discover6, Viewed1,
        Viewed2, Similar1, Similar2, Similar3,
    ];
}
