using Perennial.Core.AtRisk;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Cycle.Model;
using Perennial.Core.FactScores;
using Perennial.Core.Lifecycle;
using Perennial.Core.Lifetime;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using Perennial.Core.Promotion;
using Perennial.Core.Prospects;
using Perennial.Core.Recommendations;
using Perennial.Core.Support;

namespace Perennial.Core.Parts;

/// <summary>
/// The parts that a profile is made of, besides purchases: their columns, their shares of the fold, their models, and
/// below what they can be told. Whoever adds a part adds it in this file and nowhere else outside its own folder;
/// profiles and scoring know none by name.
/// </summary>
static class ProfileParts
{
    /// <summary>The columns of the parts, in the order of files and screens.</summary>
    public static IEnumerable<Column> AllColumns =>
    [
        .. CycleColumns.All,
        .. PressureColumns.All,
        .. LifetimeColumns.All,
        .. PromotionColumns.All,
        .. ProspectColumns.All,
        .. RecommendationColumns.All,
        .. SupportColumns.All,
        .. FactScoreColumns.All,
        .. AtRiskColumns.All,
    ];

    /// <summary>What the parts fold out of a history.</summary>
    public static IProfilePart[] Folds(Instant asOf, ProfileSettings settings, ProfileTable into) =>
    [
        new CycleFold(asOf, settings.Calendar, settings.Gaps, into),
        new PressureFold(asOf, settings.Pressure, into),
        new PromotionFold(asOf, settings.Calendar, settings.Promotion, into),
        new ProspectFold(asOf, settings.Calendar, settings.Prospects, into),
        new SupportFold(asOf, into),
        new FactScoreFold(asOf, settings.FactScores, into),
    ];

    /// <summary>Fits every model of a scoring run.</summary>
    /// <param name="table">With the fold's columns, as of the scoring run.</param>
    /// <param name="past">The same customers before.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="bins">Scores from 1 to so many.</param>
    /// <param name="calendar">The shop's calendar.</param>
    public static Models Fit(
        ProfileTable table, ShopPast past, ModelOptions options, int bins, ShopCalendar calendar) => new()
        {
            Cycle = CycleFitting.Fit(table, past.Profiles, past.Buyers, options.Cycle, calendar),
            Pressure = PressureFitting.Fit(table, past.Profiles, options.PressureCosts),
            Lifetime = LifetimeFitting.Fit(table, past.Profiles.Days90, options.Lifetime, calendar),
            Promotion = PromotionFitting.Fit(table, options.Promotion),
            Rfd = RfdModel.Fit(table, bins, calendar),
            FactScores = FactScoreModel.Fit(table, bins, calendar),
        };

    /// <summary>What writes the columns that follow from the models.</summary>
    public static IModelColumns[] Modelled(Models models, ProfileTable table, ShopCalendar calendar) =>
    [
        new CycleModelColumns(models.Cycle, table, calendar),
        .. PressureModelColumns.For(models.Pressure, table),
        new LifetimeModelColumns(models.Lifetime, table, calendar),
        .. PromotionModelColumns.For(models.Promotion, table),
        .. RfdModelColumns.For(models.Rfd, table, calendar),
        .. FactScoreModelColumns.For(models.FactScores, table, calendar),
        .. AtRiskModelColumns.For(table),
    ];
}

/// <summary>A shop's past: what models are calibrated on.</summary>
/// <param name="Profiles">The same customers, row by row, 30 and 90 days before.</param>
/// <param name="Buyers">Buyers on days of the past year, and what came next.</param>
public sealed record ShopPast(PastProfiles Profiles, PastBuyers Buyers);

/// <summary>What the fold needs to know of the shop.</summary>
public sealed record ProfileSettings
{
    /// <summary>The shop's calendar. Default UTC.</summary>
    public ShopCalendar Calendar { get; init; } = ShopCalendar.Utc;

    /// <summary>Limits of the lifecycle stages.</summary>
    public LifecycleOptions Lifecycle { get; init; } = new();

    /// <summary>How gaps between purchases are read.</summary>
    public GapOptions Gaps { get; init; } = new();

    /// <summary>How marketing pressure is measured.</summary>
    public PressureOptions Pressure { get; init; } = new();

    /// <summary>What counts as bought on promotion.</summary>
    public PromotionOptions Promotion { get; init; } = new();

    /// <summary>What counts as a visit, and when a prospect goes quiet.</summary>
    public ProspectOptions Prospects { get; init; } = new();

    /// <summary>Which facts beyond purchases are scored as orders are.</summary>
    public FactScoreOptions FactScores { get; init; } = new();

    /// <summary>Leaves every column but those of purchases and lifecycle without value: enough for recency, frequency
    /// and money, and as fast as reading the orders once.</summary>
    public bool PurchasesOnly { get; init; }
}

/// <summary>How the models of a scoring run are fitted.</summary>
public record ModelOptions
{
    /// <summary>How purchase cycles are fitted.</summary>
    public CycleOptions Cycle { get; init; } = new();

    /// <summary>What contacts cost and orders bring.</summary>
    public PressureCosts PressureCosts { get; init; } = new();

    /// <summary>How lifetime models are fitted.</summary>
    public LifetimeOptions Lifetime { get; init; } = new();

    /// <summary>How promotion sensitivity is scored.</summary>
    public PromotionScoringOptions Promotion { get; init; } = new();
}

/// <summary>
/// The models that a scoring run fitted, as their frozen parameters: what turns one customer's fact columns into
/// probabilities and statuses until the next run. Null where a model was not asked for, or the data could not say.
/// </summary>
/// <remarks>Stored as JSON with the scoring run: records and arrays only, no NaN and no infinity. What a run stored
/// before a property was there reads as null, whatever its initialiser says.</remarks>
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

    /// <summary>The limits between scores of facts beyond purchases; none of a sort that nobody has.</summary>
    public IReadOnlyList<FactScoreModel> FactScores { get => field ?? []; init; }

    /// <summary>What the recommendations were made from.</summary>
    public RecommendationModel? Recommendations { get; init; }
}
