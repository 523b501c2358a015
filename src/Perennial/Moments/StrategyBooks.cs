using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Planning;
using Perennial.Core.Scoring;
using Perennial.Core.Segments;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;
using Perennial.Data.Watching;
using Perennial.Segments;
using Perennial.Settings;
using Perennial.Strategies;

namespace Perennial.Moments;

/// <summary>Reads the strategies that a shop has published into what every write goes by.</summary>
static class StrategyBooks
{
    // As far as strategies are lived back and looked ahead.
    const int FirstYear = 2015, LastYear = 2045;

    static readonly Lazy<IReadOnlyList<(string Country, DateOnly Day)>> holidays =
        new(() => [.. PublicHolidays.Of(FirstYear, LastYear)]);

    /// <summary>The strategies; null where the shop has none.</summary>
    /// <param name="parts">The shop.</param>
    /// <param name="settings">What it says of itself.</param>
    /// <param name="run">The run whose scores and names rules may speak of; null before the first.</param>
    public static LiveStrategies? Of(MomentParts parts, ShopSettings settings, ScoringRun? run)
    {
        if (parts.Strategies.Published is not { } published) return null;
        var shop = ShopOf(run, [.. parts.Segments.Select(one => one.Segment)], settings);
        var reading = new Reading(parts.Strategies, shop);
        // Whoever goes by a strategy that cannot be read any more stays where they are; the list of strategies says so.
        var set = reading.Of(published.Id);
        var standings = parts.Strategies.Standings.ToDictionary(one => one.Strategy);
        var inForce = set.Strategies.Where(one => standings.TryGetValue(one.Name, out var standing)
                && standing.State != StrategyState.Removed)
            .Select(one => reading.Version(one, standings[one.Name])).ToList();
        var rules = new PlanRules(set, settings.ContactRules.Options, holidays.Value);
        var book = new StrategyBook(rules, inForce)
        {
            Former = reading.Former,
            Stopped = standings.Values.Where(one => one.State == StrategyState.Stopped).Select(one => one.Strategy)
                .ToHashSet(),
            Closed = inForce.Where(one => one.Strategy.EnterAtMost is not null
                || standings[one.Strategy.Name].State == StrategyState.Paused).Select(one => one.Strategy.Name)
                .ToHashSet(),
            CountsFirst = true,
        };
        var asked = inForce.Select(one => one.AskedFrom > one.At ? one.AskedFrom : one.At);
        return new LiveStrategies(book, asked.DefaultIfEmpty(Instant.None).Max())
        {
            Zones = place => ZonesOf(place, settings), KeptDays = settings.Options.Strategies.KeptDays,
        };
    }

    static StrategyShop ShopOf(ScoringRun? run, IReadOnlyList<ShopSegment> own, ShopSettings settings)
    {
        var context = ShopSegments.Context(run, settings.Attributes, settings.ContactRules);
        var shipped = run is null ? SegmentFiles.ShippedFor(context.Bins)
            : SegmentFiles.ShippedFor(run.CutPoints.Bins, run.RfmSegmentSet.ToSet());
        return new StrategyShop(context, [.. shipped.Where(one => own.All(other => other.Name != one.Name)), .. own],
            [.. shipped.Select(one => one.Name)]);
    }

    static IReadOnlyList<ShopCalendar> ZonesOf(CustomerPlace place, ShopSettings settings) =>
        [.. ShopSettings.Zones.Of(Whereabouts.Of(place.Said, ShopCalendars.ZonesOf(place.Country?.Trim()),
            place.Phone is { } phone ? DialPlan.ZonesOf(phone) : [], settings.Calendar.Zone)!)];

    /// <summary>Sets of files, each read once and when it is asked for.</summary>
    sealed class Reading(StrategyParts parts, StrategyShop shop)
    {
        readonly Dictionary<long, StrategySet> read = [];

        public StrategySet Of(long set)
        {
            lock (read)
            {
                if (!read.TryGetValue(set, out var known))
                    read.Add(set, known = StrategyFolder.Read(parts.Files[set], shop).Set);
                return known;
            }
        }

        public StrategyVersion Version(Strategy strategy, StrategyStanding standing)
        {
            var version = parts.Versions.First(one => (one.Strategy, one.Version) == (strategy.Name, standing.Version));
            return new StrategyVersion(strategy, standing.Version, version.At)
            {
                AskedFrom = standing.AskedFrom, Expected = version.Expected,
            };
        }

        public StrategyVersion? Former(string strategy, int version)
        {
            var published = parts.Versions.FirstOrDefault(one => (one.Strategy, one.Version) == (strategy, version));
            if (published is null || !parts.Files.ContainsKey(published.Set)) return null;
            return Of(published.Set).Strategies.FirstOrDefault(one => one.Name == strategy) is { } read
                ? new StrategyVersion(read, version, published.At) : null;
        }
    }
}
