namespace Perennial.Core.Promotion;

/// <summary>How promotion sensitivity is scored.</summary>
public sealed record PromotionScoringOptions
{
    /// <summary>Weight of the share of value bought on promotion. Default 0.6.</summary>
    public double ValueWeight { get; init; } = .6;

    /// <summary>Weight of the share of purchases on promotion. Default 0.2.</summary>
    public double OrdersWeight { get; init; } = .2;

    /// <summary>Weight of the depth of discounts. Default 0.2.</summary>
    public double DepthWeight { get; init; } = .2;

    /// <summary>Orders below which the class is unknown. Default 2; at least 1.</summary>
    public int LeastOrders { get; init; } = 2;

    /// <summary>Effective purchases, (Σv)²/Σv², below which the class is unknown. Default 5; at least 1.</summary>
    public double LeastPurchases { get; init; } = 5;

    /// <summary>Whose score certainly stays below this buys at full price, however little is on promotion. Default
    /// 0.10; 0..1.</summary>
    public double FullPriceBelow { get; init; } = .10;

    /// <summary>Refuses weights that are negative or all 0, and limits out of range.</summary>
    /// <exception cref="BadInputException">With what is wrong.</exception>
    public void Check()
    {
        var sum = ValueWeight + OrdersWeight + DepthWeight;
        if (!(ValueWeight >= 0 && OrdersWeight >= 0 && DepthWeight >= 0 && sum > 0 && double.IsFinite(sum)))
        {
            throw new BadInputException("promotion weights", $"{ValueWeight}, {OrdersWeight}, {DepthWeight}.",
                "Use weights of 0 or more, one of them above 0.");
        }
        if (LeastOrders < 1 || !(LeastPurchases >= 1 && double.IsFinite(LeastPurchases)))
        {
            throw new BadInputException("promotion minimum", $"{LeastOrders} orders, {LeastPurchases} purchases.",
                "Use 1 or more of each.");
        }
        if (FullPriceBelow is not (>= 0 and <= 1))
            throw new BadInputException("full price limit", $"{FullPriceBelow}.", "Use a share from 0 to 1.");
    }
}
