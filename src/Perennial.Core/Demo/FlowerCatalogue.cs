using Perennial.Core.Demo.Pictures;
using Perennial.Core.Intake;

namespace Perennial.Core.Demo;

/// <summary>A product of the synthetic shop.</summary>
/// <param name="Category">Index in <see cref="FlowerCatalogue.Categories"/>.</param>
/// <param name="Sku">The product's id.</param>
/// <param name="Name">Name.</param>
/// <param name="PriceCents">List price.</param>
/// <param name="CostCents">What the shop pays.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Draw">Draws its picture.</param>
sealed record FlowerProduct(
    int Category, string Sku, string Name, int PriceCents, int CostCents, string Description, Func<SvgCanvas> Draw)
{
    /// <summary>Sold by the stem, several at a time.</summary>
    internal bool ByTheStem { get; init; }

    /// <summary>What subscriptions deliver.</summary>
    internal bool Subscribed { get; init; }

    internal int Stock { get; init; } = 40;
}

/// <summary>What the synthetic flower shop sells: 60 products in eight categories, each with its picture.</summary>
public static class FlowerCatalogue
{
    internal const int Roses = 0, Spring = 1, Bouquets = 2, Plants = 3, Orchids = 4, Wreaths = 5, Vases = 6, Gifts = 7;

    /// <summary>The categories' names.</summary>
    public static IReadOnlyList<string> Categories { get; } =
        ["roses", "spring flowers", "bouquets", "plants", "orchids", "wreaths", "vases", "gifts"];

    /// <summary>The products as facts.</summary>
    /// <param name="pictures">Whether to draw them; a picture is a <c>data:</c> address of up to 6.5 KB.</param>
    public static IReadOnlyList<ProductDetails> Products(bool pictures) =>
    [
        .. all.Select((product, index) => new ProductDetails(product.Sku)
        {
            Name = product.Name,
            Category = Categories[product.Category],
            PriceCents = product.PriceCents,
            CostCents = product.CostCents,
            Description = product.Description,
            Stock = product.Stock,
            Sellable = product.Stock > 0 || product.Category != Wreaths,
            Image = pictures ? pictureOf[index].Value : null,
        }),
    ];

    static readonly FlowerProduct[] all = [.. CutFlowers.All, .. PotsAndGifts.All];

    static readonly Lazy<string>[] pictureOf =
        [.. all.Select(product => new Lazy<string>(() => product.Draw().ToDataAddress()))];

    /// <summary>The products' ids, in the order that lines point at.</summary>
    internal static readonly string[] Ids = [.. all.Select(product => product.Sku)];

    /// <summary>The products' categories, as <see cref="Ids"/>.</summary>
    internal static readonly string[] CategoryOfEach = [.. all.Select(product => Categories[product.Category])];

    internal static IReadOnlyList<FlowerProduct> All => all;

    /// <summary>Each category's products by ascending price, as indices of <see cref="All"/>.</summary>
    internal static readonly int[][] ByPrice =
    [
        .. Enumerable.Range(0, 8).Select(category => Enumerable.Range(0, all.Length)
            .Where(index => all[index].Category == category && !all[index].Subscribed)
            .OrderBy(index => all[index].PriceCents).ToArray()),
    ];

    /// <summary>The subscription's sizes by ascending price.</summary>
    internal static readonly int[] Subscriptions =
    [
        .. Enumerable.Range(0, all.Length).Where(index => all[index].Subscribed)
            .OrderBy(index => all[index].PriceCents),
    ];
}
