namespace Perennial.Data.Batches;

/// <summary>What became of the rows of one kind.</summary>
/// <param name="Added">New.</param>
/// <param name="Updated">Known, with other content.</param>
/// <param name="Unchanged">Known already just so.</param>
public readonly record struct WriteCounts(long Added, long Updated, long Unchanged)
{
    /// <summary>Whether anything was written.</summary>
    public bool Any => Added > 0 || Updated > 0;

    /// <summary>The sum of two.</summary>
    public static WriteCounts operator +(WriteCounts left, WriteCounts right) => new(
        left.Added + right.Added, left.Updated + right.Updated, left.Unchanged + right.Unchanged);
}
