namespace Perennial.Data.Shards;

/// <summary>How many customers the next transaction takes of a work that concerns everybody, so that whoever writes
/// events waits for a moment only: few at first, when a program is slow, and as many as are done in that moment.
/// </summary>
/// <param name="most">Never more.</param>
/// <remarks>Safe for several threads: what one has learned the others go by.</remarks>
sealed class ChunkPace(int most)
{
    const int First = 100, Fewest = 25;

    /// <summary>What one may take.</summary>
    public static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(50);

    int size = Math.Min(First, most);

    /// <summary>So many.</summary>
    public int Size => Volatile.Read(ref size);

    /// <summary>Learns from one that was done.</summary>
    /// <param name="customers">How many it took.</param>
    /// <param name="took">How long a shard was locked.</param>
    public void Took(int customers, TimeSpan took)
    {
        var now = Size;
        // The last of a shard tells nothing of a whole one.
        if (customers < now) return;
        var fits = customers * (Aim / took);
        // Not far at once: one may have waited for a disk.
        Volatile.Write(ref size, Math.Min(most, Math.Max(Fewest, (int)Math.Clamp(fits, now / 2, now * 2.0))));
    }
}
