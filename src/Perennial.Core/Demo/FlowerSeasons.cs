using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>When flowers are bought: how busy each day of the year is.</summary>
static class FlowerSeasons
{
    /// <summary>How busy the months are, 1 being usual; flowers sell in spring and before Christmas.</summary>
    static readonly double[] months = [0.80, 0.92, 1.05, 1.14, 1.18, 1.04, 0.82, 0.76, 0.92, 0.98, 1.05, 1.22];

    /// <summary>From Sunday to Saturday.</summary>
    static readonly double[] weekdays = [0.55, 0.82, 0.86, 0.94, 1.06, 1.40, 1.37];

    /// <summary>How busy a day is, relative to a usual day.</summary>
    internal static double Weight(DateOnly day)
    {
        var next = months[day.Month % 12];
        var month = months[day.Month - 1];
        // Months pass into each other; a step at midnight of the first would be seen in every chart.
        var weight = month + (next - month) * (day.Day - 1) / 30.0;
        return weight * weekdays[(int)day.DayOfWeek] * (1 + Rush(day));
    }

    /// <summary>How much busier the days before an occasion are; 0 on a day like any other.</summary>
    static double Rush(DateOnly day)
    {
        var year = day.Year;
        return Before(day, new DateOnly(year, 2, 14), 2.6, 4) + Before(day, GiftDays.MothersDay("FR", year), 1.4, 4)
            + Before(day, GiftDays.MothersDay("DE", year), 1.3, 4)
            + Before(day, GiftDays.MothersDay("GB", year), 0.7, 4)
            + Before(day, new DateOnly(year, 12, 24), 1.1, 9) + Before(day, GiftDays.Easter(year), 0.5, 5)
            + Before(day, new DateOnly(year, 3, 8), 0.5, 3) + Before(day, new DateOnly(year, 11, 1), 0.5, 4);
    }

    static double Before(DateOnly day, DateOnly occasion, double height, int days)
    {
        var left = occasion.DayNumber - day.DayNumber;
        return left < 0 || left > days ? 0 : height * (1 - left / (days + 1.0));
    }
}
