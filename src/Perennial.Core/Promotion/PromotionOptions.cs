using System.Text.Json.Serialization;

namespace Perennial.Core.Promotion;

/// <summary>What counts as bought on promotion.</summary>
public sealed record PromotionOptions
{
    /// <summary>Least share taken off that makes a purchase one on promotion. Default 0.05; above 0, at most
    /// 1.</summary>
    public double LeastDepth { get; init; } = .05;

    /// <summary>Whether paying with points of a loyalty programme is buying on promotion. Default no: such orders are
    /// left out, as are goodwill and the staff's own prices always.</summary>
    public bool LoyaltyPointsCount { get; init; }

    /// <summary>How much of the shop was bought on promotion month by month, as of the last scoring run: what customers
    /// are measured against. Default null: everybody is measured against the same share.</summary>
    [JsonIgnore]
    public PromotionCalendar? Calendar { get; init; }

    /// <summary>Refuses a depth outside 0..1.</summary>
    /// <exception cref="BadInputException">With what is wrong.</exception>
    public void Check()
    {
        if (LeastDepth is not (> 0 and <= 1))
        {
            throw new BadInputException(
                "promotion depth", $"{LeastDepth} is no least discount.", "Use more than 0, at most 1: 0.05 is 5 %.");
        }
    }
}
