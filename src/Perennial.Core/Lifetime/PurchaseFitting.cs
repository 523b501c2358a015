using Perennial.Core.Statistics;

namespace Perennial.Core.Lifetime;

/// <summary>The models of how customers buy. Their names are those of files and commands.</summary>
public enum PurchaseModelKind
{
    /// <summary>BG/NBD: leaves after a repeat purchase.</summary>
    BgNbd,

    /// <summary>MBG/NBD: leaves after any purchase.</summary>
    MbgNbd,

    /// <summary>Pareto/NBD: leaves at any moment.</summary>
    ParetoNbd,

    /// <summary>BG/NBD for regular buyers.</summary>
    BgCnbdK,

    /// <summary>MBG/NBD for regular buyers.</summary>
    MbgCnbdK,
}

/// <summary>Fits models of how customers buy by maximum likelihood, and says in words where the data cannot
/// tell.</summary>
public static class PurchaseFitting
{
    const int SearchPatterns = 4_000;
    const int MostRegular = 12;
    const double Narrow = 9.3; // parameters within a factor of e^9.3, some 11,000, of where they may be expected

    static readonly string[] Names = ["bg-nbd", "mbg-nbd", "pareto-nbd", "bg-cnbd-k", "mbg-cnbd-k"];
    static readonly string[] BetaGeometric = ["r", "alpha", "a", "b"];
    static readonly string[] Pareto = ["r", "alpha", "s", "beta"];

    /// <summary>The name of a model.</summary>
    public static string NameOf(PurchaseModelKind kind) => Names[(int)kind];

    /// <summary>Fits a model.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="patterns">The customers.</param>
    /// <param name="options">How many repeat buyers it takes.</param>
    /// <returns>Parameters, or a verdict why there are none. Never NaN or infinite.</returns>
    public static ModelFit Fit(PurchaseModelKind kind, BuyingPatterns patterns, LifetimeOptions? options = null)
    {
        options ??= new();
        options.Check();
        var name = NameOf(kind);
        if (Obstacle(kind, patterns, options) is { } verdict)
            return ModelFit.Without(name, verdict, (int)patterns.Customers, (int)patterns.Repeaters);
        if (kind is not (PurchaseModelKind.BgCnbdK or PurchaseModelKind.MbgCnbdK)) return FitOne(kind, 1, patterns);
        var best = FitOne(kind, 1, patterns);
        for (var k = 2; k <= MostRegular; k++)
        {
            var next = FitOne(kind, k, patterns);
            if (next.LogLikelihood <= best.LogLikelihood) break;
            best = next;
        }
        return best;
    }

    /// <summary>The model with the parameters of a fit; null where there are none.</summary>
    public static IPurchaseModel? ModelOf(ModelFit fit) =>
        fit.IsFitted ? Make((PurchaseModelKind)Array.IndexOf(Names, fit.Model), fit.K, [.. fit.Parameters]) : null;

    static IPurchaseModel Make(PurchaseModelKind kind, int k, double[] p) => kind switch
    {
        PurchaseModelKind.ParetoNbd => new ParetoNbd(p[0], p[1], p[2], p[3]),
        PurchaseModelKind.BgNbd or PurchaseModelKind.BgCnbdK => new BgNbd(p[0], p[1], p[2], p[3]) { K = k },
        PurchaseModelKind.MbgNbd or PurchaseModelKind.MbgCnbdK =>
            new BgNbd(p[0], p[1], p[2], p[3]) { K = k, MayLeaveAtOnce = true },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a model."),
    };

    static string? Obstacle(PurchaseModelKind kind, BuyingPatterns patterns, LifetimeOptions options)
    {
        if (patterns.Customers == 0) return "No customer has a purchase.";
        if (patterns.Longest <= 0) return "All first purchases fall on the last day: there was no time to buy again.";
        if (patterns.Repeaters < options.LeastRepeaters)
        {
            return $"{patterns.Repeaters:0} of {patterns.Customers:0} customers bought again; "
                + $"it takes {options.LeastRepeaters} to say how they do.";
        }
        if (kind is PurchaseModelKind.BgCnbdK or PurchaseModelKind.MbgCnbdK && patterns.SumLogGaps is null)
            return "The gaps between purchases are not known, from which regularity would be seen.";
        return null;
    }

