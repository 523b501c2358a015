using Perennial.Core.Profiles;

namespace Perennial.Core.Promotion;

/// <summary>The columns of promotion sensitivity.</summary>
public static class PromotionColumns
{
    const string Own = "Perennial";
    const string PromotionSource = "Perennial; deal proneness after Blattberg et al. 1978";

    /// <summary>Share of purchases on promotion, shrunk.</summary>
    public static Column<double> ShareOrders { get; } = new()
    {
        Name = "promotion_share_orders", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun,
        Unit = "share 0..1",
        Formula = "Share of purchases (order lines where known, else orders) bought at 5 % off or more, drawn "
            + "towards what was on offer at those dates while they are few.",
        Source = PromotionSource,
    };

    /// <summary>Share of value bought on promotion, shrunk.</summary>
    public static Column<double> ShareValue { get; } = new()
    {
        Name = "promotion_share_value", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun,
        Unit = "share 0..1",
        Formula = "Share of value at list price bought at 5 % off or more, drawn towards what was on offer at "
            + "those dates while purchases are few.",
        Source = PromotionSource,
    };

    /// <summary>Share of value taken off, shrunk.</summary>
    public static Column<double> Depth { get; } = new()
    {
        Name = "promotion_depth", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "share 0..1",
        Formula = "Discounts as a share of value at list price, drawn towards what was usual at those dates while "
            + "purchases are few.",
        Source = PromotionSource,
    };

    /// <summary>Rank among customers in buying on promotion.</summary>
    public static Column<double> Score { get; } = new()
    {
        Name = "promotion_score", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "rank 0..1",
        Formula = "Value share (weight 0.6), purchase share (0.2) and depth (0.2) on promotion, minus what the "
            + "dates and categories explain, as rank among all customers: 1 buys on promotion most. It tells "
            + "what customers took, not what a discount would change.",
        Source = PromotionSource,
    };

    /// <summary>Lower end of the score.</summary>
    public static Column<double> Low { get; } = new()
    {
        Name = "promotion_low", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "rank 0..1",
        Formula = "Where the promotion score begins that holds the truth in 80 of 100 cases.",
        Source = PromotionSource,
    };

    /// <summary>Upper end of the score.</summary>
    public static Column<double> High { get; } = new()
    {
        Name = "promotion_high", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "rank 0..1",
        Formula = "Where the promotion score ends that holds the truth in 80 of 100 cases.",
        Source = PromotionSource,
    };

    /// <summary>Whether the customer seeks promotions.</summary>
    public static Column<byte> Class { get; } = new()
    {
        Name = "promotion_class", Type = ColumnType.Label, Kind = ColumnKind.ScoringRun, Unit = "name",
        Formula = "Deal-seeker if certainly more on promotion than the dates explain, full-price if certainly less "
            + "or hardly ever, else mixed; unknown below 5 effective purchases or 2 orders.",
        Source = PromotionSource, Labels = PromotionClasses.Names,
    };

    /// <summary>Share of orders with percent off, shrunk.</summary>
    public static Column<double> PercentOffShare { get; } = new()
    {
        Name = "percent_off_share", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun,
        Unit = "share 0..1",
        Formula = "Share of orders with percent off, drawn towards everybody's share while orders are few.",
        Source = PromotionSource,
    };

    /// <summary>Share of orders with an amount off, shrunk.</summary>
    public static Column<double> AmountOffShare { get; } = new()
    {
        Name = "amount_off_share", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun,
        Unit = "share 0..1",
        Formula = "Share of orders with an amount off, drawn towards everybody's share while orders are few.",
        Source = PromotionSource,
    };

    /// <summary>Share of orders with a gift, shrunk.</summary>
    public static Column<double> GiftShare { get; } = new()
    {
        Name = "gift_share", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "share 0..1",
        Formula = "Share of orders with a gift, drawn towards everybody's share while orders are few.",
        Source = PromotionSource,
    };

    /// <summary>Share of orders with free delivery, shrunk.</summary>
    public static Column<double> FreeShippingShare { get; } = new()
    {
        Name = "free_shipping_share", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun,
        Unit = "share 0..1",
        Formula = "Share of orders with free delivery, drawn towards everybody's share while orders are few.",
        Source = PromotionSource,
    };

    /// <summary>Share of orders with several at the price of fewer, shrunk.</summary>
    public static Column<double> BundleShare { get; } = new()
    {
        Name = "bundle_share", Type = ColumnType.Number, Kind = ColumnKind.ScoringRun, Unit = "share 0..1",
        Formula = "Share of orders with several at the price of fewer, drawn towards everybody's share while "
            + "orders are few.",
        Source = PromotionSource,
    };

    /// <summary>Orders that take part in promotion sensitivity.</summary>
    public static Column<int> Orders { get; } = new()
    {
        Name = "promotion_orders", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "orders",
        Formula = "Orders not returned whole; without staff prices, goodwill and (unless set so) loyalty points.",
        Source = Own, Shown = false,
    };

    /// <summary>Purchases that take part.</summary>
    public static Column<int> Purchases { get; } = new()
    {
        Name = "promotion_purchases", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "purchases",
        Formula = "Order lines with a value, or orders where lines are not known.",
        Source = Own, Shown = false,
    };

    /// <summary>Purchases on promotion.</summary>
    public static Column<int> PurchasesPromoted { get; } = new()
    {
        Name = "purchases_promoted", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "purchases",
        Formula = "Purchases with 5 % off or more.",
        Source = Own, Shown = false,
    };

