using System.Collections.Frozen;
using Perennial.Core.Attributes;
using Perennial.Core.Parts;
using Perennial.Core.Planning;
using Perennial.Core.Scoring;
using Perennial.Core.Segments;

namespace Perennial.Core.Shards;

/// <summary>
/// What every write goes by: an instant and the state of the shop's settings, scoring run, segments and destinations.
/// No write is without one, so that none can leave out what has to follow from it.
/// </summary>
public sealed record ShopMoment
{
    /// <summary>When it is written.</summary>
    public required Instant Now { get; init; }

    /// <summary>The instant that profiles are folded as of: the present, or the end of an earlier day for a look back.
    /// Facts after it are stored but not yet seen.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>What the fold needs to know of the shop.</summary>
    public required ProfileSettings Profiles { get; init; }

    /// <summary>The scoring run in force; null before the first.</summary>
    public required ScoringRun? ScoringRun { get; init; }

    /// <summary>The segments whose members' coming and going is written down; null where stays are to be left as they
    /// are: before a scoring run, which looks at everybody, or because stays follow one another in time and a look back
    /// is not among them. The shard then remembers that its stays are still to be looked at.</summary>
    public required SegmentWatch? Segments { get; init; }

    /// <summary>The strategies that customers enter and go on in; null where there are none, or nobody is to move:
    /// before a scoring run, and in a look back.</summary>
    public LiveStrategies? Strategies { get; init; }

    /// <summary>By what it is decided whose a key is.</summary>
    public KeyRules Keys { get; init; } = new();

    /// <summary>What addresses and telephone numbers tell of languages and time zones.</summary>
    public PlaceRules Places { get; init; } = PlaceRules.Nowhere;

    /// <summary>Whether there is any destination to be told.</summary>
    public required bool Tells { get; init; }

    /// <summary>The names of the destinations that strategies may tell of an event.</summary>
    public IReadOnlySet<string> TakesEvents { get; init; } = FrozenSet<string>.Empty;

    /// <summary>By which of a customer's keys destinations know customers: <c>key</c>, <c>external</c>, <c>email</c>,
    /// <c>phone</c>. Of somebody who is gone nothing else is kept to be told. Null where that is not known: all of
    /// them. </summary>
    public IReadOnlySet<string>? ToldKeys { get; init; }

    /// <summary>Counts the changes of all that; a shard that counts further makes the moment a thing of the past.
    /// </summary>
    public required long Version { get; init; }

    /// <summary>The same moment by the shop as it is now.</summary>
    public required Func<ShopMoment> Renew { get; init; }
}
