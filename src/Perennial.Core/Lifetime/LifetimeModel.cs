namespace Perennial.Core.Lifetime;

/// <summary>What a scoring run keeps for the lifetime columns: how customers buy, and what they spend. Times are in
/// weeks.</summary>
public sealed record LifetimeModel
{
    /// <summary>How customers buy, and stop.</summary>
    public required ModelFit Purchases { get; init; }

    /// <summary>What a purchase is worth.</summary>
    public required ModelFit Spend { get; init; }

    /// <summary>Discount per month.</summary>
    public required double MonthlyDiscount { get; init; }

    /// <summary>Why this model and no other, in words.</summary>
    public required string Choice { get; init; }

    /// <summary>How the models forecast the last 90 days from before them; empty where there was no telling.</summary>
    public IReadOnlyList<LifetimeBacktest> Backtests { get; init; } = [];
}

/// <summary>How one model forecast the last 90 days from before them.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Customers">Customers who were forecast.</param>
/// <param name="Expected">Purchases that it expected.</param>
/// <param name="Actual">Purchases that came.</param>
/// <param name="RootMeanSquareError">Error per customer.</param>
public sealed record LifetimeBacktest(
    string Model, int Customers, double Expected, long Actual, double RootMeanSquareError);
