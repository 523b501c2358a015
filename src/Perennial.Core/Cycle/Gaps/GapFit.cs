using Perennial.Core.Statistics;

namespace Perennial.Core.Cycle.Gaps;

/// <summary>One customer as a model of gaps sees them.</summary>
/// <param name="Sums">Past gaps.</param>
/// <param name="SilenceDays">Days since the last purchase, at least 0.</param>
public readonly record struct GapSample(GapSums Sums, double SilenceDays);

/// <summary>Fits the gaps of many customers by maximum likelihood: Nelder–Mead over rates and lapsing, and inside it
/// the weights of the regularities by expectation and maximisation.</summary>
/// <remarks>Likelihood of a customer: Σ over k of weight · p(gaps | k) · (D + Q · S(silence | k)). The chance of
/// lapsing is bounded: where nobody lapses it would run away.</remarks>
static class GapFit
{
    const int MostGaps = 400;
    const int MaximisationSteps = 8;
    const int LastMaximisationSteps = 60;
    const int SamplesPerTask = 512;

    // ln a, ln b/a (a typical gap), logit of the mean chance of lapsing, ln of its two shapes' sum.
    static readonly double[] Lowest = [Math.Log(0.2), Math.Log(0.5), -6.9, Math.Log(0.5)];
    static readonly double[] Highest = [Math.Log(60), Math.Log(5000), 0.4, Math.Log(100)];

    /// <param name="samples">Customers with at least one purchase; those with very many gaps are left out.</param>
    /// <param name="start">Where to begin: an earlier fit, which makes it quick; null for a guess.</param>
    public static GapParameters Fit(IReadOnlyList<GapSample> samples, GapParameters? start)
    {
        var (distinct, counts) = Distinct(samples);
        var work = new Likelihoods(distinct, counts);
        var from = start is null ? Guess(distinct, counts) : Point(start);
        var search = new NelderMead
        {
            Step = start is null ? 0.7 : 0.15, Tolerance = 1e-5 * work.Total, Evaluations = start is null ? 160 : 60,
        };
        var (at, least) = search.Minimise(point => work.Negative(Within(point), out _) + Outside(point), from);
        var (a, b, alpha, beta) = Within(at);
        work.Negative((a, b, alpha, beta), out var weights, LastMaximisationSteps);
        return new GapParameters([.. GapParameters.Grid], weights, a, b, alpha, beta, -least, (int)work.Total);
    }

    // Single buyers of one day are alike: each distinct customer is looked at once.
    static (GapSample[] Samples, double[] Counts) Distinct(IReadOnlyList<GapSample> samples)
    {
        var index = new Dictionary<GapSample, int>();
        var (distinct, counts) = (new List<GapSample>(), new List<double>());
        foreach (var sample in samples)
        {
            if (sample.Sums.Gaps > MostGaps) continue;
            if (index.TryAdd(sample, distinct.Count))
            {
                distinct.Add(sample);
                counts.Add(0);
            }
            counts[index[sample]]++;
        }
        return ([.. distinct], [.. counts]);
    }

