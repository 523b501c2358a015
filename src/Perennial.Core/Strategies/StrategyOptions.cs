namespace Perennial.Core.Strategies;

/// <summary>What a shop may set of its strategies.</summary>
public sealed record StrategyOptions
{
    /// <summary>Fewer days are none to keep: caps and gaps count contacts of those who are held out as far back.
    /// </summary>
    public const int FewestKeptDays = 30;

    /// <summary>Days for which decisions, and enrollments that are over, are kept; sums and keys are kept for ever.
    /// </summary>
    public int KeptDays { get; init; } = 400;

    /// <summary>Checks the options.</summary>
    /// <exception cref="BadInputException">Decisions would be gone too soon.</exception>
    public void Check()
    {
        if (KeptDays < FewestKeptDays)
        {
            throw new BadInputException("strategies: kept_days",
                $"Decisions kept for {KeptDays} days are gone too soon.",
                $"Write at least {FewestKeptDays} days: caps look back as far.");
        }
    }
}
