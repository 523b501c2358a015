using System.Runtime.InteropServices;

namespace Perennial.Core.Recommendations;

/// <summary>How many customers bought each product, and each pair of products: kept true by adding and taking away
/// what changed for one customer.</summary>
/// <remarks>
/// Whatever the order of changes, the counts equal those counted anew from the customers' sets: a pair that nobody has
/// any more is no longer there. Not safe for several threads at once.
/// </remarks>
public sealed class CoOccurrence
{
    readonly List<int> customersOf = [];
    // The pairs of a product with those of lower numbers.
    readonly List<Dictionary<int, int>?> pairs = [];
    readonly HashSet<int> changed = [];

    /// <summary>Customers with at least one product.</summary>
    public int Customers { get; set; }

    /// <summary>One more than the highest product number seen.</summary>
    public int Products => customersOf.Count;

    /// <summary>Products whose count or pairs with lower products changed since <see cref="AcceptChanges"/>.</summary>
    public IReadOnlyCollection<int> Changed => changed;

    /// <summary>Forgets what changed: it has been stored.</summary>
    public void AcceptChanges() => changed.Clear();

    /// <summary>Customers who bought a product.</summary>
    public int CustomersOf(int product) => product < customersOf.Count ? customersOf[product] : 0;

    /// <summary>Customers who bought both products; of one and the same product, its customers.</summary>
    public int Together(int first, int second)
    {
        if (first == second) return CustomersOf(first);
        var (high, low) = first > second ? (first, second) : (second, first);
        return PairsBelow(high) is { } row && row.TryGetValue(low, out var count) ? count : 0;
    }

    /// <summary>The products of lower numbers bought together with one, and by how many; null for none.</summary>
    public IReadOnlyDictionary<int, int>? PairsOf(int product) => PairsBelow(product);

    Dictionary<int, int>? PairsBelow(int product) => product < pairs.Count ? pairs[product] : null;

    /// <summary>Puts counts that were stored back. They do not count as changed.</summary>
    public void Restore(int product, int customers, Dictionary<int, int> pairsWithLower)
    {
        Grow(product);
        customersOf[product] = customers;
        pairs[product] = pairsWithLower;
    }

    /// <summary>Adds what was counted of other customers. It does not count as changed.</summary>
    /// <param name="product">The product.</param>
    /// <param name="customers">How many more have it.</param>
    /// <param name="pairsWith">How many more have it together with other products, of whatever numbers.</param>
    public void Add(int product, int customers, IEnumerable<(int Other, int Customers)> pairsWith)
    {
        Grow(product);
        customersOf[product] += customers;
        foreach (var (other, both) in pairsWith)
        {
            var (high, low) = product > other ? (product, other) : (other, product);
            Grow(high);
            CollectionsMarshal.GetValueRefOrAddDefault(pairs[high] ??= [], low, out _) += both;
        }
    }

    /// <summary>A customer who had one set of products has another: O(what changed × what the customer has).</summary>
    /// <param name="before">Different products, as counted until now; empty for a new customer.</param>
    /// <param name="after">Different products; empty for one who is erased or gave everything back.</param>
    /// <exception cref="InvalidOperationException">The set before was never counted.</exception>
    public void Change(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        var had = new HashSet<int>(before.Length);
        foreach (var product in before) had.Add(product);
        var kept = new HashSet<int>(after.Length);
        foreach (var product in after) kept.Add(product);
        var current = new List<int>(before.Length + after.Length);
        foreach (var product in before)
            if (kept.Contains(product)) current.Add(product);
        foreach (var product in before)
        {
            if (kept.Contains(product)) continue;
            // Those that go meet those that stay, and each other once: the later of the two is still counted here.
            CountOne(product, current, -1);
            had.Remove(product);
            foreach (var gone in had)
                if (!kept.Contains(gone)) CountPair(product, gone, -1);
        }
        foreach (var product in after)
        {
            if (had.Contains(product)) continue;
            CountOne(product, current, 1);
            current.Add(product);
        }
        Customers += Math.Sign(after.Length) - Math.Sign(before.Length);
    }

    void CountOne(int product, List<int> others, int step)
    {
        Grow(product);
        customersOf[product] += step;
        if (customersOf[product] < 0) throw NeverCounted(product);
        changed.Add(product);
        foreach (var other in others) CountPair(product, other, step);
    }

    void CountPair(int first, int second, int step)
    {
        var (high, low) = first > second ? (first, second) : (second, first);
        var row = pairs[high] ??= [];
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(row, low, out _);
        count += step;
        if (count < 0) throw NeverCounted(high);
        if (count == 0) row.Remove(low);
        changed.Add(high);
    }

    static InvalidOperationException NeverCounted(int product) =>
        new($"A customer leaves product {product} who was never counted.");

    void Grow(int product)
    {
        while (customersOf.Count <= product)
        {
            customersOf.Add(0);
            pairs.Add(null);
        }
    }
}
