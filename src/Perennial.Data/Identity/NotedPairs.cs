using Perennial.Core;

namespace Perennial.Data.Identity;

/// <summary>The pairs that this process has written down as possible duplicates, so that it does not ask again with
/// every call of a tracker. Safe for several threads.</summary>
sealed class NotedPairs
{
    const int Most = 100_000;

    readonly Lock gate = new();
    readonly HashSet<(CustomerId, CustomerId)> pairs = [];

    /// <summary>Notes a pair; false where it was noted before.</summary>
    public bool Add(PossibleDuplicate pair)
    {
        lock (gate)
        {
            if (pairs.Count >= Most) pairs.Clear();
            return pairs.Add((pair.One, pair.Other));
        }
    }
}
