namespace Perennial.Data.Batches;

/// <summary>What a write is doing.</summary>
public enum WritePhase
{
    /// <summary>Customers with their facts go in.</summary>
    Facts,

    /// <summary>Touched customers' profiles are computed and stored.</summary>
    Profiles,

    /// <summary>The transaction is being made durable; it can no longer be cancelled.</summary>
    Commit,
}

/// <summary>How far a write is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Done">Customers done in this phase.</param>
/// <param name="Total">Customers in this phase.</param>
public readonly record struct WriteProgress(WritePhase Phase, int Done, int Total);
