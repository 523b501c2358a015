namespace Perennial.Core.Prospects;

/// <summary>What a prospect's scores for recency, frequency and duration add up to. Numbers are labels; never
/// renumber.</summary>
public enum RfdSegment : byte
{
    /// <summary>Lately, and often or long.</summary>
    Hot = 1,

    /// <summary>In between.</summary>
    Warm = 2,

    /// <summary>Longest ago.</summary>
    Cold = 3,

    /// <summary>Never a favourable action.</summary>
    Silent = 4,
}

/// <summary>Names of the segments, in the order of their numbers.</summary>
public static class RfdSegments
{
    /// <summary>hot, warm, cold, silent.</summary>
    public static readonly IReadOnlyList<string> Names = ["hot", "warm", "cold", "silent"];

    /// <summary>The segment of scores: the upper and the lower two fifths of each count.</summary>
    public static RfdSegment Of(byte r, byte f, byte d, int bins)
    {
        var fifths = Math.Max(1, bins * 2 / 5);
        var high = bins - fifths + 1;
        if (r <= fifths) return RfdSegment.Cold;
        return r >= high && (f >= high || d >= high) ? RfdSegment.Hot : RfdSegment.Warm;
    }
}
