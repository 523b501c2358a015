namespace Perennial.Shop;

/// <summary>Averages of money in whole cents. Pages, files, the API and the terminal round them here, so that one
/// number is read everywhere; half a cent goes away from zero.</summary>
static class Average
{
    // Beyond this a decimal cannot follow a double, and nobody asks for cents.
    const double MostUnits = 1e20;

    /// <summary>A sum of cents by a count, which is not 0.</summary>
    public static long Cents(long cents, long count) =>
        (long)decimal.Round((decimal)cents / count, 0, MidpointRounding.AwayFromZero);

    /// <summary>An average in currency units, not NaN, in cents. A decimal has the digits that are meant: as doubles
    /// 2.675 is less than half a cent above 2.67.</summary>
    public static long Cents(double units) => Math.Abs(units) > MostUnits ? (long)Math.Round(units * 100)
        : (long)decimal.Round((decimal)units * 100, 0, MidpointRounding.AwayFromZero);

    /// <summary>An average in currency units to the cent.</summary>
    public static double Units(double units) => double.IsNaN(units) ? units : Cents(units) / 100.0;
}
