using Perennial.Core.Cycle;
using Perennial.Core.Lifetime;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;

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
        };
}
