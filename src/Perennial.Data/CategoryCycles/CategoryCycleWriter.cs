using Perennial.Core;
using Perennial.Core.Cycle.Categories;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.CategoryCycles;

/// <summary>Writes where customers stand in the cycles of categories, inside a shard's transaction.</summary>
sealed class CategoryCycleWriter : IDisposable
{
    static readonly string[] parameters =
    [
        "shard", "customer_id", "category", "last_day", "cycle_days", "cycle_days_low", "cycle_days_high",
        "expected_at", "soon_day", "late_day", "very_late_day", "inactive_day", "p_buy_30d", "p_buy_90d",
    ];

    readonly ShardTransaction shard;
    readonly BulkInsert<(CustomerId Id, CategoryStand Stand)> put;

    /// <summary>Prepares for one transaction.</summary>
    public CategoryCycleWriter(ShardTransaction shard)
    {
        this.shard = shard;
        put = new(shard.Database, SqlText.Query("put-category-cycle"), parameters,
            (to, first, row) => Bind(to, first, row.Id, row.Stand));
    }

    /// <summary>Writes the stands of some customers, ascending, that differ from what is stored; of what somebody has
    /// no stand any more the row goes.</summary>
    public void Write(CustomerId[] ids, IReadOnlyList<IReadOnlyList<CategoryStand>> stands)
    {
        var stored = CategoryCycleRows.Of(shard.Database, shard.Shard, ids);
        for (var row = 0; row < ids.Length; row++)
        {
            foreach (var stand in stands[row])
                if (!stored[row].Contains(stand)) put.Add((ids[row], stand));
            foreach (var stand in stored[row])
                if (!stands[row].Any(one => one.Category == stand.Category)) Delete(ids[row], stand.Category);
        }
        put.Flush();
    }

    void Delete(CustomerId id, string category) => shard.Database
        .Query("delete-category-cycle", "shard", "customer_id", "category")
        .Bind(1, shard.Shard).Bind(2, id).Bind(3, category).Run();

    /// <summary>Takes away what is known of a range of customers: a run knows no cycles of categories.</summary>
    public void Forget(CustomerId first, CustomerId last) => shard.Database
        .Query("forget-category-cycles", "shard", "first_id", "last_id")
        .Bind(1, shard.Shard).Bind(2, first).Bind(3, last).Run();

    void Bind(Statement to, int first, CustomerId id, CategoryStand stand) => to
        .Bind(first, shard.Shard).Bind(first + 1, id).Bind(first + 2, stand.Category).Bind(first + 3, stand.LastDay)
        .Bind(first + 4, stand.CycleDays).Bind(first + 5, stand.CycleDaysLow).Bind(first + 6, stand.CycleDaysHigh)
        .Bind(first + 7, stand.ExpectedAt).Bind(first + 8, (long?)stand.SoonDay).Bind(first + 9, (long?)stand.LateDay)
        .Bind(first + 10, (long?)stand.VeryLateDay).Bind(first + 11, stand.InactiveDay)
        .Bind(first + 12, stand.BuyChance30).Bind(first + 13, stand.BuyChance90);

    public void Dispose() => put.Dispose();
}
