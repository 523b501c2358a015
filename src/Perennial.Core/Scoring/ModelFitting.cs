using Perennial.Core.Cycle;
using Perennial.Core.Lifetime;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using Perennial.Core.Promotion;
using Perennial.Core.Prospects;

namespace Perennial.Core.Scoring;

/// <summary>Fits every model of a scoring run.</summary>
static class ModelFitting
{
    public static Models Fit(
        ProfileTable table, PastProfiles past, ScoringOptions options, ShopCalendar calendar) => new()
        {
            Cycle = CycleFitting.Fit(table, past, options.Cycle, calendar),
            Pressure = PressureFitting.Fit(table, past, options.PressureCosts),
            Lifetime = LifetimeFitting.Fit(table, past.Days90, options.Lifetime, calendar),
            Promotion = PromotionFitting.Fit(table, options.Promotion),
            Rfd = RfdModel.Fit(table, options.Rfm.Bins, calendar),
        };
}
