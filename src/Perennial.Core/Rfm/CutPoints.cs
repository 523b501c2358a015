using System.Text;

namespace Perennial.Core.Rfm;

/// <summary>The limits that turn one measure into a score. Frozen in a scoring run and applied to later
/// customers.</summary>
/// <remarks>
/// Every measure is "more is better": R's is the day of the last order, so that limits do not age. Values outside
/// the range seen when the limits were computed fall into the end bins (clamping).
/// </remarks>
public sealed record CutPoints
{
    /// <summary>Limits between scores, ascending; one fewer than there are scores. Equal limits leave the score
    /// between them unused (a collapsed bin); ±<see cref="double.MaxValue"/> is a limit that all or none
    /// pass.</summary>
    public required double[] Limits { get; init; }

    /// <summary>Whether a value equal to a limit takes the higher score (days, NTILE) or the lower (right-closed
    /// quantiles of orders and money).</summary>
    public required bool LimitScoresHigher { get; init; }

    /// <summary>Where ties are cut (NTILE): the first customer above each limit; empty elsewhere.</summary>
    public IReadOnlyList<TiePoint> Ties { get; init; } = [];

    /// <summary>The score of a value, 1..Limits+1.</summary>
    /// <param name="value">A day, a number of orders or cents.</param>
    /// <param name="second">The measure that breaks ties; not looked at unless <see cref="Ties"/> cut them.</param>
    /// <param name="key">The customer's key, which breaks the ties that are left; likewise.</param>
    public byte Score(long value, long second, ReadOnlySpan<byte> key)
    {
        int score = ScoreWithoutTies(value);
        for (var i = 0; i < Ties.Count; i++)
            if (value == Limits[i] && Ties[i].IsAtOrBelow(second, key)) score++;
        return (byte)score;
    }

    /// <summary>The least value with a score, where one can say: null for score 1, for a score that every value
    /// reaches, and for one that none does.</summary>
    /// <remarks>With cut ties it is the value at which the tie is cut: some who have it score one less.</remarks>
    /// <param name="score">1..Limits+1.</param>
    public long? StartOf(int score)
    {
        if (score <= 1) return null;
        if (Math.Abs(Limits[score - 2]) >= long.MaxValue) return null;
        return LeastThatPass[score - 2] - (Ties.Count > 0 ? 1 : 0);
    }

    /// <summary>The score of a value where <see cref="Ties"/> is empty.</summary>
    internal byte ScoreWithoutTies(long value)
    {
        var score = 1;
        foreach (var least in LeastThatPass) score += value >= least ? 1 : 0;
        return unchecked((byte)score);
    }

    // Values are whole, so each limit is a least whole value that passes it: the hot loop compares integers.
    long[] LeastThatPass => leastThatPass ??= Array.ConvertAll(Limits, limit => limit switch
    {
        <= long.MinValue => long.MinValue,
        >= long.MaxValue => long.MaxValue,
        _ => (long)Math.Floor(limit) + (Math.Floor(limit) == limit && LimitScoresHigher && Ties.Count == 0 ? 0 : 1),
    });

    long[]? leastThatPass;
}

/// <summary>The first customer above a limit, by what breaks ties.</summary>
/// <param name="Second">That customer's second measure; null where the second measure breaks no ties.</param>
/// <param name="Key">That customer's key.</param>
public sealed record TiePoint(long? Second, string Key)
{
    readonly byte[] keyBytes = Encoding.UTF8.GetBytes(Key);

    internal bool IsAtOrBelow(long second, ReadOnlySpan<byte> key) =>
        Second is { } limit && second != limit ? second > limit : key.SequenceCompareTo(keyBytes) >= 0;
}

/// <summary>The cut points of R, F and M.</summary>
public sealed record RfmCutPoints
{
    /// <summary>Number of scores, 2..10.</summary>
    public required int Bins { get; init; }

    /// <summary>Limits in days since 1970-01-01 (fractions occur: quantiles interpolate).</summary>
    public required CutPoints R { get; init; }

    /// <summary>Limits in orders; one set, or one for each R score (nested).</summary>
    public required IReadOnlyList<CutPoints> F { get; init; }

    /// <summary>Limits in cents; one set, or one for each pair of R and F scores, R outermost (nested).</summary>
    public required IReadOnlyList<CutPoints> M { get; init; }
}
