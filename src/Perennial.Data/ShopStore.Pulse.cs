using Perennial.Core;

namespace Perennial.Data;

/// <summary>What a process watches of one shard.</summary>
/// <param name="Shard">Its number.</param>
/// <param name="Version">Another number than before means that something changed.</param>
/// <param name="IsDue">Whether time has changed anybody's profile, or who is in segments has to be found anew.</param>
/// <param name="HasPending">Whether facts wait to be moved to another customer.</param>
/// <param name="HasToSend">Whether there is something for a destination that nobody is at.</param>
public readonly record struct ShardPulse(int Shard, long Version, bool IsDue, bool HasPending, bool HasToSend);

/// <summary>All that a process watches, as of one instant.</summary>
/// <param name="At">The instant.</param>
/// <param name="Shards">In the order of their numbers.</param>
/// <param name="Run">The number of the latest scoring run; 0 before the first.</param>
/// <param name="Import">The number of the latest import; 0 before the first.</param>
/// <param name="Changes">Rises when what writes go by changes: settings, segments, destinations, the scoring run,
/// whoever changed them.</param>
/// <param name="ScoringTime">When the shop is scored every day; null where nobody said.</param>
public sealed record ShopPulse(
    Instant At, IReadOnlyList<ShardPulse> Shards, long Run, long Import, long Changes, ScoringTime? ScoringTime)
{
    /// <summary>Another number than before means that something changed in some shard.</summary>
    public long Version => Shards.Sum(shard => shard.Version);

    /// <summary>Whether a tick has something to do.</summary>
    public bool IsDue => Shards.Any(shard => shard.IsDue || shard.HasPending);

    /// <summary>Whether a destination has.</summary>
    public bool HasToSend => Shards.Any(shard => shard.HasToSend);
}

public sealed partial class ShopStore
{
    /// <summary>Asks for all that a process watches, in one statement.</summary>
    public ShopPulse Pulse(Instant now)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("pulse", "now").Bind(1, now);
        var shards = new List<ShardPulse>(ShardCount);
        var (run, import, changes) = (0L, 0L, 0L);
        ScoringTime? time = null;
        while (rows.Step())
        {
            shards.Add(new ShardPulse(rows.Int32(0), rows.Int64(1), rows.Int64(2) != 0, rows.Int64(3) != 0,
                rows.Int64(4) != 0));
            (run, import, changes) = (rows.Int64(5), rows.Int64(6), rows.Int64(7));
            time = rows.NullableInt64(8) is { } said ? new ScoringTime(said < 0 ? null : (int)said) : null;
        }
        return new ShopPulse(now, shards, run, import, changes, time);
    }
}
