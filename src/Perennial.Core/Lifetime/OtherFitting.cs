using Perennial.Core.Statistics;

namespace Perennial.Core.Lifetime;

/// <summary>Fits what is not a model of purchases in continuous time: spend, yearly giving, contracts.</summary>
public static class OtherFitting
{
    const int SearchCustomers = 4_000;
    const double Wide = 9.3;

    static readonly string[] SpendNames = ["p", "q", "gamma"];
    static readonly string[] PeriodNames = ["alpha", "beta", "gamma", "delta"];
    static readonly string[] ContractNames = ["alpha", "beta"];

    /// <summary>Fits Gamma-Gamma.</summary>
    /// <param name="patterns">Those who bought again at a positive value.</param>
    /// <param name="options">How many of them it takes.</param>
    public static ModelFit Spend(SpendPatterns patterns, LifetimeOptions? options = null)
    {
        const string name = "gamma-gamma";
        options ??= new();
        options.Check();
        if (patterns.Count < options.LeastRepeaters)
        {
            return ModelFit.Without(name, $"{patterns.Count} customers bought again at a positive value; it takes "
                + $"{options.LeastRepeaters} to say how spending differs.", patterns.Count, patterns.Count);
        }
        var sample = patterns.Sample(SearchCustomers);
        var typical = patterns.LogMean.Average();
        double Of(double[] logs, SpendPatterns of) =>
            new GammaGamma(Math.Exp(logs[0]), Math.Exp(logs[1]), Math.Exp(logs[2])).LogLikelihood(of);
        double Exact(double[] logs) => Of(logs, patterns);
        double Rough(double[] logs) => Of(logs, sample);
        Func<double[], double> exact = Exact;
        var found = Maximizer.Find(ReferenceEquals(sample, patterns) ? exact : Rough, exact,
            [
                [Math.Log(3), Math.Log(3), typical],
                [Math.Log(8), Math.Log(4), typical - 1],
                [0, Math.Log(1.5), typical],
            ],
            [-Wide, -Wide, typical - Wide], [Wide, Wide, typical + Wide]);
        var fit = ModelFit.Of(name, SpendNames, found, patterns.Count, patterns.Count);
        return fit.Parameters[1] > 1 ? fit : fit with
        {
            Verdict = $"q is {fit.Parameters[1]:0.###}, not above 1: a few customers spend so much more than the "
                + "others that their mean is infinite. Nothing is forecast for customers with few purchases.",
        };
    }

    /// <summary>The model with the parameters of a fit; null where there are none.</summary>
    public static GammaGamma? SpendModel(ModelFit fit) =>
        fit.IsFitted ? new(fit.Parameters[0], fit.Parameters[1], fit.Parameters[2]) : null;

    /// <summary>Fits BG/BB.</summary>
    /// <param name="patterns">Equal customers counted once.</param>
    /// <param name="options">How many repeat buyers it takes.</param>
    public static ModelFit Periods(IReadOnlyList<PeriodPattern> patterns, LifetimeOptions? options = null)
    {
        const string name = "bg-bb";
        options ??= new();
        options.Check();
        var customers = (int)patterns.Sum(p => p.Customers);
        var repeaters = (int)patterns.Where(p => p.X > 0).Sum(p => p.Customers);
        if (customers == 0) return ModelFit.Without(name, "No customer has a purchase.", 0, 0);
        if (patterns.All(p => p.Periods < 2))
        {
            return ModelFit.Without(name, "Nobody was seen for two periods: take shorter ones.", customers, repeaters);
        }
        if (repeaters < options.LeastRepeaters)
        {
            return ModelFit.Without(name, $"{repeaters} of {customers} customers bought again; it takes "
                + $"{options.LeastRepeaters} to say how they do.", customers, repeaters);
        }
        double Of(double[] logs) => new BgBb(Math.Exp(logs[0]), Math.Exp(logs[1]), Math.Exp(logs[2]),
            Math.Exp(logs[3])).LogLikelihood(patterns);
        var found = Maximizer.Find(Of, Of, [[0, 0, 0, 1], [1, 1, -1, 2], [-1, 0, 0, 0]],
            [-Wide, -Wide, -Wide, -Wide], [Wide, Wide, Wide, Wide]);
        return ModelFit.Of(name, PeriodNames, found, customers, repeaters);
    }

    /// <summary>Fits sBG to one cohort of contracts.</summary>
    /// <param name="remaining">Customers at the start, after the first renewal, after the second …</param>
    /// <exception cref="ArgumentException">The numbers do not fall, or are negative.</exception>
    public static ModelFit Contracts(IReadOnlyList<double> remaining)
    {
        const string name = "s-bg";
        if (remaining.Any(count => !(count >= 0))
            || remaining.Zip(remaining.Skip(1)).Any(pair => pair.Second > pair.First))
            throw new ArgumentException("Customers that remain are not negative and never grow.");
        var customers = remaining.Count == 0 ? 0 : (int)remaining[0];
        if (remaining.Count < 3 || customers == 0)
            return ModelFit.Without(name, "It takes two renewals of some customers.", customers, 0);
        var stayed = (int)remaining[1];
        if (remaining[^1] == remaining[0])
            return ModelFit.Without(name, "Nobody cancelled: there is nothing to project.", customers, stayed);
        double Of(double[] logs) =>
            new ShiftedBetaGeometric(Math.Exp(logs[0]), Math.Exp(logs[1])).LogLikelihood(remaining);
        var found = Maximizer.Find(Of, Of, [[0, 0], [0, 1.5]], [-Wide, -Wide], [Wide, Wide]);
        return ModelFit.Of(name, ContractNames, found, customers, stayed);
    }
}
