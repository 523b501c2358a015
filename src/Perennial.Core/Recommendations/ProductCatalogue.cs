using Perennial.Core.Intake;

namespace Perennial.Core.Recommendations;

/// <summary>The shop's products by number and by id.</summary>
public sealed class ProductCatalogue
{
    readonly Dictionary<string, int> indexOf;
    readonly int[] category;

    /// <summary>A catalogue; of two products of one id, the first counts.</summary>
    public ProductCatalogue(IReadOnlyList<ProductDetails> products)
    {
        Products = products;
        indexOf = new Dictionary<string, int>(products.Count);
        category = new int[products.Count];
        var categories = new Dictionary<string, int>();
        for (var i = 0; i < products.Count; i++)
        {
            indexOf.TryAdd(products[i].Id, i);
            if (products[i].Category is not { Length: > 0 } name) category[i] = -1;
            else if (!categories.TryGetValue(name, out category[i]))
                categories.Add(name, category[i] = categories.Count);
        }
        Categories = [.. categories.OrderBy(entry => entry.Value).Select(entry => entry.Key)];
    }

    /// <summary>No products.</summary>
    public static ProductCatalogue Empty { get; } = new([]);

    /// <summary>What is known of each.</summary>
    public IReadOnlyList<ProductDetails> Products { get; }

    /// <summary>The products whose id, name or category contains a text in any case, by category and name; all for the
    /// empty text.</summary>
    public IReadOnlyList<ProductDetails> Search(string text) =>
    [
        .. Products.Where(product => Contains(product.Id, text) || Contains(product.Name, text)
                || Contains(product.Category, text))
            .OrderBy(product => product.Category).ThenBy(product => product.Name ?? product.Id),
    ];

    static bool Contains(string? part, string text) =>
        part?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The categories, in the order in which products name them first.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>Number of products.</summary>
    public int Count => Products.Count;

    /// <summary>The number of a product; −1 if it is not in the catalogue.</summary>
    public int IndexOf(string id) => indexOf.GetValueOrDefault(id, -1);

    /// <summary>What is known of a product, or null.</summary>
    public ProductDetails? Find(string id) => IndexOf(id) is >= 0 and var index ? Products[index] : null;

    /// <summary>The category of a product by its place in <see cref="Categories"/>; −1 where it has none.</summary>
    public int CategoryOf(int product) => category[product];

    /// <summary>The numbers of products given by their ids, −1 where the catalogue does not have one.</summary>
    public int[] NumbersOf(IReadOnlyList<string> ids)
    {
        var numbers = new int[ids.Count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = IndexOf(ids[i]);
        return numbers;
    }
}
