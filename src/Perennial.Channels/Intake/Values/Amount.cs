namespace Perennial.Channels.Intake.Values;

/// <summary>A decimal number exactly as it was written: <c>Mantissa / 10^Scale</c>. Money never meets floating
/// point.</summary>
/// <param name="Mantissa">All digits, signed; at most 18 of them.</param>
/// <param name="Scale">How many of them stand after the decimal mark, 0..18.</param>
public readonly record struct Amount(long Mantissa, int Scale)
{
    /// <summary>Ten billion units: whatever is larger is not a shop's amount but a column read wrongly.</summary>
    public const long MaxCents = 1_000_000_000_000;

    /// <summary>One.</summary>
    public static readonly Amount One = new(1, 0);

    /// <summary>True below zero.</summary>
    public bool IsNegative => Mantissa < 0;

    /// <summary>True for 0, 0.00, -0.</summary>
    public bool IsZero => Mantissa == 0;

    /// <summary>The amount in cents, half a cent rounded away from zero.</summary>
    /// <returns>False if it is beyond <see cref="MaxCents"/>.</returns>
    public bool TryToCents(out long cents) => TryRound(Mantissa, Scale, out cents);

    /// <summary>Quantity times price in cents: multiplied exactly, then half a cent rounded away from zero.</summary>
    /// <returns>False if the product is beyond <see cref="MaxCents"/>.</returns>
    public bool TryTimes(Amount other, out long cents) =>
        TryRound((Int128)Mantissa * other.Mantissa, Scale + other.Scale, out cents);

    /// <summary>The number as whole units, parts of a unit counted as one (0.4 kg is one unit sold).</summary>
    /// <returns>False if it does not fit.</returns>
    public bool TryToUnits(out int units)
    {
        var divisor = Power(Scale);
        var whole = Mantissa / divisor;
        if (Mantissa % divisor != 0) whole += Math.Sign(Mantissa);
        var fits = whole is >= -int.MaxValue and <= int.MaxValue;
        units = fits ? (int)whole : 0;
        return fits;
    }

    static bool TryRound(Int128 mantissa, int scale, out long cents)
    {
        var exact = mantissa;
        if (scale <= 2)
        {
            exact *= scale == 2 ? 1 : scale == 1 ? 10 : 100;
        }
        else
        {
            var divisor = Power128(scale - 2);
            var (quotient, rest) = Int128.DivRem(mantissa, divisor);
            exact = quotient;
            if (Int128.Abs(rest) * 2 >= divisor) exact += mantissa < 0 ? -1 : 1;
        }
        var fits = exact >= -MaxCents && exact <= MaxCents;
        cents = fits ? (long)exact : 0;
        return fits;
    }

    static long Power(int exponent)
    {
        var power = 1L;
        for (; exponent > 0; exponent--) power *= 10;
        return power;
    }

    static Int128 Power128(int exponent)
    {
        Int128 power = 1;
        for (; exponent > 0; exponent--) power *= 10;
        return power;
    }
}
