using System.Collections.Concurrent;
using Perennial.Core.Intake;

namespace Perennial.Data.Products;

/// <summary>What this process has seen of products lately, so that events that mention them ask the store only for what
/// is new. Products are never deleted, so that one that was there is there.</summary>
sealed class KnownProducts
{
    const int Most = 100_000, LongestText = 2_048;

    readonly ConcurrentDictionary<string, ProductDetails> known = new(StringComparer.Ordinal);

    /// <summary>Whether a product is in the store, as far as this process knows.</summary>
    public bool Has(string id) => known.ContainsKey(id);

    /// <summary>Whether nothing in what is said is news to the store, as far as this process knows.</summary>
    public bool Has(ProductDetails said) => known.TryGetValue(said.Id, out var before) && Merge(before, said) == before;

    /// <summary>Remembers what the store has, after its transaction.</summary>
    public void Add(ProductDetails product)
    {
        // Pictures inside products stay in the store.
        if (product.Image?.Length > LongestText || product.Description?.Length > LongestText) return;
        if (known.Count >= Most) known.Clear();
        known.AddOrUpdate(product.Id, product, (_, before) => Merge(before, product));
    }

    /// <summary>What is known with what is said: null says nothing.</summary>
    public static ProductDetails Merge(ProductDetails before, ProductDetails said) => before with
    {
        Name = said.Name ?? before.Name,
        Category = said.Category ?? before.Category,
        PriceCents = said.PriceCents ?? before.PriceCents,
        CostCents = said.CostCents ?? before.CostCents,
        Image = said.Image ?? before.Image,
        Description = said.Description ?? before.Description,
        Stock = said.Stock ?? before.Stock,
        Sellable = said.Sellable ?? before.Sellable,
    };
}
