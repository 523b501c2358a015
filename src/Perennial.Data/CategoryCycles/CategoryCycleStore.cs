using Perennial.Core;
using Perennial.Core.Cycle.Categories;
using Perennial.Data.Shards;

namespace Perennial.Data.CategoryCycles;

/// <summary>Where customers stand in the cycles of the categories that they bought of.</summary>
public sealed class CategoryCycleStore
{
    readonly StoreShards shards;

    internal CategoryCycleStore(StoreShards shards) => this.shards = shards;

    /// <summary>A customer's, by the scoring run in force; empty where it knows no cycles of categories.</summary>
    public IReadOnlyList<CategoryStand> Of(CustomerId id)
    {
        using var rental = shards.Rent();
        return CategoryCycleRows.Of(rental.Database, shards.Of(id), [id])[0];
    }
}
