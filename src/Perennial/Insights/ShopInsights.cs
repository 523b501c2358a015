using System.Collections.Concurrent;
using Perennial.Core;
using Perennial.Core.Validation;
using Perennial.Data.Scoring;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>What a view tells a marketer beyond single customers. Each is computed when it is first asked for, and kept
/// as long as the view.</summary>
public sealed class ShopInsights
{
    readonly ShopView view;
    readonly InsightSource source;
    readonly ConcurrentDictionary<(long Before, long After), IReadOnlyList<Transition>> transitions = [];
    readonly Lazy<(CycleValidation? Found, string Refusal)> forecasts;
    readonly Lazy<CycleInsight> cycle;
    readonly Lazy<CohortInsight> cohorts;
    readonly Lazy<PressureInsight> pressure;
    readonly Lazy<PromotionInsight> promotion;
    readonly Lazy<LifetimeInsight> lifetime;
    readonly Lazy<ReachInsight> reach;
    readonly Lazy<OfferInsight> offers;

    internal ShopInsights(ShopView view, InsightSource source)
    {
        this.view = view;
        this.source = source with
        {
            Transitions = (before, after) =>
                transitions.GetOrAdd((before, after), pair => source.Transitions(pair.Before, pair.After)),
        };
        // What fails (a store that is busy) is tried again by whoever asks next.
        forecasts = new(Forecast, LazyThreadSafetyMode.PublicationOnly);
        cohorts = new(() => CohortInsight.Of(view, source.Latencies()), LazyThreadSafetyMode.PublicationOnly);
        cycle = new(() => CycleInsight.Of(view));
        pressure = new(() => PressureInsight.Of(view));
        promotion = new(() => PromotionInsight.Of(view));
        lifetime = new(() => LifetimeInsight.Of(view));
        offers = new(() => OfferInsight.Of(view));
        reach = new(() => ReachInsight.Of(view), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Who is due, who is late.</summary>
    public CycleInsight Cycle => cycle.Value;

    /// <summary>Who comes back, and when.</summary>
    public CohortInsight Cohorts => cohorts.Value;

    /// <summary>How much customers are contacted.</summary>
    public PressureInsight Pressure => pressure.Value;

    /// <summary>Who waits for promotions.</summary>
    public PromotionInsight Promotion => promotion.Value;

    /// <summary>How many customers are left, and what they will order.</summary>
    public LifetimeInsight Lifetime => lifetime.Value;

    /// <summary>Who can be contacted by which channel.</summary>
    public ReachInsight Reach => reach.Value;

    /// <summary>How products are recommended, and how that did on the shop's own past.</summary>
    public OfferInsight Offers => offers.Value;

    /// <summary>Forecasts of the shop's own past, with what came of them; null, and why, where it is too
    /// short.</summary>
    public (CycleValidation? Found, string Refusal) Forecasts => forecasts.Value;

    /// <summary>Who moved between two scoring runs; without numbers the last and the one of a day before.</summary>
    public MovementInsight Movement(string? by = null, long? before = null, long? after = null) =>
        MovementInsight.Of(view, source, by, before, after);

    (CycleValidation?, string) Forecast()
    {
        try
        {
            return (source.Forecasts(), "");
        }
        catch (BadInputException refusal)
        {
            return (null, refusal.Problem);
        }
    }
}
