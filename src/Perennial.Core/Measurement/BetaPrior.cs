namespace Perennial.Core.Measurement;

/// <summary>How a share varies from customer to customer: a Beta distribution, with which a share seen on few
/// occasions is shrunk towards everybody's.</summary>
/// <param name="Alpha">Positive and finite.</param>
/// <param name="Beta">Positive and finite.</param>
/// <remarks>Fitted by <see cref="OfLikelihood"/> (counts) or <see cref="OfMoments"/> (also weighted shares).</remarks>
public sealed record BetaPrior(double Alpha, double Beta)
{
    /// <summary>The size that stands for "customers do not differ": own occasions hardly move the share.</summary>
    public const double PooledSize = 1e6;

    /// <summary>The least size: customers differ as much as they can.</summary>
    public const double LeastSize = 1e-3;

    /// <summary>Everybody's share, above 0 and below 1.</summary>
    public double Mean => Alpha / (Alpha + Beta);

    /// <summary>How many occasions of one's own weigh as much as everybody else's.</summary>
    public double Size => Alpha + Beta;

    /// <summary>True if no differences between customers were seen: all share one rate.</summary>
    public bool IsPooled => Size >= PooledSize * (1 - 1e-9);

    /// <summary>A distribution of a mean and a size, both brought into their ranges.</summary>
    public static BetaPrior Of(double mean, double size)
    {
        var (share, occasions) = (Math.Clamp(mean, 1e-9, 1 - 1e-9), Math.Clamp(size, LeastSize, PooledSize));
        return new BetaPrior(share * occasions, (1 - share) * occasions);
    }

    /// <summary>One customer's share, shrunk: (α + successes) / (α + β + trials). The mean where there were no
    /// trials.</summary>
    public double Shrunk(double successes, double trials) => (Alpha + successes) / (Size + trials);

    /// <summary>How far off a shrunk share may be: its posterior standard deviation.</summary>
    public double DeviationOf(double successes, double trials)
    {
        var share = Shrunk(successes, trials);
        return Math.Sqrt(share * (1 - share) / (Size + trials + 1));
    }

    /// <summary>Fits to one-way analysis of variance: intraclass correlation ICC, size 1/ICC − 1.</summary>
    /// <param name="trials">Each customer's occasions, or the effective number of them; those of 0 are passed
    /// over.</param>
    /// <param name="shares">Each customer's share, 0..1.</param>
    /// <returns>Null where nobody had an occasion; pooled where the correlation is not positive or cannot be
    /// said.</returns>
    public static BetaPrior? OfMoments(ReadOnlySpan<double> trials, ReadOnlySpan<double> shares)
    {
        var (customers, all, successes, squares) = (0, 0.0, 0.0, 0.0);
        for (var i = 0; i < trials.Length; i++)
        {
            if (!(trials[i] > 0)) continue;
            customers++;
            all += trials[i];
            successes += trials[i] * shares[i];
            squares += trials[i] * trials[i];
        }
        if (customers == 0) return null;
        var mean = successes / all;
        var (between, within) = (0.0, 0.0);
        for (var i = 0; i < trials.Length; i++)
        {
            if (!(trials[i] > 0)) continue;
            between += trials[i] * (shares[i] - mean) * (shares[i] - mean);
            within += trials[i] * shares[i] * (1 - shares[i]);
        }
        if (customers < 2 || all - customers <= 0) return Of(mean, PooledSize);
        between /= customers - 1;
        within /= all - customers;
        var typical = (all - squares / all) / (customers - 1);
        var correlation = (between - within) / (between + (typical - 1) * within);
        return Of(mean, correlation > 0 ? 1 / correlation - 1 : PooledSize);
    }

    /// <summary>Fits by maximum likelihood of the Beta-Binomial.</summary>
    /// <param name="trials">Each customer's occasions; those of 0 are passed over.</param>
    /// <param name="successes">On how many of them it happened, 0..trials.</param>
    /// <returns>Null where nobody had an occasion; pooled where customers do not differ more than chance has it, where
    /// nobody had two occasions, or where it happened always or never.</returns>
    public static BetaPrior? OfLikelihood(ReadOnlySpan<int> trials, ReadOnlySpan<int> successes) =>
        BetaBinomialFit.Of(trials, successes);
}
