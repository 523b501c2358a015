namespace Perennial.Core.Lifetime;

/// <summary>How lifetime models are fitted and what their forecasts are worth today.</summary>
public sealed record LifetimeOptions
{
    /// <summary>Discount per month: an order in a month is worth so much less than one today. Default 0.01; 0 to
    /// 1.</summary>
    public double MonthlyDiscount { get; init; } = 0.01;

    /// <summary>Customers with a second purchase that it takes to fit anything. Default 10; at least 2.</summary>
    public int LeastRepeaters { get; init; } = 10;

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="BadInputException">Names the option, its value and its range.</exception>
    public void Check()
    {
        if (MonthlyDiscount is not (>= 0 and <= 1))
        {
            throw new BadInputException(
                "lifetime discount", $"{MonthlyDiscount} is no monthly discount.", "Give 0 to 1; 0.01 is 1 %.");
        }
        if (LeastRepeaters < 2)
        {
            throw new BadInputException(
                "lifetime repeaters", $"{LeastRepeaters} customers say nothing.", "Ask for at least 2.");
        }
    }
}
