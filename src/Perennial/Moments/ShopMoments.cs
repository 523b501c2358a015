using Perennial.Channels.Destinations;
using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Parts;
using Perennial.Core.Planning;
using Perennial.Core.Scoring;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Data.Watching;
using Perennial.Segments;
using Perennial.Settings;

namespace Perennial.Moments;

/// <summary>The one place where what writes go by is made: a shop's settings, scoring run, watched segments and
/// destinations at an instant.</summary>
/// <remarks>Read once and kept: whether it still holds, the lock of the shard that is written says
/// (<see cref="ShopMoment.Renew"/>), so that nobody has to ask now and then. Safe for several threads.</remarks>
sealed class ShopMoments(ShopStore store)
{
    readonly Lock gate = new();
    Kept? kept;
    long seen = -1;

    sealed record Kept(
        long Version, ScoringRun? ScoringRun, ProfileSettings Profiles, KeyRules Keys, SegmentWatch Segments,
        bool Tells, IReadOnlySet<string> ToldKeys, IReadOnlySet<string> TakesEvents, DialPlan Phones,
        AttributeSet Attributes, ContactRules Contact, LiveStrategies? Strategies);

    /// <summary>What a moment of a store is made of now, for whoever only reads.</summary>
    public static MomentParts PartsOf(ShopStore store) => store.Watch.MomentParts();

    /// <summary>How telephone numbers are read.</summary>
    public DialPlan Phones => (kept ?? Read()).Phones;

    /// <summary>Notes how often what writes go by has changed, by whichever process: what is asked before a write finds
    /// out about it so.</summary>
    public void Saw(long changes)
    {
        lock (gate)
        {
            if (seen != changes) kept = null;
            seen = changes;
        }
    }

    /// <summary>The attributes that the shop keeps of its customers.</summary>
    public AttributeSet Attributes => (kept ?? Read()).Attributes;

    /// <summary>What the present is written by.</summary>
    public ShopMoment At(Instant now) => Moment(kept ?? Read(), now);

    /// <summary>What a scoring run is written by, and what is folded before it.</summary>
    /// <param name="now">The present.</param>
    /// <param name="asOf">The instant it is as of: the present, or an earlier day looked back at.</param>
    /// <param name="profiles">Settings with what was known then.</param>
    /// <param name="run">The run, not stored yet: the watched segments may speak of what it has named. Null where stays
    /// are to be left as they are.</param>
    public ShopMoment Of(Instant now, Instant asOf, ProfileSettings profiles, ScoringRun? run)
    {
        return Made();

        ShopMoment Made()
        {
            var parts = store.Watch.MomentParts();
            var kept = Make(parts, run ?? parts.ScoringRun);
            return Moment(kept, now) with
            {
                AsOf = asOf, Profiles = profiles, Segments = run is null ? null : kept.Segments,
                // In a look back nobody moves, and stays follow one another in time.
                Strategies = run is null || asOf < now ? null : kept.Strategies, Renew = Made,
            };
        }
    }

    ShopMoment Moment(Kept from, Instant now) => new()
    {
        Now = now,
        AsOf = now,
        Profiles = from.Profiles,
        Keys = from.Keys,
        Places = ShopSettings.Places,
        ScoringRun = from.ScoringRun,
        Segments = from.Segments,
        Strategies = from.Strategies,
        Tells = from.Tells,
        ToldKeys = from.ToldKeys,
        TakesEvents = from.TakesEvents,
        Version = from.Version,
        Renew = () => Moment(Read(), now),
    };

    Kept Read()
    {
        lock (gate)
        {
            var parts = store.Watch.MomentParts();
            return kept = kept?.Version == parts.Version ? kept : Make(parts, parts.ScoringRun);
        }
    }

    Kept Make(MomentParts parts, ScoringRun? run)
    {
        var settings = ShopSettings.Of(parts.Settings, parts.Promotions, store.Path);
        var strategies = StrategyBooks.Of(parts, settings, run);
        return new(parts.Version, run, settings.Profiles, settings.Keys,
            WatchedSegments.Of(parts, run, settings.Attributes, settings.ContactRules, strategies),
            parts.Destinations.Count > 0, parts.Destinations.SelectMany(KeysOf).ToHashSet(),
            parts.Destinations.Where(entry => DestinationKind.Find(entry.Kind) is { TakesEvents: true })
                .Select(entry => entry.Name).ToHashSet(),
            settings.Phones,
            settings.Attributes, settings.ContactRules, strategies);
    }

