using Perennial.Core.Profiles;

namespace Perennial.Core.Promotion;

/// <summary>The columns of each mechanism, in the order of <see cref="History.DiscountMechanism"/> from percent off to
/// bundle.</summary>
static class PromotionMechanisms
{
    /// <summary>Orders with each mechanism.</summary>
    public static Column<int>[] Counts =>
    [
        PromotionColumns.PercentOffOrders, PromotionColumns.AmountOffOrders, PromotionColumns.GiftOrders,
        PromotionColumns.FreeShippingOrders,
        PromotionColumns.BundleOrders,
    ];

    /// <summary>Shrunk share of orders with each.</summary>
    public static Column<double>[] Shares =>
    [
        PromotionColumns.PercentOffShare, PromotionColumns.AmountOffShare, PromotionColumns.GiftShare,
        PromotionColumns.FreeShippingShare,
        PromotionColumns.BundleShare,
    ];
}
