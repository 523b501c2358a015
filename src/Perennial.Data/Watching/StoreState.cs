using Perennial.Core;

namespace Perennial.Data.Watching;

/// <summary>What the store is and holds.</summary>
/// <param name="Engine">SQLite or PostgreSQL.</param>
/// <param name="Bytes">How much room it takes.</param>
/// <param name="Shards">Into how many shards it is cut.</param>
/// <param name="Schema">The number of its last migration.</param>
/// <param name="Due">Profiles that time has changed and no tick has folded yet.</param>
/// <param name="DueSince">Since when the first of these has been due; None where there is none.</param>
/// <param name="PendingMoves">Keys whose facts still have to be moved to the customer whose they are.</param>
/// <param name="PendingSince">When the first of these was said to be; None where there is none.</param>
public sealed record StoreState(
    string Engine, long Bytes, int Shards, long Schema, long Due, Instant DueSince, long PendingMoves,
    Instant PendingSince);
