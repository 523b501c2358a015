namespace Perennial.Core.Simulation;

/// <summary>A product as a simulated customer chooses it.</summary>
/// <param name="Category">Which of the assortment's categories.</param>
/// <param name="PriceCents">List price of one.</param>
/// <param name="CostCents">What the shop pays for one.</param>
/// <param name="ByTheStem">Sold several at a time.</param>
readonly record struct AssortedProduct(int Category, int PriceCents, int CostCents, bool ByTheStem);

/// <summary>What a simulated shop sells, and how its customers choose from that.</summary>
sealed class Assortment
{
    internal required AssortedProduct[] Products { get; init; }

    /// <summary>Each category's products by ascending price, as indices of <see cref="Products"/>; without those that
    /// only subscriptions deliver.</summary>
    internal required int[][] ByPrice { get; init; }

    /// <summary>What subscriptions deliver, by ascending price.</summary>
    internal required int[] Subscriptions { get; init; }

    /// <summary>How many customers each category is the favourite of, relative to the others.</summary>
    internal required double[] Liked { get; init; }

    /// <summary>How the months change what sells: rows are months, columns the categories.</summary>
    internal required double[][] Season { get; init; }

    /// <summary>What yearly gifts are made of: rows as <see cref="GiftOccasion"/> from Valentine's Day, columns the
    /// categories.</summary>
    internal required double[][] Gifts { get; init; }

    /// <summary>The category that is added to a yearly gift.</summary>
    internal required int WithGifts { get; init; }

    /// <summary>The favourite category of offices and restaurants.</summary>
    internal required int ForBusiness { get; init; }
}
