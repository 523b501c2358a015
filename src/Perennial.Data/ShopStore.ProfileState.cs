using Perennial.Core.Promotion;

namespace Perennial.Data;

// How all profiles stand, and what was on promotion when, which they are measured against.
public sealed partial class ShopStore
{
    /// <summary>Whether columns were added to the catalogue, products moved between categories or settings
    /// changed since profiles were computed, so that <see cref="RefoldAll"/> has to compute all of them.</summary>
    public bool RefoldNeeded => ProfileState().NeedsRefold;

    /// <summary>The day, in days since 1970, whose state profiles hold; null where it is the present's.</summary>
    public int? FoldedAsOf => ProfileState().FoldedAsOf;

    /// <summary>Says that what profiles follow from has changed: <see cref="RefoldNeeded"/> holds until
    /// <see cref="RefoldAll"/>.</summary>
    public void NeedRefold()
    {
        using var lease = Rent();
        NeedRefold(lease.Database);
    }

    internal static void NeedRefold(Database database) => database.Query("need-refold").Run();

    /// <summary>Says that profiles hold the state of an earlier day, or null for the present's again.</summary>
    public void PutFoldedAsOf(int? day)
    {
        using var lease = Rent();
        lease.Database.Query("set-folded-as-of", "day").Bind(1, day).Run();
    }

    /// <summary>What was on promotion when, as of the last scoring run; nothing before the first.</summary>
    public IReadOnlyList<PromotionMonth> PromotionMonths()
    {
        using var lease = Rent();
        return PromotionMonths(lease.Database);
    }

    /// <summary>Puts other months in place of those known. Whatever is written afterwards goes by them.</summary>
    public void PutPromotionMonths(IReadOnlyList<PromotionMonth> months) => ChangeMoment(database =>
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

    (bool NeedsRefold, int? FoldedAsOf) ProfileState()
    {
        using var lease = Rent();
        var row = lease.Database.Query("profile-state");
        row.Step();
        var state = (row.Int64(0) != 0, (int?)row.NullableInt64(1));
        row.Reset();
        return state;
    }

    static List<PromotionMonth> PromotionMonths(Database database)
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