    /// <summary>Value of the purchases at list price.</summary>
    public static Column<long> Gross { get; } = new()
    {
        Name = "promotion_gross", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Value at list price of the purchases that take part.",
        Source = Own, Shown = false,
    };

    /// <summary>Value of the purchases on promotion at list price.</summary>
    public static Column<long> GrossPromoted { get; } = new()
    {
        Name = "gross_promoted", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Value at list price of the purchases with 5 % off or more.",
        Source = Own, Shown = false,
    };

    /// <summary>What was taken off.</summary>
    public static Column<long> Discount { get; } = new()
    {
        Name = "promotion_discount", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Discounts of the purchases that take part.",
        Source = Own, Shown = false,
    };

    /// <summary>Purchases by weight of value.</summary>
    public static Column<double> EffectivePurchases { get; } = new()
    {
        Name = "effective_purchases", Type = ColumnType.Number, Kind = ColumnKind.Fact, Unit = "purchases",
        Formula = "Square of the summed values divided by the sum of squared values.",
        Source = "Kish 1965", Shown = false,
    };

    /// <summary>Share of purchases on promotion to be expected.</summary>
    public static Column<double> ExpectedShare { get; } = new()
    {
        Name = "expected_promotion_share", Type = ColumnType.Number, Kind = ColumnKind.Fact, Unit = "share 0..1",
        Formula = "Share of all customers' purchases on promotion, in the months and categories of one's own.",
        Source = Own, Shown = false,
    };

    /// <summary>Share of value on promotion to be expected.</summary>
    public static Column<double> ExpectedValue { get; } = new()
    {
        Name = "expected_promotion_value", Type = ColumnType.Number, Kind = ColumnKind.Fact, Unit = "share 0..1",
        Formula = "Share of all customers' value on promotion, in the months and categories of one's own.",
        Source = Own, Shown = false,
    };

    /// <summary>Depth to be expected.</summary>
    public static Column<double> ExpectedDepth { get; } = new()
    {
        Name = "expected_promotion_depth", Type = ColumnType.Number, Kind = ColumnKind.Fact, Unit = "share 0..1",
        Formula = "What was taken off all customers' purchases, in the months and categories of one's own.",
        Source = Own, Shown = false,
    };

    /// <summary>Purchases of months that are not over.</summary>
    public static Column<int> OpenPurchases { get; } = new()
    {
        Name = "open_month_purchases", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "purchases",
        Formula = "Purchases of the month that was not over at the scoring run, and later.",
        Source = Own, Shown = false,
    };

    /// <summary>Of these on promotion.</summary>
    public static Column<int> OpenPromoted { get; } = new()
    {
        Name = "open_month_promoted", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "purchases",
        Formula = "Purchases of that month with 5 % off or more.",
        Source = Own, Shown = false,
    };

    /// <summary>Their value at list price.</summary>
    public static Column<long> OpenGross { get; } = new()
    {
        Name = "open_month_gross", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Value at list price of the purchases of that month.",
        Source = Own, Shown = false,
    };

    /// <summary>Value of those on promotion.</summary>
    public static Column<long> OpenGrossPromoted { get; } = new()
    {
        Name = "open_month_gross_promoted", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Value at list price of the purchases of that month with 5 % off or more.",
        Source = Own, Shown = false,
    };

    /// <summary>What was taken off them.</summary>
    public static Column<long> OpenDiscount { get; } = new()
    {
        Name = "open_month_discount", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Discounts of the purchases of that month.",
        Source = Own, Shown = false,
    };

    /// <summary>Orders with percent off.</summary>
    public static Column<int> PercentOffOrders { get; } = new()
    {
        Name = "percent_off_orders", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "orders",
        Formula = "Orders with percent off.",
        Source = Own, Shown = false,
    };

    /// <summary>Orders with an amount off.</summary>
    public static Column<int> AmountOffOrders { get; } = new()
    {
        Name = "amount_off_orders", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "orders",
        Formula = "Orders with an amount off.",
        Source = Own, Shown = false,
    };

    /// <summary>Orders with a gift.</summary>
    public static Column<int> GiftOrders { get; } = new()
    {
        Name = "gift_orders", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "orders",
        Formula = "Orders with a gift.",
        Source = Own, Shown = false,
    };

    /// <summary>Orders with free delivery.</summary>
    public static Column<int> FreeShippingOrders { get; } = new()
    {
        Name = "free_shipping_orders", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "orders",
        Formula = "Orders with free delivery.",
        Source = Own, Shown = false,
    };

    /// <summary>Orders with several at the price of fewer.</summary>
    public static Column<int> BundleOrders { get; } = new()
    {
        Name = "bundle_orders", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "orders",
        Formula = "Orders with several at the price of fewer.",
        Source = Own, Shown = false,
    };

    /// <summary>All of them, in the order of files and screens.</summary>
    internal static IReadOnlyList<Column> All =>
    [
        ShareOrders, ShareValue, Depth, Score, Low,
        High, Class, PercentOffShare, AmountOffShare, GiftShare, FreeShippingShare,
        BundleShare, Orders, Purchases, PurchasesPromoted, Gross, GrossPromoted,
        Discount, EffectivePurchases, ExpectedShare, ExpectedValue,
        ExpectedDepth, PercentOffOrders, AmountOffOrders, GiftOrders, FreeShippingOrders,
        BundleOrders, OpenPurchases, OpenPromoted, OpenGross, OpenGrossPromoted, OpenDiscount,
    ];
}
