namespace Perennial.Core.Rfm;

/// <summary>Sample quantiles of type 7 (Hyndman and Fan 1996, definition 7; R's default): linear between the two
/// nearest values.</summary>
static class Quantiles
{
    /// <summary>The quantile of the share <paramref name="part"/> / <paramref name="parts"/>.</summary>
    /// <remarks>Whole numbers decide which two values, so that 1/5 of 996 values is no rounding question.</remarks>
    public static double At(ReadOnlySpan<long> sorted, int part, int parts)
    {
        var position = (sorted.Length - 1L) * part;
        var (low, rest) = ((int)(position / parts), position % parts);
        if (rest == 0) return sorted[low];
        return sorted[low] + (double)rest * (sorted[low + 1] - sorted[low]) / parts;
    }

    /// <summary>The quantile of a share in 0..1.</summary>
    public static double At(ReadOnlySpan<long> sorted, double share)
    {
        var position = (sorted.Length - 1) * share;
        var low = (int)Math.Floor(position);
        if (low >= sorted.Length - 1) return sorted[^1];
        return sorted[low] + (position - low) * (sorted[low + 1] - sorted[low]);
    }
}