    // By what a tool knows customers: its identity, or what says whose a row is.
    static IEnumerable<string> KeysOf(DestinationEntry entry) =>
        DestinationSettings.TryFromJson(entry.Settings) is not { } settings ? []
        : settings.Identity is { } identity ? [identity.From] : settings.Mapping.Select(field => field.From);
}

/// <summary>Which segments are watched: those that somebody uses.</summary>
static class WatchedSegments
{
    /// <summary>What the reasons are called that are no destination's name.</summary>
    public const string ShopsOwn = "the shop's own", AskedFor = "asked for";

    /// <summary>The shop's own segments, those that destinations are told of, and those that somebody asked to be
    /// watched.</summary>
    /// <param name="parts">The shop.</param>
    /// <param name="run">The run whose scores and names rules may speak of; before the first hardly any can be
    /// answered, and none is watched.</param>
    /// <param name="attributes">The attributes that the shop keeps of its customers.</param>
    /// <param name="contact">By what it is decided whether somebody may be contacted.</param>
    /// <param name="strategies">What strategies wait for; null for none.</param>
    public static SegmentWatch Of(MomentParts parts, ScoringRun? run, AttributeSet attributes, ContactRules contact,
        LiveStrategies? strategies)
    {
        if (run is null) return SegmentWatch.None;
        IReadOnlyList<ShopSegment> own = [.. parts.Segments.Select(segment => segment.Segment)];
        var catalogue = ShopSegments.CatalogueOf(run, own, attributes, contact);
        var entered = strategies?.Book.InForce.Select(program => program.Strategy).ToList() ?? [];
        var awaited = entered.Select(one => one.Trigger).OfType<MoveTrigger>().Select(move => move.Segment).ToHashSet();
        var used = catalogue.ByDependency.Where(segment =>
            awaited.Contains(segment.Name) || ReasonsFor(parts, segment.Name).Count > 0).ToList();
        // Who was in a segment is known of those that are watched.
        var named = used.Select(segment => segment.Rule).Concat(entered.SelectMany(one => one.Rules))
            .SelectMany(StaysIn).ToHashSet();
        return new SegmentWatch([
            .. catalogue.ByDependency.Where(segment => used.Contains(segment) || named.Contains(segment.Name))
                .Select(segment => new WatchedSegment(segment.Name, segment.Rule)),
            .. entered.Where(one => one.Trigger is MoveTrigger { Segment: null })
                .Select(one => new WatchedSegment(Trigger.WatchedAs(one)!, one.Audience.Rule)),
        ])
        {
            Levels = parts.Levels,
        };
    }

    static IEnumerable<string> StaysIn(Rule rule) =>
        rule.Inner.SelectMany(StaysIn).Concat(rule is StayTest stay ? [stay.Name] : Enumerable.Empty<string>());

    /// <summary>Says of segments, as the shop is now, what each is watched for.</summary>
    public static Func<string, IReadOnlyList<string>> Reasons(ShopStore store)
    {
        var parts = store.Watch.MomentParts();
        return segment => ReasonsFor(parts, segment);
    }

    /// <summary>What a segment is watched for, in words; nothing where it is not watched.</summary>
    public static IReadOnlyList<string> ReasonsFor(MomentParts parts, string segment)
    {
        var reasons = new List<string>();
        if (parts.Segments.Any(own => own.Segment.Name == segment)) reasons.Add(ShopsOwn);
        reasons.AddRange(parts.Destinations.Where(entry => Uses(entry, segment)).Select(entry => entry.Name));
        if (parts.Watched.Contains(segment)) reasons.Add(AskedFor);
        reasons.AddRange(parts.Segments.Select(own => own.Segment)
            .Where(own => own.Rule.Contains($"was in segment '{segment.Replace("'", "''")}'", Whatever))
            .Select(own => $"segment '{own.Name}'"));
        return reasons;
    }

    const StringComparison Whatever = StringComparison.OrdinalIgnoreCase;

    static bool Uses(DestinationEntry entry, string segment)
    {
        // One that cannot be read is told of nothing, and says so itself; no write may fail for it.
        if (DestinationSettings.TryFromJson(entry.Settings) is not { } settings) return false;
        return settings.Tells(segment)
            || settings.Mapping.Any(field => FieldMapping.SegmentOf(field.From) == segment);
    }
}
