using Perennial.Data.Engines;

namespace Perennial.Data.Shards;

/// <summary>Whether the processes that hold something live.</summary>
/// <remarks>What is held is held by <c>sign/worker/number</c>: the process's sign of life, who holds it there, and a
/// number that is never given twice, so that what was begun under an earlier hold can do nothing under a later one.
/// Safe for several threads.</remarks>
sealed class LifeSigns(Engine engine) : IDisposable
{
    readonly Lock gate = new();
    readonly HashSet<string> former = [];
    LifeSign? mine;
    int holds;

    /// <summary>A name to hold something by, and what says that others may take it.</summary>
    public (string Holder, CancellationToken Lost) Next(string worker)
    {
        lock (gate)
        {
            if (mine is { Lost.IsCancellationRequested: true } dead)
            {
                former.Add(dead.Name);
                mine = null;
                dead.Dispose();
            }
            mine ??= engine.RaiseSign();
            return ($"{mine.Name}/{worker}/{++holds}", mine.Lost);
        }
    }

    /// <summary>Those among holders that hold nothing any more: their processes are gone, or they are this worker's own
    /// from before something went wrong. Whoever is called otherwise may be of an older version, and is left to the end
    /// of the lease.</summary>
    public HashSet<string> Gone(Database database, string worker, IEnumerable<string> holders)
    {
        var all = holders.Select(holder => (Holder: holder, Parts: holder.Split('/')))
            .Where(one => one.Parts.Length == 3).ToList();
        var gone = all.Where(one => IsOurs(one.Parts, worker)).Select(one => one.Holder).ToHashSet();
        var others = all.Where(one => !gone.Contains(one.Holder)).ToList();
        if (others.Count == 0) return gone;
        var dead = engine.Dead(database, others.Select(one => one.Parts[0]).ToHashSet());
        gone.UnionWith(others.Where(one => dead.Contains(one.Parts[0])).Select(one => one.Holder));
        return gone;
    }

    bool IsOurs(string[] parts, string worker)
    {
        lock (gate) return former.Contains(parts[0]) || (mine?.Name == parts[0] && parts[1] == worker);
    }

    public void Dispose()
    {
        lock (gate) mine?.Dispose();
    }
}