    static double[] Guess(GapSample[] samples, double[] counts)
    {
        var (gaps, days) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            gaps += counts[i] * samples[i].Sums.Gaps;
            days += counts[i] * samples[i].Sums.SumDays;
        }
        return [Math.Log(1.2), Math.Log(Math.Clamp(days / Math.Max(1, gaps), 1, 1000)), -2, Math.Log(3)];
    }

    static double[] Point(GapParameters p)
    {
        var mean = p.MeanDropout;
        return [Math.Log(p.A), Math.Log(p.B / p.A), Math.Log(mean / (1 - mean)), Math.Log(p.Alpha + p.Beta)];
    }

    static (double A, double B, double Alpha, double Beta) Within(double[] point)
    {
        var kept = new double[point.Length];
        for (var i = 0; i < kept.Length; i++) kept[i] = Math.Clamp(point[i], Lowest[i], Highest[i]);
        var a = Math.Exp(kept[0]);
        var mean = 1 / (1 + Math.Exp(-kept[2]));
        var sum = Math.Exp(kept[3]);
        return (a, a * Math.Exp(kept[1]), mean * sum, (1 - mean) * sum);
    }

    static double Outside(double[] point)
    {
        var penalty = 0.0;
        for (var i = 0; i < point.Length; i++)
        {
            var over = Math.Max(0, Math.Max(Lowest[i] - point[i], point[i] - Highest[i]));
            penalty += 10 * over * over;
        }
        return penalty;
    }

    sealed class Likelihoods
    {
        readonly GapSample[] samples;
        readonly double[] counts, components, shift;
        readonly int mostGaps, size;
        double[] weights;

        public Likelihoods(GapSample[] samples, double[] counts)
        {
            this.samples = samples;
            this.counts = counts;
            Total = counts.Sum();
            size = GapParameters.Grid.Count;
            components = new double[samples.Length * size];
            shift = new double[samples.Length];
            mostGaps = samples.Length == 0 ? 0 : samples.Max(sample => sample.Sums.Gaps);
            weights = [.. Enumerable.Repeat(1.0 / size, size)];
        }

        public double Total { get; }

        /// <summary>Less the log-likelihood, with the weights that make it greatest.</summary>
        public double Negative((double A, double B, double Alpha, double Beta) p, out double[] found,
            int steps = MaximisationSteps)
        {
            var constants = new Constants(p.A, p.B, p.Alpha, p.Beta, mostGaps);
            Parallel.For(0, (samples.Length + SamplesPerTask - 1) / SamplesPerTask, Cores.All, task =>
            {
                var end = Math.Min(samples.Length, (task + 1) * SamplesPerTask);
                for (var i = task * SamplesPerTask; i < end; i++)
                    shift[i] = constants.Write(samples[i], components.AsSpan(i * size, size));
            });
            found = weights = Maximise(steps, out var sum);
            return -sum;
        }

        // From the weights of the point before, mixed with even ones so that none stays at nothing for ever.
        double[] Maximise(int steps, out double logLikelihood)
        {
            var current = new double[size];
            for (var k = 0; k < size; k++) current[k] = 0.98 * weights[k] + 0.02 / size;
            var next = new double[size];
            logLikelihood = 0;
            for (var step = 0; step < steps; step++)
            {
                Array.Clear(next);
                for (var i = 0; i < samples.Length; i++)
                {
                    var row = components.AsSpan(i * size, size);
                    var sum = 0.0;
                    for (var k = 0; k < size; k++) sum += current[k] * row[k];
                    if (step == steps - 1) logLikelihood += counts[i] * (Math.Log(sum) + shift[i]);
                    var share = counts[i] / sum;
                    for (var k = 0; k < size; k++) next[k] += share * current[k] * row[k];
                }
                for (var k = 0; k < size; k++) current[k] = next[k] / Total;
            }
            return current;
        }
    }

    /// <summary>What does not differ between customers with as many gaps, for one point of the search.</summary>
    sealed class Constants
    {
        readonly double b;
        readonly double[][] shape, lnGamma;
        readonly double[] k, lnGammaK, perGap, lapsed, active;
        readonly double lnGammaA, aLnB;
        readonly int[] whole;

        public Constants(double a, double b, double alpha, double beta, int mostGaps)
        {
            this.b = b;
            k = [.. GapParameters.Grid];
            whole = [.. k.Select(value => value == Math.Floor(value) ? (int)value : 0)];
            lnGammaK = [.. k.Select(GammaFunctions.LogGamma)];
            perGap = [.. k.Select((value, i) => value * Math.Log(value) - lnGammaK[i])];
            shape = [.. k.Select(value => Enumerable.Range(0, mostGaps + 2).Select(n => a + value * n).ToArray())];
            lnGamma = [.. shape.Select(row => row.Select(GammaFunctions.LogGamma).ToArray())];
            lnGammaA = GammaFunctions.LogGamma(a);
            aLnB = a * Math.Log(b);
            var parameters = new GapParameters(k, k, a, b, alpha, beta, 0, 0);
            (lapsed, active) = (new double[mostGaps + 1], new double[mostGaps + 1]);
            for (var n = 0; n <= mostGaps; n++) (lapsed[n], active[n]) = parameters.Dropout(n);
        }

        /// <summary>Writes the likelihood of each regularity, over the greatest of their densities; returns that
        /// one's logarithm.</summary>
        public double Write(GapSample sample, Span<double> into)
        {
            var ((n, days, ln), silence) = sample;
            var greatest = double.NegativeInfinity;
            for (var i = 0; i < k.Length; i++)
            {
                into[i] = lnGamma[i][n] - lnGammaA + aLnB - shape[i][n] * Math.Log(b + k[i] * days)
                    + (k[i] - 1) * ln + n * perGap[i];
                greatest = Math.Max(greatest, into[i]);
            }
            for (var i = 0; i < k.Length; i++)
            {
                var density = Math.Exp(into[i] - greatest);
                // A regularity that the gaps rule out needs no survival.
                into[i] = density < 1e-8 ? density * lapsed[n]
                    : density * (lapsed[n] + active[n] * Survival(i, n, days, silence));
            }
            return greatest;
        }

        double Survival(int i, int n, double days, double silence)
        {
            if (silence <= 0) return 1;
            var scale = b + k[i] * days;
            var total = scale + k[i] * silence;
            if (whole[i] > 0) return IncompleteBeta.WholeSurvival(k[i] * silence / total, shape[i][n], whole[i]);
            var lnBeta = lnGammaK[i] + lnGamma[i][n] - lnGamma[i][n + 1];
            return IncompleteBeta.Below(scale / total, k[i] * silence / total, shape[i][n], k[i], lnBeta, 1e-9);
        }
    }
}
