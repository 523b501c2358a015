using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>What customers of the flower shop like, by season and occasion; columns are the categories.</summary>
static class FlowerTaste
{
    // How the months change what sells: rows are months, columns the categories.
    static readonly double[][] season =
    [
        //   roses spring bouq. plants orchid wreath vases gifts
        [0.9, 1.1, 1.0, 1.1, 1.3, 0.1, 1.0, 0.8], [2.2, 1.5, 1.0, 0.7, 1.0, 0.1, 0.8, 1.4],
        [0.9, 2.4, 1.1, 1.1, 0.9, 0.5, 0.9, 0.9], [0.9, 2.2, 1.2, 1.4, 0.8, 0.7, 0.9, 0.9],
        [1.3, 1.1, 1.7, 1.3, 0.9, 0.2, 0.9, 1.0], [1.2, 0.2, 1.6, 1.2, 0.8, 0.1, 1.0, 0.9],
        [1.2, 0.1, 1.4, 1.1, 0.9, 0.1, 1.0, 0.8], [1.1, 0.1, 1.4, 1.1, 0.9, 0.2, 1.0, 0.8],
        [1.0, 0.1, 1.3, 1.2, 1.0, 0.6, 1.0, 0.9], [1.0, 0.1, 1.2, 1.1, 1.1, 1.2, 1.0, 0.9],
        [0.9, 0.1, 1.0, 0.9, 1.2, 4.5, 1.0, 1.3], [0.8, 0.1, 1.0, 1.1, 1.3, 5.5, 1.1, 2.6],
    ];

    // What yearly gifts are made of; rows as GiftOccasion from Valentine's Day.
    static readonly double[][] gifts =
    [
        [7, 0.3, 2, 0.1, 0.3, 0, 0, 0.8], [1.5, 0.8, 5, 1.2, 1.5, 0, 0.2, 0.8],
        [0.6, 0, 2.5, 1.5, 1.5, 2.5, 0.6, 2], [3, 0.6, 5, 0.8, 1, 0, 0.3, 0.8],
    ];

    static readonly double[] liked = [24, 12, 30, 13, 7, 3, 4, 7];

    /// <summary>What there is to choose from, and how it is chosen.</summary>
    internal static Assortment Assortment { get; } = new()
    {
        Products = [.. FlowerCatalogue.All.Select(product => new AssortedProduct(
            product.Category, product.PriceCents, product.CostCents, product.ByTheStem))],
        ByPrice = FlowerCatalogue.ByPrice,
        Subscriptions = FlowerCatalogue.Subscriptions,
        Liked = liked,
        Season = season,
        Gifts = gifts,
        WithGifts = FlowerCatalogue.Gifts,
        ForBusiness = FlowerCatalogue.Plants,
    };
}
