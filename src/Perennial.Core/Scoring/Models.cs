using Perennial.Core.Cycle;
using Perennial.Core.Lifetime;
using Perennial.Core.Pressure;
using Perennial.Core.Promotion;
using Perennial.Core.Prospects;
using Perennial.Core.Recommendations;

namespace Perennial.Core.Scoring;

/// <summary>
/// The models that a scoring run fitted, as their frozen parameters: what turns one customer's fact columns into
/// probabilities and statuses until the next run. Null where a model was not asked for, or the data could not say.
/// </summary>
/// <remarks>Stored as JSON with the run: records and arrays only, no NaN and no infinity.</remarks>
public sealed record Models
{
    /// <summary>The purchase cycle.</summary>
    public CycleModel? Cycle { get; init; }

    /// <summary>The purchase cycles of product categories; null where histories were not at hand.</summary>
    public CategoryCycleModel? Categories { get; init; }

    /// <summary>Responses, pressure against peers and what contacts are worth; null where nobody was ever
    /// contacted.</summary>
    public PressureModel? Pressure { get; init; }

    /// <summary>How customers buy and what they spend.</summary>
    public LifetimeModel? Lifetime { get; init; }

    /// <summary>How customers differ in buying on promotion; null where nobody bought.</summary>
    public PromotionModel? Promotion { get; init; }

    /// <summary>The limits between prospects' scores; null where no prospect did anything favourable.</summary>
    public RfdModel? Rfd { get; init; }

    /// <summary>What the recommendations were made from.</summary>
    public RecommendationModel? Recommendations { get; init; }
}

/// <summary>The same customers, row by row, as they were: what calibrates forecasts on the shop's own past.</summary>
/// <param name="Days30">As of 30 days before the run; customers who had no order yet have none.</param>
/// <param name="Days90">As of 90 days before.</param>
public sealed record PastProfiles(Profiles.ProfileTable Days30, Profiles.ProfileTable Days90);
