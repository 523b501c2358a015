namespace Perennial.Core.Measurement;

/// <summary>Maximum likelihood of the Beta-Binomial.</summary>
/// <remarks>
/// ln B(α+k, β+n−k) − ln B(α, β) is a sum of logarithms: ln(α+j) for j below k, ln(β+j) for j below n−k, minus
/// ln(α+β+j) for j below n. So all customers come down to three tables of how many of them pass each j, and no Gamma
/// function is needed, whose differences lose digits where α + β is large. For a given size the likelihood is concave
/// in the mean; the size is found where the derivative along those best means is 0.
/// </remarks>
sealed class BetaBinomialFit
{
    const int StepsPerDecade = 8;

    readonly double[] hits, misses, occasions;

    BetaBinomialFit(double[] hits, double[] misses, double[] occasions) =>
        (this.hits, this.misses, this.occasions) = (hits, misses, occasions);

    public static BetaPrior? Of(ReadOnlySpan<int> trials, ReadOnlySpan<int> successes)
    {
        var (most, all, happened) = (0, 0L, 0L);
        for (var i = 0; i < trials.Length; i++)
        {
            if (trials[i] <= 0) continue;
            most = Math.Max(most, trials[i]);
            all += trials[i];
            happened += successes[i];
        }
        if (all == 0) return null;
        if (happened == 0 || happened == all) return BetaPrior.Of((happened + .5) / (all + 1), BetaPrior.PooledSize);
        if (most == 1) return BetaPrior.Of((double)happened / all, BetaPrior.PooledSize);

        var (hits, misses, occasions) = (new double[most], new double[most], new double[most]);
        for (var i = 0; i < trials.Length; i++)
        {
            if (trials[i] <= 0) continue;
            if (successes[i] > 0) hits[successes[i] - 1]++;
            if (trials[i] > successes[i]) misses[trials[i] - successes[i] - 1]++;
            occasions[trials[i] - 1]++;
        }
        foreach (var table in new[] { hits, misses, occasions })
            for (var j = most - 2; j >= 0; j--) table[j] += table[j + 1];
        return new BetaBinomialFit(hits, misses, occasions).Best((double)happened / all);
    }

    BetaPrior Best(double mean)
    {
        var (least, most) = (Math.Log(BetaPrior.LeastSize), Math.Log(BetaPrior.PooledSize));
        var steps = (int)Math.Round((most - least) / Math.Log(10) * StepsPerDecade);
        var (best, bestStep) = (double.NegativeInfinity, 0);
        for (var step = 0; step <= steps; step++)
        {
            var size = Math.Exp(least + (most - least) * step / steps);
            mean = BestMean(size, mean);
            var likelihood = Likelihood(size, mean);
            if (likelihood > best) (best, bestStep) = (likelihood, step);
        }
        if (bestStep == steps) return BetaPrior.Of(mean, BetaPrior.PooledSize);
        var low = least + (most - least) * Math.Max(0, bestStep - 1) / steps;
        var high = least + (most - least) * (bestStep + 1) / steps;
        while (high - low > 1e-12)
        {
            var middle = (low + high) / 2;
            var size = Math.Exp(middle);
            mean = BestMean(size, mean);
            if (SlopeInSize(size, mean) > 0) low = middle;
            else high = middle;
        }
        var found = Math.Exp((low + high) / 2);
        return BetaPrior.Of(BestMean(found, mean), found);
    }

    // Newton's method, held between bounds that the sign of the slope draws in.
    double BestMean(double size, double mean)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 100; i++)
        {
            var (slope, bend) = (0.0, 0.0);
            Add(hits, mean * size, size, ref slope, ref bend);
            Add(misses, (1 - mean) * size, -size, ref slope, ref bend);
            if (slope > 0) low = mean;
            else high = mean;
            var next = mean + slope / bend;
            if (!(next > low && next < high)) next = (low + high) / 2;
            var moved = Math.Abs(next - mean);
            mean = next;
            if (moved < 1e-15) break;
        }
        return mean;
    }

    static void Add(double[] table, double from, double size, ref double slope, ref double bend)
    {
        for (var j = 0; j < table.Length && table[j] > 0; j++)
        {
            var step = size / (from + j);
            slope += table[j] * step;
            bend += table[j] * step * step;
        }
    }

    double SlopeInSize(double size, double mean) =>
        mean * Sum(hits, mean * size) + (1 - mean) * Sum(misses, (1 - mean) * size) - Sum(occasions, size);

    static double Sum(double[] table, double from)
    {
        var sum = 0.0;
        for (var j = 0; j < table.Length && table[j] > 0; j++) sum += table[j] / (from + j);
        return sum;
    }

    double Likelihood(double size, double mean) =>
        Logs(hits, mean * size) + Logs(misses, (1 - mean) * size) - Logs(occasions, size);

    static double Logs(double[] table, double from)
    {
        var sum = 0.0;
        for (var j = 0; j < table.Length && table[j] > 0; j++) sum += table[j] * Math.Log(from + j);
        return sum;
    }
}
