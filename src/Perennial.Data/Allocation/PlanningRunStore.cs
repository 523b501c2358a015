using Perennial.Core.Allocation;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Allocation;

/// <summary>What became of what was scarce, by day and resource.</summary>
public sealed class PlanningRunStore
{
    readonly StoreShards shards;

    internal PlanningRunStore(StoreShards shards) => this.shards = shards;

    /// <summary>The newest days first; of a day by resource.</summary>
    public IReadOnlyList<PlanningRun> Newest(int most)
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("planning-runs", "most").Bind(1, most).Each().Select(row =>
            new PlanningRun(row.Text(0)!, row.Int32(1), row.Instant(2), row.Int64(5), row.Int64(6), row.Int64(7))
            {
                IsByValue = row.Int64(3) == 1, IsMoney = row.Int64(4) == 1, Price = row.Int64(8), Value = row.Int64(9),
                Bound = row.Int64(10),
            })];
    }

    /// <summary>What was looked at on a day.</summary>
    public IReadOnlySet<string> On(int day)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("planned-on", "day").Bind(1, day).Each().Select(row => row.Text(0)!)
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Adds looks at resources to those of their days: what was taken, added and could have been is summed.
    /// </summary>
    public void Add(IReadOnlyList<PlanningRun> looks)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        foreach (var one in looks)
        {
            rental.Database.Query("add-planning-run", "resource", "day", "planned_at", "is_by_value", "is_money",
                    "capacity", "wanted", "taken", "price", "value", "bound")
                .Bind(1, one.Resource).Bind(2, one.Day).Bind(3, one.PlannedAt).Bind(4, one.IsByValue ? 1L : 0L)
                .Bind(5, one.IsMoney ? 1L : 0L).Bind(6, one.Capacity).Bind(7, one.Wanted).Bind(8, one.Taken)
                .Bind(9, one.Price).Bind(10, one.Value).Bind(11, one.Bound).Run();
        }
        transaction.Commit();
    }
}
