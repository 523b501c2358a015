using Perennial.Core.Statistics;

namespace Perennial.Core.Lifetime;

/// <summary>A model with the parameters that fit best, or the reason why there are none.</summary>
/// <remarks>Stored as JSON with a scoring run: no NaN, no infinity.</remarks>
public sealed record ModelFit
{
    /// <summary>bg-nbd, mbg-nbd, bg-cnbd-k, mbg-cnbd-k, pareto-nbd, bg-bb, s-bg or gamma-gamma.</summary>
    public required string Model { get; init; }

    /// <summary>Names of the parameters.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Their values; empty where the data could not say.</summary>
    public IReadOnlyList<double> Parameters { get; init; } = [];

    /// <summary>Their standard errors, null where the likelihood is flat.</summary>
    public IReadOnlyList<double?> StandardErrors { get; init; } = [];

    /// <summary>How regular the purchases are; 1 for random ones.</summary>
    public int K { get; init; } = 1;

    /// <summary>Log-likelihood at the parameters; 0 where there are none.</summary>
    public double LogLikelihood { get; init; }

    /// <summary>Customers in the sample.</summary>
    public int Customers { get; init; }

    /// <summary>Those of them who bought again.</summary>
    public int Repeaters { get; init; }

    /// <summary>What may be said of the fit, in words; <see cref="Fine"/> where there is nothing to say.</summary>
    public string Verdict { get; init; } = Fine;

    /// <summary>The verdict on a fit of which nothing is to be said.</summary>
    public const string Fine = "fitted";

    /// <summary>Whether there are parameters.</summary>
    public bool IsFitted => Parameters.Count > 0;

    /// <summary>Where the optimiser ended, as a fit.</summary>
    internal static ModelFit Of(string model, IReadOnlyList<string> names, Maximum found, int customers, int repeaters)
    {
        const double loose = 3; // a standard error of factor 20
        var parameters = found.At.Select(Math.Exp).ToArray();
        var errors = parameters.Select((value, i) => found.Variance is { } variance && !found.OnLimit[i]
            ? value * Math.Sqrt(Math.Max(0, variance[i])) : (double?)null).ToArray();
        var flat = names.Where((_, i) => found.OnLimit[i]
            || (found.Variance is { } variance && variance[i] > loose * loose)).ToList();
        if (found.Variance is null) flat = [.. names];
        return new ModelFit
        {
            Model = model,
            Names = names,
            Parameters = parameters,
            StandardErrors = errors,
            LogLikelihood = found.Value,
            Customers = customers,
            Repeaters = repeaters,
            Verdict = flat.Count == 0 ? found.Converged ? Fine
                : "The search ended before it settled: take the parameters as rough."
                : $"Flat in {string.Join(" and ", flat)}: the data do not fix them. Forecasts hold, but the "
                    + "parameters by themselves mean nothing.",
        };
    }

    /// <summary>A model that could not be fitted.</summary>
    internal static ModelFit Without(string model, string verdict, int customers, int repeaters) =>
        new() { Model = model, Verdict = verdict, Customers = customers, Repeaters = repeaters };
}
