namespace Perennial.Channels.Intake.Orders;

/// <summary>Whether a value occurs twice among many.</summary>
static class HashRepeats
{
    const int Bits = 8;

    /// <summary>Cuts the values by their uppermost bits, so that each part fits into the cache, and sorts the parts.
    /// The array is used up.</summary>
    public static bool Any(ulong[] values)
    {
        var start = new int[(1 << Bits) + 1];
        foreach (var value in values) start[(value >> (64 - Bits)) + 1]++;
        for (var i = 1; i < start.Length; i++) start[i] += start[i - 1];
        var parted = GC.AllocateUninitializedArray<ulong>(values.Length);
        var next = start.AsSpan().ToArray();
        foreach (var value in values) parted[next[value >> (64 - Bits)]++] = value;

        var repeats = false;
        Parallel.For(0, 1 << Bits, (part, state) =>
        {
            var sorted = parted.AsSpan(start[part], start[part + 1] - start[part]);
            sorted.Sort();
            for (var i = 1; i < sorted.Length; i++)
                if (sorted[i] == sorted[i - 1]) Volatile.Write(ref repeats, true);
            if (Volatile.Read(ref repeats)) state.Stop();
        });
        return repeats;
    }
}
