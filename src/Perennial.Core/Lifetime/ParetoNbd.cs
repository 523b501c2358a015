using Perennial.Core.Statistics;

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
        + NearZero.LogOnePlusExp(LogOddsGone(x, lastAt, age));

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
                    + NearZero.LogOnePlusExp(gone));
            }
            return part;
        });
    }

    /// <inheritdoc/>
    public double Alive(int x, double lastAt, double age) => 1 / (1 + Math.Exp(LogOddsGone(x, lastAt, age)));

    /// <inheritdoc/>
    public double Expected(double t) =>
        R * Beta / Alpha * NearZero.PowerGap(NearZero.LogOnePlus(t / Beta), S - 1);

    /// <inheritdoc/>
    public double ExpectedNext(double t, int x, double lastAt, double age)
    {
        var logRatio = NearZero.LogOnePlus(t / (Beta + age));
        return Alive(x, lastAt, age) * (R + x) * (Beta + age) / (Alpha + age)
            * NearZero.PowerGap(logRatio, S - 1);
    }

    /// <inheritdoc/>
    public double Probability(double t, int x)
    {
        var staying = GammaCounts.Probability(R, Alpha, t, x)
            * Math.Exp(-S * NearZero.LogOnePlus(t / Beta));
        // Over the moment of leaving, β(e^v − 1), by tanh-sinh quadrature: all terms are positive, and the sharp rise
        // just after the start is met by ever denser points.
        const double step = 1.0 / 32, reach = 4.5;
        var end = NearZero.LogOnePlus(t / Beta);
        var sum = 0.0;
        for (var y = -reach; y <= reach; y += step)
        {
            var beyond = Math.Exp(-Math.PI * Math.Sinh(y));
            var (share, rest) = (1 / (1 + beyond), beyond / (1 + beyond));
            var v = end * share;
            var leaving = Beta * NearZero.ExpMinusOne(v);
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
        * Hypergeometric.DiscountIntegral(S, rate * (Beta + age));

    double Constant(int x) => GammaFunctions.LogGamma(R + x) - GammaFunctions.LogGamma(R)
        + R * Math.Log(Alpha) + S * Math.Log(Beta);

    // Having left between t_x and T against buying still.
    double LogOddsGone(int x, double lastAt, double age)
    {
        if (!(age > lastAt)) return double.NegativeInfinity;
        var silence = (R + x) * NearZero.LogOnePlus((age - lastAt) / (Alpha + lastAt))
            + S * NearZero.LogOnePlus((age - lastAt) / (Beta + lastAt));
        // 1 - z of the continued fraction, which takes some 18 / √(1 − z) steps.
        var (near, far) = (Math.Min(Alpha, Beta), Math.Max(Alpha, Beta));
        if ((near + lastAt) / (far + lastAt) < 0.02) return LogOddsByQuadrature(x, lastAt, age);
        var (from, to) = (Tail(x, lastAt), Tail(x, age));
        // (from e^silence - to) s / (r + s + x), with the large power taken out.
        var rest = from - to * Math.Exp(-silence);
        return rest <= 0 ? double.NegativeInfinity : silence + Math.Log(rest * S / (R + S + x));
    }

    // The same odds, s ∫ ((α+T)/(α+τ))^(r+x) ((β+T)/(β+τ))^s / (β+τ) dτ over t_x..T, in steps of the logarithm of τ
    // plus the smaller of α and β: smooth there where the other is far larger.
    double LogOddsByQuadrature(int x, double lastAt, double age)
    {
        const int mostPanels = 64;
        var (near, far) = (Math.Min(Alpha, Beta), Math.Max(Alpha, Beta));
        var (ofNear, ofFar) = Alpha <= Beta ? (R + x - 1, S + 1) : (S, R + x);
        var silence = (R + x) * NearZero.LogOnePlus((age - lastAt) / (Alpha + lastAt))
            + S * NearZero.LogOnePlus((age - lastAt) / (Beta + lastAt));
        var end = NearZero.LogOnePlus((age - lastAt) / (near + lastAt));
        if (ofNear > 0) end = Math.Min(end, 50 / ofNear);
        var reach = (near + lastAt) * NearZero.ExpMinusOne(end) / (far + lastAt);
        var change = Math.Abs(ofNear) * end + ofFar * NearZero.LogOnePlus(reach) + end;
        var panels = Math.Clamp((int)Math.Ceiling(change / 6), 1, mostPanels);
        var sum = 0.0;
        for (var panel = 0; panel < panels; panel++)
        {
            for (var i = 0; i < Nodes.Length; i++)
            {
                var y = end * (panel + (1 + Nodes[i]) / 2) / panels;
                var moved = (near + lastAt) * NearZero.ExpMinusOne(y);
                sum += Weights[i] * Math.Exp(-ofNear * y)
                    * Math.Pow(1 + moved / (far + lastAt), -ofFar);
            }
        }
        // Everything relative to the start of the silence; 1 / (β + t_x) and dτ leave this.
        var scale = Alpha <= Beta ? (Alpha + lastAt) / (Beta + lastAt) : 1;
        return silence + Math.Log(S * scale * sum * end / (2 * panels));
    }

    double Tail(int x, double time) => Alpha >= Beta
        ? Hypergeometric.One(R + x, R + S + x + 1, (Alpha - Beta) / (Alpha + time))
        : (Alpha + time) / (Beta + time)
            * Hypergeometric.One(S + 1, R + S + x + 1, (Beta - Alpha) / (Beta + time));

    // Of Gauss-Legendre with 16 points.
    static readonly double[] Nodes =
    [
        0.98940093499164994, 0.9445750230732326, 0.86563120238783176, 0.755404408355003,
        0.61787624440264377, 0.45801677765722737, 0.28160355077925892, 0.095012509837637441,
        -0.095012509837637441, -0.28160355077925892, -0.45801677765722737, -0.61787624440264377,
        -0.755404408355003, -0.86563120238783176, -0.9445750230732326, -0.98940093499164994,
    ];

    static readonly double[] Weights =
    [
        0.027152459411754096, 0.062253523938647894, 0.095158511682492786, 0.12462897125553388,
        0.14959598881657674, 0.16915651939500254, 0.18260341504492358, 0.1894506104550685,
        0.1894506104550685, 0.18260341504492358, 0.16915651939500254, 0.14959598881657674,
        0.12462897125553388, 0.095158511682492786, 0.062253523938647894, 0.027152459411754096,
    ];
}
