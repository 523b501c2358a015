using System.Runtime.CompilerServices;
using Perennial.Core.Statistics;

namespace Perennial.Core.Cycle.Gaps;

/// <summary>The percentiles of the next gap, tabulated for one set of parameters, so that a customer costs about a
/// microsecond.</summary>
/// <remarks>
/// For each regularity and number of gaps the logit of the percentile is kept over v = ln(silence · (a+kn) / (b+kS)),
/// with its slope: cubic interpolation is then good to five digits in both tails. Above 32 gaps, neighbours on a
/// geometric grid are mixed linearly in 1/(a+kn). Rows are computed when first needed; several threads may ask.
/// </remarks>
sealed class GapTables
{
    const double First = -9;
    const double Step = 0.1;
    const int Points = 181;
    const int Exact = 32;

    // One number of gaps above which everybody is alike: a+kn is then so large that the rate is known.
    static readonly int[] Coarse = [32, 36, 40, 48, 56, 64, 80, 96, 128, 192, 256, 512, 1024, 4096];
    static readonly ConditionalWeakTable<GapParameters, GapTables> Made = [];

    readonly double[]?[][] rows;
    readonly (double Lapsed, double Active)[] dropout;
    readonly double[][] constant;

    GapTables(GapParameters parameters)
    {
        Parameters = parameters;
        Count = parameters.K.Length;
        rows = new double[]?[Count][];
        for (var i = 0; i < Count; i++) rows[i] = new double[]?[Exact + Coarse.Length];
        dropout = [.. Enumerable.Range(0, Exact).Select(parameters.Dropout)];
        constant = [.. Enumerable.Range(0, Count).Select(i =>
            Enumerable.Range(0, Exact).Select(gaps => Constant(i, gaps)).ToArray())];
    }

    public GapParameters Parameters { get; }

    public int Count { get; }

    /// <summary>The tables of parameters: made once for as long as somebody holds the parameters.</summary>
    public static GapTables Of(GapParameters parameters) => Made.GetValue(parameters, p => new GapTables(p));

    public (double Lapsed, double Active) Dropout(int gaps) =>
        gaps < Exact ? dropout[gaps] : Parameters.Dropout(gaps);

    /// <summary>The two tables between which a number of gaps lies, and the share of the second.</summary>
    public (double[] Lower, double[] Upper, double Share) Between(int component, int gaps)
    {
        if (gaps < Exact)
        {
            var row = Row(component, gaps, gaps);
            return (row, row, 0);
        }
        var (k, a) = (Parameters.K[component], Parameters.A);
        var i = 0;
        while (i < Coarse.Length - 2 && Coarse[i + 1] <= gaps) i++;
        var (low, high) = (1 / (a + k * Coarse[i]), 1 / (a + k * Coarse[i + 1]));
        var share = Math.Clamp((low - 1 / (a + k * gaps)) / (low - high), 0, 1);
        return (Row(component, Exact + i, Coarse[i]), Row(component, Exact + i + 1, Coarse[i + 1]), share);
    }

    double[] Row(int component, int index, int gaps)
    {
        if (Volatile.Read(ref rows[component][index]) is { } made) return made;
        var row = Tabulate(Parameters.K[component], Parameters.A + Parameters.K[component] * gaps);
        Volatile.Write(ref rows[component][index], row);
        return row;
    }

    // Logit and slope in turn.
    static double[] Tabulate(double k, double shape)
    {
        const double most = 700;
        var row = new double[2 * Points];
        var lnBeta = GammaFunctions.LogBeta(k, shape);
        for (var i = 0; i < Points; i++)
        {
            // Odds z / (1 − z) = k·silence / (b+kS) = k · e^v / (a+kn).
            var odds = k * Math.Exp(First + Step * i) / shape;
            var (x, rest) = (odds / (1 + odds), 1 / (1 + odds));
            var below = IncompleteBeta.Below(x, rest, k, shape, lnBeta);
            var above = IncompleteBeta.Below(rest, x, shape, k, lnBeta);
            if (below < 1e-300 || above < 1e-300)
            {
                row[2 * i] = below < 1e-300 ? -most : most;
                continue;
            }
            row[2 * i] = Math.Log(below / above);
            row[2 * i + 1] = Math.Exp(k * Math.Log(x) + shape * Math.Log(rest) - lnBeta - Math.Log(below)
                - Math.Log(above));
        }
        return row;
    }

    /// <summary>The logit of the percentile at v and its slope.</summary>
    public static (double Logit, double Slope) Read(double[] row, double v)
    {
        var place = (v - First) / Step;
        // Beyond the ends both tails are powers of the silence: straight lines.
        if (place <= 0) return (row[0] + row[1] * (v - First), row[1]);
        if (place >= Points - 1)
            return (row[2 * Points - 2] + row[2 * Points - 1] * (v - First - Step * (Points - 1)), row[2 * Points - 1]);
        var i = 2 * (int)place;
        var t = place - (int)place;
        var (y0, s0, y1, s1) = (row[i], row[i + 1] * Step, row[i + 2], row[i + 3] * Step);
        var (rise, rest) = (y1 - y0, 1 - t);
        var value = y0 + t * (rise + rest * ((s0 - rise) * rest + (rise - s1) * t));
        return (value, (s0 * rest + s1 * t) / Step);
    }

    /// <summary>ln p(gaps) of a component.</summary>
    public double LnDensity(int component, GapSums x, double lnScale)
    {
        var k = Parameters.K[component];
        var same = x.Gaps < Exact ? constant[component][x.Gaps] : Constant(component, x.Gaps);
        return same - (Parameters.A + k * x.Gaps) * lnScale + (k - 1) * x.SumLn;
    }

    // What all customers with as many gaps share.
    double Constant(int component, int gaps)
    {
        var (k, a) = (Parameters.K[component], Parameters.A);
        return GammaFunctions.LogGamma(a + k * gaps) - GammaFunctions.LogGamma(a) + a * Math.Log(Parameters.B)
            + gaps * (k * Math.Log(k) - GammaFunctions.LogGamma(k));
    }
}
