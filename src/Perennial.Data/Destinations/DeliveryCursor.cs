using Perennial.Core;

namespace Perennial.Data.Destinations;

/// <summary>How far a destination is in one shard, for whoever holds its lease.</summary>
public sealed record DeliveryCursor
{
    /// <summary>The shard.</summary>
    public required int Shard { get; init; }

    /// <summary>The destination's name.</summary>
    public required string Destination { get; init; }

    /// <summary>Everything up to here was delivered, or waits as a delivery of its own.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whether the first sync is not over.</summary>
    public required bool IsFirstSync { get; init; }

    /// <summary>The last customer of the first sync that was sent; null before the first.</summary>
    public CustomerId? FirstFrom { get; init; }

    /// <summary>Failures, one after the other, of the destination as a whole.</summary>
    public required int Failures { get; init; }

    /// <summary>Why it failed last; null where it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>When it may be asked again.</summary>
    public required Instant NextTryAt { get; init; }

    /// <summary>By which name the lease is held; empty where none is.</summary>
    public string Holder { get; init; } = "";

    /// <summary>Cancelled once another process may take the lease for a dead one's.</summary>
    public CancellationToken Lost { get; init; }
}
