using Perennial.Core.Statistics;

namespace Perennial.Core.Lifetime;

/// <summary>
/// Purchases at a gamma distributed rate; after each one the customer drops out with a beta distributed probability.
/// BG/NBD, and with <see cref="MayLeaveAtOnce"/> MBG/NBD; with <see cref="K"/> above 1 the same for regular buyers,
/// whose gaps are Erlang-k: BG/CNBD-k and MBG/CNBD-k.
/// </summary>
/// <remarks>
/// P. S. Fader, B. G. S. Hardie and K. L. Lee, "Counting your customers the easy way", Marketing Science 24(2), 2005;
/// E. P. Batislam, M. Denizel and A. Filiztekin, IJRM 24(3), 2007 (MBG); M. Platzer and T. Reutterer, Marketing Science
/// 35(5), 2016 (the condensed kind). Under BG/NBD whoever bought once is alive for certain; under MBG/NBD not.
/// </remarks>
/// <param name="R">Shape of the rates.</param>
/// <param name="Alpha">Their scale: the mean rate is k⁻¹ r / α, in purchases per unit of time.</param>
/// <param name="A">Of the probability to drop out, which has the mean a / (a + b).</param>
/// <param name="B">Of the same.</param>
public sealed record BgNbd(double R, double Alpha, double A, double B) : IPurchaseModel
{
    /// <summary>How regular: 1 is a Poisson process.</summary>
    public int K { get; init; } = 1;

    /// <summary>Whether the customer may drop out after the first purchase too, as in MBG/NBD.</summary>
    public bool MayLeaveAtOnce { get; init; }

    int Extra => MayLeaveAtOnce ? 1 : 0;

    /// <inheritdoc/>
    public double LogLikelihood(int x, double lastAt, double age) => LogLikelihood(
        BuyingPatterns.Of([x], [lastAt], [age], K > 1 && x > 0 && lastAt > 0 ? x * Math.Log(lastAt / x) : 0));

    /// <inheritdoc/>
    /// <remarks>For <see cref="K"/> above 1 the gaps count too, by <see cref="BuyingPatterns.SumLogGaps"/>; where that
    /// is not known, as if there were none. Of one customer of whom only x and t_x are known, equal gaps are
    /// assumed.</remarks>
    public double LogLikelihood(BuyingPatterns patterns)
    {
        var (constant, odds) = (new double[patterns.MostPurchases + 1], new double[patterns.MostPurchases + 1]);
        var before = R * Math.Log(Alpha) - GammaFunctions.LogGamma(R) - GammaFunctions.LogBeta(A, B);
        for (var x = 0; x < constant.Length; x++)
        {
            constant[x] = GammaFunctions.LogGamma(R + K * x) + GammaFunctions.LogBeta(A, B + x + Extra) + before;
            odds[x] = LogOddsOfLeaving(x);
        }
        var logTime = new double[patterns.Times.Length];
        for (var i = 0; i < logTime.Length; i++) logTime[i] = Math.Log(Alpha + patterns.Times[i]);
        var sum = patterns.Sum((from, to) =>
        {
            var part = 0.0;
            for (var i = from; i < to; i++)
            {
                var (x, last, age) = (patterns.X[i], patterns.LastAt[i], patterns.Age[i]);
                var shape = R + K * x;
                var waiting = K == 1 ? 0
                    : LogWaiting(shape, patterns.Times[age] - patterns.Times[last], patterns.Times[age]);
                var gone = odds[x] + shape * (logTime[age] - logTime[last]) - waiting;
                part += patterns.Weight[i] * (constant[x] - shape * logTime[age] + waiting
                    + NearZero.LogOnePlusExp(gone));
            }
            return part;
        });
        if (K == 1) return sum;
        return sum + (K - 1) * (patterns.SumLogGaps ?? 0) - patterns.Purchases * GammaFunctions.LogGamma(K);
    }

    /// <inheritdoc/>
    public double Alive(int x, double lastAt, double age)
    {
        var shape = R + K * x;
        var gone = LogOddsOfLeaving(x) + shape * NearZero.LogOnePlus((age - lastAt) / (Alpha + lastAt));
        if (K > 1) gone -= LogWaiting(shape, age - lastAt, age);
        return 1 / (1 + Math.Exp(gone));
    }

    /// <inheritdoc/>
    public double Expected(double t) => GammaCounts.Purchases(R, Alpha, t, A, B, K, phase: 0, MayLeaveAtOnce);

    /// <inheritdoc/>
    public double ExpectedNext(double t, int x, double lastAt, double age) =>
        Alive(x, lastAt, age) * ExpectedOfLiving(t, x, lastAt, age);

    /// <summary>As <see cref="ExpectedNext"/>, of a customer who is known to buy still. For k = 1 it does not depend
    /// on <paramref name="lastAt"/>.</summary>
    public double ExpectedOfLiving(double t, int x, double lastAt, double age)
    {
        var (shape, b) = (R + K * x, B + x + Extra);
        if (K == 1) return GammaCounts.Purchases(shape, Alpha + age, t, A, b, 1, 0, mayHaveLeft: false);
        // How far into the current gap the customer is, by how well that explains the silence.
        var ratio = (age - lastAt) / (Alpha + age);
        double weight = 1, weights = 0, sum = 0;
        for (var phase = 0; phase < K; phase++)
        {
            weights += weight;
            if (weight > 0)
            {
                sum += weight * GammaCounts.Purchases(
                    shape + phase, Alpha + age, t, A, b, K, phase, mayHaveLeft: false);
            }
            weight *= (shape + phase) / (phase + 1) * ratio;
        }
        return sum / weights;
    }

    /// <inheritdoc/>
    public double Probability(double t, int x)
    {
        var exactly = 0.0;
        for (var events = K * x; events < K * (x + 1); events++)
            exactly += GammaCounts.Probability(R, Alpha, t, events);
        var here = Math.Exp(GammaFunctions.LogBeta(A, B + x + Extra) - GammaFunctions.LogBeta(A, B));
        if (x + Extra == 0) return here * exactly;
        var left = Math.Exp(GammaFunctions.LogBeta(A + 1, B + x + Extra - 1) - GammaFunctions.LogBeta(A, B));
        return here * exactly + left * GammaCounts.AtLeast(R, Alpha, t, K * x);
    }

    // Having left at the last purchase against having stayed, before the silence since is counted.
    double LogOddsOfLeaving(int x) =>
        x + Extra == 0 ? double.NegativeInfinity : Math.Log(A / (B + x + Extra - 1));

    // Erlang-k survival over the silence, mixed over the rates: sum of (shape)_j / j! (silence / (α + T))^j.
    double LogWaiting(double shape, double silence, double age)
    {
        var ratio = silence / (Alpha + age);
        double term = 1, sum = 1;
        for (var j = 0; j < K - 1; j++) sum += term *= (shape + j) / (j + 1) * ratio;
        return Math.Log(sum);
    }
}
