using Perennial.Core;

namespace Perennial.Data.Destinations;

/// <summary>A change that was not taken: it waits, or was given up (dead).</summary>
public sealed record Delivery(
    long Sequence, CustomerId Customer, Instant ChangedAt, string Change, bool IsDead, int Attempts,
    Instant NextAttemptAt, string Error)
{
    /// <summary>When a change is due that waits for another of its customer: once that is done with.</summary>
    public static readonly Instant Behind = new(long.MaxValue - 1);
}

/// <summary>A change that was given up.</summary>
public sealed record DeadLetter(string Destination, int Shard, Delivery Delivery);
