namespace Perennial.Core.Recommendations;

/// <summary>How much an event of the past still counts: half after each half-life.</summary>
/// <remarks>Source: Smart Adaptive Recommendations (SAR), Microsoft's Recommenders.</remarks>
public static class TimeDecay
{
    /// <summary>2^(−age / half-life): 1 for now, .5 after one half-life.</summary>
    /// <param name="age">Not negative, in the unit of the half-life.</param>
    /// <param name="halfLife">Above 0; <see cref="double.PositiveInfinity"/> for no decay.</param>
    public static double Of(double age, double halfLife) => Math.Pow(2, -age / halfLife);
}
