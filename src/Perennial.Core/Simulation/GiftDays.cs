namespace Perennial.Core.Simulation;

/// <summary>Occasions for which flowers are given every year. Numbers are stored; never renumber.</summary>
public enum GiftOccasion : byte
{
    /// <summary>Gives no flowers by the calendar.</summary>
    None = 0,

    /// <summary>14 February.</summary>
    ValentinesDay = 1,

    /// <summary>Mother's Day as the customer's country keeps it.</summary>
    MothersDay = 2,

    /// <summary>Christmas.</summary>
    Christmas = 3,

    /// <summary>A day of the customer's own: a birthday or an anniversary.</summary>
    OwnDay = 4,
}

/// <summary>When the occasions fall.</summary>
static class GiftDays
{
    /// <summary>The day of an occasion in a year.</summary>
    /// <param name="occasion">Any but none.</param>
    /// <param name="country">ISO 3166 code of the customer's country.</param>
    /// <param name="year">Calendar year.</param>
    /// <param name="ownDay">Day of the year, 1..365, of the customer's own occasion.</param>
    internal static DateOnly Day(GiftOccasion occasion, string country, int year, int ownDay) => occasion switch
    {
        GiftOccasion.ValentinesDay => new DateOnly(year, 2, 14),
        GiftOccasion.MothersDay => MothersDay(country, year),
        GiftOccasion.Christmas => new DateOnly(year, 12, 24),
        GiftOccasion.OwnDay => new DateOnly(year, 1, 1).AddDays(ownDay - 1),
        _ => throw new ArgumentOutOfRangeException(nameof(occasion), occasion, "Not an occasion."),
    };

    /// <summary>Mother's Day: in Britain the fourth Sunday of Lent; in France the last Sunday of May, or the first of
    /// June where that is Whit Sunday; elsewhere the second Sunday of May.</summary>
    internal static DateOnly MothersDay(string country, int year)
    {
        if (country == "GB") return Easter(year).AddDays(-21);
        if (country != "FR")
        {
            var may = new DateOnly(year, 5, 8);
            return may.AddDays((7 - (int)may.DayOfWeek) % 7);
        }
        var last = new DateOnly(year, 5, 31);
        last = last.AddDays(-(int)last.DayOfWeek);
        return last == Easter(year).AddDays(49) ? last.AddDays(7) : last;
    }

    /// <summary>Easter Sunday, by the "anonymous" algorithm (J. Meeus, Astronomical Algorithms, 1991).</summary>
    internal static DateOnly Easter(int year)
    {
        var a = year % 19;
        var (b, c) = Math.DivRem(year, 100);
        var (d, e) = Math.DivRem(b, 4);
        var g = (8 * b + 13) / 25;
        var h = (19 * a + b - d - g + 15) % 30;
        var (i, k) = Math.DivRem(c, 4);
        var l = (32 + 2 * e + 2 * i - h - k) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var (month, day) = Math.DivRem(h + l - 7 * m + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
