using Perennial.Core.Measurement;

namespace Perennial.Core.Promotion;

/// <summary>What was bought on promotion, as shares 0..1.</summary>
/// <param name="Purchases">Of purchases.</param>
/// <param name="Value">Of their value at list price.</param>
/// <param name="Depth">Taken off, of that value.</param>
public sealed record PromotionShares(double Purchases, double Value, double Depth);

/// <summary>How customers of a shop differ in buying on promotion: what a single customer's shares are drawn towards,
/// and compared with.</summary>
public sealed record PromotionModel
{
    /// <summary>What could be learnt, in words.</summary>
    public required string Verdict { get; init; }

    /// <summary>How the share of purchases on promotion varies; null where nothing was sold on promotion.</summary>
    public BetaPrior? Purchases { get; init; }

    /// <summary>How the share of value on promotion varies; likewise.</summary>
    public BetaPrior? Value { get; init; }

    /// <summary>What was taken off all purchases, as a share of their value.</summary>
    public double Depth { get; init; }

    /// <summary>What was bought on promotion in the month that was not over; null where nobody bought in it.</summary>
    public PromotionShares? OpenMonth { get; init; }

    /// <summary>How the share of orders with each mechanism varies, percent off to bundle; all of one size, that of
    /// their parent, orders with any of them. Empty where no mechanism is known.</summary>
    public IReadOnlyList<BetaPrior> Mechanisms { get; init; } = [];

    /// <summary>Weights of value, purchases and depth; their sum is 1.</summary>
    public required double[] Weights { get; init; }

    /// <summary>Scores (over what the dates explain) at 0, 1, … 100 % of the customers, ascending; empty without
    /// customers.</summary>
    public double[] Percentiles { get; init; } = [];

    /// <summary>Orders below which the class is unknown.</summary>
    public required int LeastOrders { get; init; }

    /// <summary>Effective purchases below which the class is unknown.</summary>
    public required double LeastPurchases { get; init; }

    /// <summary>Below this, certainly, is full price.</summary>
    public required double FullPriceBelow { get; init; }

    /// <summary>The share of customers with a lower score, ties in the middle: 0..1.</summary>
    /// <param name="score">Over what the dates explain.</param>
    public double RankOf(double score)
    {
        var (lower, upTo) = (0, 0);
        foreach (var limit in Percentiles)
        {
            if (limit < score) lower++;
            if (limit <= score) upTo++;
        }
        var last = Percentiles.Length - 1;
        if (upTo > lower) return (lower + upTo - 1) / 2.0 / last;
        if (lower == 0) return 0;
        if (lower > last) return 1;
        var (below, above) = (Percentiles[lower - 1], Percentiles[lower]);
        return (lower - 1 + (score - below) / (above - below)) / last;
    }
}
