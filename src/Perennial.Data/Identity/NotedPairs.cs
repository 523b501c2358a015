using Perennial.Core;

namespace Perennial.Data.Identity;

/// <summary>The pairs that this process has written down as possible duplicates, so that it does not ask again with
/// every call of a tracker. Safe for several threads.</summary>
sealed class NotedPairs
{
    const int Most = 100_000;

    readonly Lock gate = new();
    readonly HashSet<(CustomerId, CustomerId)> pairs = [];

    /// <summary>Those of them that are not noted.</summary>
    public List<PossibleDuplicate> New(IEnumerable<PossibleDuplicate> found)
    {
        lock (gate) return [.. found.Where(pair => !pairs.Contains((pair.One, pair.Other)))];
    }

    /// <summary>Notes pairs that are in the store now.</summary>
    public void Add(List<PossibleDuplicate> written)
    {
        if (written.Count == 0) return;
        lock (gate)
        {
            if (pairs.Count + written.Count > Most) pairs.Clear();
            pairs.UnionWith(written.Select(pair => (pair.One, pair.Other)));
        }
    }
}
