using Perennial.Core.Statistics;

namespace Perennial.Core.Measurement;

/// <summary>From where to where a share, or the difference of two, may lie.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <remarks>Sources: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927)
/// 209-212; R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in
/// Medicine 17 (1998) 873-890, method 10. Neither leaves its range, also where nobody or everybody is counted.
/// </remarks>
public readonly record struct ShareInterval(double Low, double High)
{
    /// <summary>Deviations of the normal distribution that hold everything but a chance, on both sides together:
    /// 1.96 for 0.05.</summary>
    /// <param name="chance">More than 0, less than 1; as small as 1e-12.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Deviations(double chance)
    {
        if (chance is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(chance), chance, "Not in 0..1.");
        // A square of normals has the Gamma distribution of shape one half: what lies above falls as z grows.
        var (low, high) = (0.0, 40.0);
        const int halvings = 80;
        for (var i = 0; i < halvings; i++)
        {
            var middle = (low + high) / 2;
            if (IncompleteGamma.Above(0.5, middle * middle / 2) > chance) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>Wilson's interval of a share.</summary>
    /// <param name="count">How many were counted, 0 to <paramref name="of"/>.</param>
    /// <param name="of">Of how many; 0 gives 0 to 1.</param>
    /// <param name="deviations">From <see cref="Deviations"/>.</param>
    public static ShareInterval OfShare(long count, long of, double deviations)
    {
        if (of == 0) return new(0, 1);
        var square = deviations * deviations;
        var middle = 2 * count + square;
        var reach = deviations * Math.Sqrt(square + 4.0 * count * (of - count) / of);
        var whole = 2 * (of + square);
        return new(count == 0 ? 0 : (middle - reach) / whole, count == of ? 1 : (middle + reach) / whole);
    }

    /// <summary>Newcombe's interval of one share minus another, both counted apart.</summary>
    public static ShareInterval OfDifference(long count, long of, long otherCount, long ofOther, double deviations)
    {
        var (own, other) = (OfShare(count, of, deviations), OfShare(otherCount, ofOther, deviations));
        var (share, otherShare) = (Share(count, of), Share(otherCount, ofOther));
        var difference = share - otherShare;
        return new(
            difference - Math.Sqrt(Square(share - own.Low) + Square(other.High - otherShare)),
            difference + Math.Sqrt(Square(own.High - share) + Square(otherShare - other.Low)));
    }

    static double Share(long count, long of) => of == 0 ? 0 : (double)count / of;

    static double Square(double value) => value * value;
}
