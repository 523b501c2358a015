namespace Perennial.Core.Lifetime;

/// <summary>
/// Pareto/NBD: purchases at a gamma distributed rate, over a lifetime that is exponential with a gamma distributed rate
/// of its own; a customer may leave at any moment.
/// </summary>
/// <remarks>
/// D. C. Schmittlein, D. G. Morrison and R. Colombo, Management Science 33(1), 1987; formulas as in Fader and Hardie's
/// note of 2005, with 2F1 brought by Euler's transformation into F(1, b; c; z), which a continued fraction gives
/// without loss.
/// </remarks>
/// <param name="R">Shape of the purchase rates.</param>
/// <param name="Alpha">Their scale.</param>
/// <param name="S">Shape of the rates of leaving.</param>
/// <param name="Beta">Their scale.</param>
public sealed record ParetoNbd(double R, double Alpha, double S, double Beta) : IPurchaseModel
{
    /// <inheritdoc/>
    public double LogLikelihood(int x, double lastAt, double age) => Constant(x)
        - (R + x) * Math.Log(Alpha + age) - S * Math.Log(Beta + age)
        + GammaFunctions.LogOnePlusExp(LogOddsGone(x, lastAt, age));

    /// <inheritdoc/>
    public double LogLikelihood(BuyingPatterns patterns)
    {
        var constant = new double[patterns.MostPurchases + 1];
        for (var x = 0; x < constant.Length; x++) constant[x] = Constant(x);
        var (logAlpha, logBeta) = (new double[patterns.Times.Length], new double[patterns.Times.Length]);
        for (var i = 0; i < logAlpha.Length; i++)
        {
            logAlpha[i] = Math.Log(Alpha + patterns.Times[i]);
            logBeta[i] = Math.Log(Beta + patterns.Times[i]);
        }
        return patterns.Sum((from, to) =>
        {
            var part = 0.0;
            for (var i = from; i < to; i++)
            {
                var (x, last, age) = (patterns.X[i], patterns.LastAt[i], patterns.Age[i]);
                var gone = LogOddsGone(x, patterns.Times[last], patterns.Times[age]);
                part += patterns.Weight[i] * (constant[x] - (R + x) * logAlpha[age] - S * logBeta[age]
                    + GammaFunctions.LogOnePlusExp(gone));
            }
            return part;
        });
    }

    /// <inheritdoc/>
    public double Alive(int x, double lastAt, double age) => 1 / (1 + Math.Exp(LogOddsGone(x, lastAt, age)));

    /// <inheritdoc/>
    public double Expected(double t) =>
        R * Beta / Alpha * GammaFunctions.PowerGap(GammaFunctions.LogOnePlus(t / Beta), S - 1);

    /// <inheritdoc/>
    public double ExpectedNext(double t, int x, double lastAt, double age)
    {
        var logRatio = GammaFunctions.LogOnePlus(t / (Beta + age));
        return Alive(x, lastAt, age) * (R + x) * (Beta + age) / (Alpha + age)
            * GammaFunctions.PowerGap(logRatio, S - 1);
    }

    /// <inheritdoc/>
    public double Probability(double t, int x)
    {
        var staying = GammaCounts.Probability(R, Alpha, t, x)
            * Math.Exp(-S * GammaFunctions.LogOnePlus(t / Beta));
        // Over the moment of leaving, β(e^v − 1), by tanh-sinh quadrature: all terms are positive, and the sharp rise
        // just after the start is met by ever denser points.
        const double step = 1.0 / 32, reach = 4.5;
        var end = GammaFunctions.LogOnePlus(t / Beta);
        var sum = 0.0;
        for (var y = -reach; y <= reach; y += step)
        {
            var beyond = Math.Exp(-Math.PI * Math.Sinh(y));
            var (share, rest) = (1 / (1 + beyond), beyond / (1 + beyond));
            var v = end * share;
            var leaving = Beta * GammaFunctions.ExpMinusOne(v);
            sum += Math.Cosh(y) * share * rest * S * Math.Exp(-S * v)
                * GammaCounts.Probability(R, Alpha, leaving, x);
        }
        return staying + sum * end * Math.PI * step;
    }

    /// <summary>Discounted expected residual transactions: all purchases to come, each worth less the later it
    /// comes.</summary>
    /// <param name="rate">Continuous discount per unit of time, positive: ln(1.15) / 52 for 15 % a year in
    /// weeks.</param>
    /// <param name="x">Repeat purchases.</param>
    /// <param name="lastAt">t_x.</param>
    /// <param name="age">T.</param>
    public double DiscountedResidual(double rate, int x, double lastAt, double age) =>
        Alive(x, lastAt, age) * (R + x) / (Alpha + age) / rate
        * GammaFunctions.DiscountIntegral(S, rate * (Beta + age));

    double Constant(int x) => GammaFunctions.LogGamma(R + x) - GammaFunctions.LogGamma(R)
        + R * Math.Log(Alpha) + S * Math.Log(Beta);

    // Having left between t_x and T against buying still.
    double LogOddsGone(int x, double lastAt, double age)
    {
        if (!(age > lastAt)) return double.NegativeInfinity;
        var silence = (R + x) * GammaFunctions.LogOnePlus((age - lastAt) / (Alpha + lastAt))
            + S * GammaFunctions.LogOnePlus((age - lastAt) / (Beta + lastAt));
        var (from, to) = (Tail(x, lastAt), Tail(x, age));
        // (from e^silence - to) s / (r + s + x), with the large power taken out.
        var rest = from - to * Math.Exp(-silence);
        return rest <= 0 ? double.NegativeInfinity : silence + Math.Log(rest * S / (R + S + x));
    }

    double Tail(int x, double time) => Alpha >= Beta
        ? GammaFunctions.HypergeometricOne(R + x, R + S + x + 1, (Alpha - Beta) / (Alpha + time))
        : (Alpha + time) / (Beta + time)
            * GammaFunctions.HypergeometricOne(S + 1, R + S + x + 1, (Beta - Alpha) / (Beta + time));
}
