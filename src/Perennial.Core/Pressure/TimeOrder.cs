namespace Perennial.Core.Pressure;

/// <summary>Finds places in instants that ascend.</summary>
static class TimeOrder
{
    /// <summary>How many of the instants are not after one.</summary>
    public static int UpTo(ReadOnlySpan<Instant> at, Instant last)
    {
        var (low, high) = (0, at.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (at[middle] <= last) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
