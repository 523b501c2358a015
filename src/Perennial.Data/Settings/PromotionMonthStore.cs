using Perennial.Core.Promotion;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Settings;

/// <summary>What was on promotion when, which profiles are measured against.</summary>
public sealed class PromotionMonthStore
{
    readonly StoreShards shards;

    internal PromotionMonthStore(StoreShards shards) => this.shards = shards;

    /// <summary>As of the last scoring run; nothing before the first.</summary>
    public IReadOnlyList<PromotionMonth> All()
    {
        using var rental = shards.Rent();
        return All(rental.Database);
    }

    /// <summary>Puts other months in place of those known. Whatever is written afterwards goes by them.</summary>
    public void Put(IReadOnlyList<PromotionMonth> months) => shards.ChangeMoment(database =>
    {
        database.Query("delete-promotion-months").Run();
        foreach (var month in months)
        {
            database.Query("add-promotion-month", "month", "category", "purchases_millionths", "value_millionths",
                    "depth_millionths")
                .Bind(1, month.Month).Bind(2, month.Category ?? "").Bind(3, month.PurchasesMillionths)
                .Bind(4, month.ValueMillionths).Bind(5, month.DepthMillionths).Run();
        }
        return 0;
    });

    internal static IReadOnlyList<PromotionMonth> All(Database database)
    {
        var rows = database.Query("promotion-months");
        var months = new List<PromotionMonth>();
        while (rows.Step())
        {
            var category = rows.Text(1)!;
            months.Add(new PromotionMonth(rows.Int32(0), category.Length == 0 ? null : category,
                rows.Int32(2), rows.Int32(3), rows.Int32(4)));
        }
        return months;
    }
}
