using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Core.Shards;
using Perennial.Data;
using Perennial.Moments;
using Perennial.Settings;

namespace Perennial.Tests;

/// <summary>What tests write by, of a store without the program around it.</summary>
static class Moments
{
    /// <summary>As of an instant, by the store's own run and destinations.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="asOf">Null for the tests' own present.</param>
    /// <param name="profiles">Null for the defaults.</param>
    /// <param name="watch">Rules of watched segments, by name.</param>
    public static ShopMoment Moment(this ShopStore store, Instant? asOf = null, ProfileSettings? profiles = null,
        params (string Name, string Rule)[] watch)
    {
        var parts = store.Watch.MomentParts();
        var settings = ShopSettings.Of(parts.Settings, [], store.Path);
        return new ShopMoment
        {
            Now = asOf ?? Some.Now,
            AsOf = asOf ?? Some.Now,
            Profiles = profiles ?? new ProfileSettings(),
            Keys = settings.Keys,
            Strategies = StrategyBooks.Of(parts, settings, parts.ScoringRun),
            Places = ShopSettings.Places,
            ScoringRun = parts.ScoringRun,
            Segments = new SegmentWatch(
                [.. watch.Select(one => new WatchedSegment(one.Name, RuleParser.Parse(one.Rule)))]),
            Tells = parts.Destinations.Count > 0,
            TakesEvents = parts.Destinations.Where(one => one.Kind == "webhook").Select(one => one.Name).ToHashSet(),
            Version = parts.Version,
            Renew = () => store.Moment(asOf, profiles, watch),
        };
    }

    /// <summary>A destination, so that whatever changes is noted.</summary>
    public static void Tell(this ShopStore store) =>
        store.Destinations.Put("told", "csv", """{"name":"told","kind":"csv"}""", Some.Now);
}
