using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Planning;
using Perennial.Core.Scoring;
using Perennial.Core.Segments;
using Perennial.Core.Strategies;
using Perennial.Data;
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

    /// <summary>The strategies as they are in force now, for whoever only reads; null where the shop has
    /// none.</summary>
    public static LiveStrategies? InForce(ShopStore store)
    {
        var parts = ShopMoments.PartsOf(store);
        return Of(parts, ShopSettings.Of(parts.Settings, parts.Promotions, store.Path), parts.ScoringRun);
    }

    /// <summary>The strategies; null where the shop has none.</summary>
    /// <param name="parts">The shop.</param>
    /// <param name="settings">What it says of itself.</param>
    /// <param name="run">The run whose scores and names rules may speak of; null before the first.</param>
    public static LiveStrategies? Of(MomentParts parts, ShopSettings settings, ScoringRun? run)
    {
        if (parts.Strategies.Published is not { } published) return null;
        var reading = Reading.Of(parts, settings, run);
        // Whoever goes by a strategy that cannot be read any more stays where they are; the list of strategies says so.
        var set = reading.Set(published.Id);
        var standings = parts.Strategies.Standings.ToDictionary(one => one.Strategy);
        var inForce = set.Strategies.Where(one => standings.TryGetValue(one.Name, out var standing)
                && standing.State != StrategyState.Removed)
            .Select(one => reading.Version(one, standings[one.Name])).ToList();
        var book = BookOf(reading, set, settings, inForce);
        var asked = inForce.SelectMany(one => new[] { one.At, one.AskedFrom, one.ComparedFrom })
            .Where(at => at != Instant.Never);
        return new LiveStrategies(book, asked.DefaultIfEmpty(Instant.None).Max())
        {
            Zones = place => ZonesOf(place, settings), Renames = parts.Strategies.Renames,
            KeptDays = settings.Options.Strategies.KeptDays,
        };
    }

    /// <summary>The strategies as they would be, were others published now.</summary>
    /// <param name="parts">The shop.</param>
    /// <param name="settings">What it says of itself.</param>
    /// <param name="set">What would be published.</param>
    /// <param name="versions">Those that would be in a new version, by name, and its number.</param>
    /// <param name="renames">What each of those was called that would be called otherwise, by its new name.</param>
    /// <param name="now">When.</param>
    public static LiveStrategies Proposed(MomentParts parts, ShopSettings settings, StrategySet set,
        IReadOnlyDictionary<string, int> versions, IReadOnlyDictionary<string, string> renames, Instant now)
    {
        var reading = Reading.Of(parts, settings, parts.ScoringRun);
        var standings = parts.Strategies.Standings.ToDictionary(one => one.Strategy);
        var inForce = set.Strategies.Select(one => versions.TryGetValue(one.Name, out var version)
            ? new StrategyVersion(one, version, now) : reading.Version(one, standings[one.Name])).ToList();
        // Here nobody waits to be counted: counting is what is done.
        var book = BookOf(reading, set, settings, inForce, renames, isProposed: true);
        return new LiveStrategies(book, now) { Zones = place => ZonesOf(place, settings) };
    }

    static StrategyBook BookOf(Reading reading, StrategySet set, ShopSettings settings,
        IReadOnlyList<StrategyVersion> inForce, IReadOnlyDictionary<string, string>? renames = null,
        bool isProposed = false)
    {
        var rules = new PlanRules(set, settings.ContactRules.Options, holidays.Value);
        return new StrategyBook(rules, inForce)
        {
            Former = (strategy, version) => reading.Former(strategy, renames?.GetValueOrDefault(strategy), version),
            Stopped = reading.Stopped,
            Closed = isProposed ? new HashSet<string>() : reading.Closed(inForce),
            CountsFirst = !isProposed,
        };
    }

    static StrategyShop ShopOf(ScoringRun? run, IReadOnlyList<ShopSegment> own, ShopSettings settings)
    {
        var context = ShopSegments.Context(run, settings.Attributes, settings.ContactRules);
        var shipped = run is null ? SegmentFiles.ShippedFor(context.Bins)
            : SegmentFiles.ShippedFor(run.CutPoints.Bins, run.RfmSegmentSet.ToSet());
        return new StrategyShop(context, [.. shipped.Where(one => own.All(other => other.Name != one.Name)), .. own],
            [.. shipped.Select(one => one.Name)])
        { ChecksNames = false };
    }

    static IReadOnlyList<ShopCalendar> ZonesOf(CustomerPlace place, ShopSettings settings) =>
        [.. ShopSettings.Zones.Of(Whereabouts.Of(place.Said, ShopCalendars.ZonesOf(place.Country?.Trim()),
            place.Phone is { } phone ? DialPlan.ZonesOf(phone) : [], settings.Calendar.Zone)!)];

    /// <summary>Sets of files, each read when it is asked for.</summary>
    sealed class Reading(StrategyParts parts, string mark, Func<StrategyShop> shop)
    {
        public static Reading Of(MomentParts parts, ShopSettings settings, ScoringRun? run)
        {
            IReadOnlyList<ShopSegment> own = [.. parts.Segments.Select(one => one.Segment)];
            return new Reading(parts.Strategies, StrategyReadings.MarkOf(run, own, settings),
                () => ShopOf(run, own, settings));
        }

        public StrategySet Set(long set) => StrategyReadings.Of(parts.Files[set], mark, shop);

        public IReadOnlySet<string> Stopped => parts.Standings
            .Where(one => one.State == StrategyState.Stopped).Select(one => one.Strategy)
            .ToHashSet();

        public IReadOnlySet<string> Closed(IEnumerable<StrategyVersion> inForce) =>
            EntryWave.Closed(inForce.Select(one => one.Strategy), name =>
                parts.Standings.FirstOrDefault(one => one.Strategy == name)?.State);

        public StrategyVersion Version(Strategy strategy, StrategyStanding standing)
        {
            var version = parts.Versions.First(one => (one.Strategy, one.Version) == (strategy.Name, standing.Version));
            return new StrategyVersion(strategy, standing.Version, version.At)
            {
                AskedFrom = standing.AskedFrom, Expected = version.Expected,
                ComparedFrom = strategy.UsesScoringRun ? parts.FirstScoredAt : Instant.None,
            };
        }

        // In its file it may have another name: the one that it had then.
        public StrategyVersion? Former(string strategy, string? was, int version)
        {
            var published = parts.Versions.FirstOrDefault(one => one.Version == version
                && (one.Strategy == strategy || one.Strategy == was));
            if (published is null || !parts.Files.ContainsKey(published.Set)) return null;
            return Set(published.Set).Strategies.FirstOrDefault(one => one.File == published.Path) is { } read
                ? new StrategyVersion(read with { Name = strategy }, version, published.At) : null;
        }
    }
}
