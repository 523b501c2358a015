using Perennial.Core.Statistics;

namespace Perennial.Core.Lifetime;

/// <summary>How many customers bought in x of n periods, last in period t_x.</summary>
/// <param name="X">Periods with a purchase, 0..<paramref name="LastAt"/>.</param>
/// <param name="LastAt">The last of them; 0 where there is none.</param>
/// <param name="Periods">Periods that there were since the first purchase.</param>
/// <param name="Customers">How many customers.</param>
public readonly record struct PeriodPattern(int X, int LastAt, int Periods, double Customers);

/// <summary>
/// BG/BB: in each period a living customer buys with a beta distributed probability, and before each period drops out
/// with another. For purchases that can happen once a period at most: subscriptions, fairs, yearly donations.
/// </summary>
/// <remarks>P. S. Fader, B. G. S. Hardie and J. Shang, "Customer-base analysis in a discrete-time noncontractual
/// setting", Marketing Science 29(6), 2010. Sums over periods throughout, which are sound at γ = 1 too.</remarks>
/// <param name="Alpha">Of the probability to buy, with mean α / (α + β).</param>
/// <param name="Beta">Of the same.</param>
/// <param name="Gamma">Of the probability to drop out, with mean γ / (γ + δ).</param>
/// <param name="Delta">Of the same.</param>
public sealed record BgBb(double Alpha, double Beta, double Gamma, double Delta)
{
    /// <summary>Log-likelihood of a set of customers.</summary>
    public double LogLikelihood(IReadOnlyList<PeriodPattern> patterns)
    {
        // Every gamma function that is needed, once.
        var most = patterns.Count == 0 ? 0 : patterns.Max(p => p.Periods);
        double[] Table(double from) =>
            [.. Enumerable.Range(0, most + 1).Select(i => GammaFunctions.LogGamma(from + i))];
        var (buys, passes, both) = (Table(Alpha), Table(Beta), Table(Alpha + Beta));
        double[] staying = [.. Enumerable.Range(0, most + 1).Select(Staying)];
        double[] leaving = [.. Enumerable.Range(0, most + 1).Select(Leaving)];
        var constant = both[0] - buys[0] - passes[0];
        var sum = 0.0;
        foreach (var (x, lastAt, periods, customers) in patterns)
        {
            var here = passes[periods - x] - both[periods] + staying[periods];
            var others = 0.0;
            for (var i = lastAt; i < periods; i++) others += Math.Exp(passes[i - x] - both[i] + leaving[i] - here);
            sum += customers * (constant + buys[x] + here + NearZero.LogOnePlus(others));
        }
        return sum;
    }

    /// <summary>Log-likelihood of one customer.</summary>
    public double LogLikelihood(int x, int lastAt, int periods)
    {
        var here = Buying(x, periods) + Staying(periods);
        var others = 0.0;
        for (var i = lastAt; i < periods; i++) others += Math.Exp(Buying(x, i) + Leaving(i) - here);
        return here + NearZero.LogOnePlus(others);
    }

    /// <summary>Probability that the customer is still there in the next period.</summary>
    public double Alive(int x, int lastAt, int periods) =>
        Math.Exp(Buying(x, periods) + Staying(periods + 1) - LogLikelihood(x, lastAt, periods));

    /// <summary>Purchases to expect of a new customer in <paramref name="periods"/> periods.</summary>
    public double Expected(int periods) =>
        Alpha / (Alpha + Beta) * Enumerable.Range(1, periods).Sum(i => Math.Exp(Staying(i)));

    /// <summary>Purchases to expect in the next <paramref name="ahead"/> periods.</summary>
    public double ExpectedNext(int ahead, int x, int lastAt, int periods)
    {
        var buying = Buying(x + 1, periods + 1) - LogLikelihood(x, lastAt, periods);
        return Enumerable.Range(1, ahead).Sum(i => Math.Exp(buying + Staying(periods + i)));
    }

    /// <summary>Probability that a new customer buys in just <paramref name="x"/> of <paramref name="periods"/>
    /// periods.</summary>
    public double Probability(int x, int periods)
    {
        var sum = Math.Exp(Choose(periods, x) + Buying(x, periods) + Staying(periods));
        for (var i = x; i < periods; i++) sum += Math.Exp(Choose(i, x) + Buying(x, i) + Leaving(i));
        return sum;
    }

    /// <summary>Discounted expected residual transactions: all purchases to come.</summary>
    /// <param name="discount">Discount per period, above 0.</param>
    /// <param name="x">Periods with a purchase.</param>
    /// <param name="lastAt">The last of them.</param>
    /// <param name="periods">Periods seen.</param>
    public double DiscountedResidual(double discount, int x, int lastAt, int periods)
    {
        var next = Math.Exp(
            Buying(x + 1, periods + 1) + Staying(periods + 1) - LogLikelihood(x, lastAt, periods));
        return next / (1 + discount) * Hypergeometric.One(
            Delta + periods + 1, Gamma + Delta + periods + 1, 1 / (1 + discount));
    }

    double Buying(int x, int periods) =>
        GammaFunctions.LogBeta(Alpha + x, Beta + periods - x) - GammaFunctions.LogBeta(Alpha, Beta);

    double Staying(int periods) =>
        GammaFunctions.LogBeta(Gamma, Delta + periods) - GammaFunctions.LogBeta(Gamma, Delta);

    double Leaving(int after) =>
        GammaFunctions.LogBeta(Gamma + 1, Delta + after) - GammaFunctions.LogBeta(Gamma, Delta);

    static double Choose(int n, int x) => GammaFunctions.LogGamma(n + 1.0) - GammaFunctions.LogGamma(x + 1.0)
        - GammaFunctions.LogGamma(n - x + 1.0);
}
