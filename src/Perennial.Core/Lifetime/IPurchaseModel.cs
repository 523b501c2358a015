namespace Perennial.Core.Lifetime;

/// <summary>A model of how customers buy and stop buying, with its parameters.</summary>
/// <remarks>
/// Times are in the unit that the parameters were fitted in. A customer is (x, t_x, T): repeat purchases, time from the
/// first purchase to the last, time from the first purchase to now. Every result is finite for finite parameters above
/// 0 and 0 ≤ t_x ≤ T.
/// </remarks>
public interface IPurchaseModel
{
    /// <summary>Log-likelihood of one customer.</summary>
    double LogLikelihood(int x, double lastAt, double age);

    /// <summary>Log-likelihood of many customers.</summary>
    double LogLikelihood(BuyingPatterns patterns);

    /// <summary>Probability, 0..1, that the customer still buys.</summary>
    double Alive(int x, double lastAt, double age);

    /// <summary>Purchases to expect of a new customer within <paramref name="t"/> after the first one.</summary>
    double Expected(double t);

    /// <summary>Purchases to expect of a known customer within <paramref name="t"/> from now.</summary>
    double ExpectedNext(double t, int x, double lastAt, double age);

    /// <summary>Probability that a new customer makes just <paramref name="x"/> repeat purchases within
    /// <paramref name="t"/>.</summary>
    double Probability(double t, int x);
}