    static ModelFit FitOne(PurchaseModelKind kind, int k, BuyingPatterns patterns)
    {
        var sample = patterns.Sample(SearchPatterns);
        var meanAge = 0.0;
        for (var i = 0; i < patterns.Count; i++)
            meanAge += patterns.Weight[i] * patterns.Times[patterns.Age[i]] / patterns.Customers;
        var rate = k * patterns.Purchases / (patterns.Customers * meanAge);
        var starts = Starts(kind, rate, meanAge);
        var (least, most) = (new double[4], new double[4]);
        for (var i = 0; i < 4; i++)
        {
            var unit = i == 1 || (i == 3 && kind == PurchaseModelKind.ParetoNbd) ? Math.Log(meanAge) : 0;
            (least[i], most[i]) = (unit - Narrow, unit + Narrow);
        }
        foreach (var start in starts)
            for (var i = 0; i < 4; i++) start[i] = Math.Clamp(Math.Log(start[i]), least[i] + 1, most[i] - 1);
        double Exact(double[] logs) => Make(kind, k, [.. logs.Select(Math.Exp)]).LogLikelihood(patterns);
        double Rough(double[] logs) => Make(kind, k, [.. logs.Select(Math.Exp)]).LogLikelihood(sample);
        Func<double[], double> exact = Exact;
        var found = Maximizer.Find(
            ReferenceEquals(sample, patterns) ? exact : Rough, exact, starts, least, most);
        var names = kind == PurchaseModelKind.ParetoNbd ? Pareto : BetaGeometric;
        var fit = ModelFit.Of(NameOf(kind), names, found, (int)patterns.Customers, (int)patterns.Repeaters)
            with { K = k };
        return k == 1 && NobodyLapses(found.Value, patterns, rate, meanAge)
            ? fit with { Verdict = $"Flat in {names[2]} and {names[3]}: nobody seems to lapse. A model of purchases "
                + "alone (NBD) fits as well." }
            : fit;
    }

    static double[][] Starts(PurchaseModelKind kind, double rate, double meanAge) =>
        kind == PurchaseModelKind.ParetoNbd
            ?
            [
                [0.5, 0.5 / rate, 0.6, meanAge / 2],
                [1, 1 / rate, 1.5, 3 * meanAge],
                [0.3, 0.3 / rate, 0.3, meanAge / 10],
            ]
            :
            [
                [0.4, 0.2 / rate, 0.8, 2.4],
                [1, 1 / rate, 0.3, 6],
                [0.25, 0.1 / rate, 2, 3],
            ];

    // The likelihood without any lapsing, against that with: less than half a unit is no difference.
    static bool NobodyLapses(double withLapsing, BuyingPatterns patterns, double rate, double meanAge)
    {
        double Nbd(double[] logs)
        {
            var (r, alpha) = (Math.Exp(logs[0]), Math.Exp(logs[1]));
            var constant = new double[patterns.MostPurchases + 1];
            for (var x = 0; x < constant.Length; x++)
                constant[x] = GammaFunctions.LogGamma(r + x) - GammaFunctions.LogGamma(r) + r * Math.Log(alpha);
            var logTime = patterns.Times.Select(time => Math.Log(alpha + time)).ToArray();
            return patterns.Sum((from, to) =>
            {
                var part = 0.0;
                for (var i = from; i < to; i++)
                {
                    var x = patterns.X[i];
                    part += patterns.Weight[i] * (constant[x] - (r + x) * logTime[patterns.Age[i]]);
                }
                return part;
            });
        }
        var unit = Math.Log(meanAge);
        var found = Maximizer.Find(Nbd, Nbd, [[0, Math.Clamp(-Math.Log(rate), unit - Narrow + 1, unit + Narrow - 1)]],
            [-Narrow, unit - Narrow], [Narrow, unit + Narrow]);
        return withLapsing - found.Value < 0.5;
    }
}
