using Perennial.Core;
using Perennial.Data.Settings;

namespace Perennial.Data.Watching;

/// <summary>What a process watches of one shard.</summary>
/// <param name="Shard">Its number.</param>
/// <param name="Version">Another number than before means that something changed.</param>
/// <param name="IsDue">Whether time has changed anybody's profile, or who is in segments has to be found anew.</param>
/// <param name="HasPending">Whether facts wait to be moved to another customer.</param>
/// <param name="HasToSend">Whether there is something for a destination: whoever is at it may be gone.</param>
public readonly record struct ShardPulse(int Shard, long Version, bool IsDue, bool HasPending, bool HasToSend);

/// <summary>All that a process watches, as of one instant.</summary>
/// <param name="At">The instant.</param>
/// <param name="Shards">In the order of their numbers.</param>
/// <param name="ScoringRun">The number of the latest scoring run; 0 before the first.</param>
/// <param name="Import">The number of the latest import; 0 before the first.</param>
/// <param name="Changes">Rises when what writes go by changes: settings, segments, destinations, the scoring run,
/// whoever changed them.</param>
/// <param name="ScoringTime">When the shop is scored every day; null where nobody said.</param>
public sealed record ShopPulse(
    Instant At, IReadOnlyList<ShardPulse> Shards, long ScoringRun, long Import, long Changes, ScoringTime? ScoringTime)
{
    /// <summary>Another number than before means that something changed in some shard.</summary>
    public long Version => Shards.Sum(shard => shard.Version);

    /// <summary>Whether a tick has something to do.</summary>
    public bool IsDue => Shards.Any(shard => shard.IsDue || shard.HasPending);

    /// <summary>Whether a destination has.</summary>
    public bool HasToSend => Shards.Any(shard => shard.HasToSend);
}
