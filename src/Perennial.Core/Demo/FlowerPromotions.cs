using Perennial.Core.History;
using Perennial.Core.Simulation;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>The flower shop's promotions: the same sales every year and some short coupons in between.</summary>
static class FlowerPromotions
{
    /// <summary>Plans the promotions of all years that some days touch.</summary>
    /// <param name="firstDay">First day.</param>
    /// <param name="days">Number of days.</param>
    /// <param name="rng">Decides when the short coupons run.</param>
    internal static List<ShopPromotion> Plan(int firstDay, int days, Rng rng)
    {
        var planned = new List<ShopPromotion>();
        for (var year = ShopCalendar.Date(firstDay).Year;
            year <= ShopCalendar.Date(firstDay + days - 1).Year; year++)
            PlanYear(year, planned, rng);
        return planned;
    }

    static void PlanYear(int year, List<ShopPromotion> planned, Rng rng)
    {
        Add(planned, "WINTER20", new DateOnly(year, 1, 8), 11, 20, DiscountMechanism.PercentOff);
        Add(planned, "SPRING15", new DateOnly(year, 4, 2), 9, 15, DiscountMechanism.Bundle);
        Add(planned, "SUMMER25", new DateOnly(year, 7, 3), 16, 25, DiscountMechanism.PercentOff);
        Add(planned, "AUTUMN15", new DateOnly(year, 9, 18), 9, 15, DiscountMechanism.Bundle);
        Add(planned, "BLACK30", new DateOnly(year, 11, 24), 5, 30, DiscountMechanism.PercentOff);
        // Coupons by e-mail and on cards in the parcel: four days each, never inside a sale.
        foreach (var (month, percent) in new[] { (3, 10), (5, 10), (6, 20), (8, 10), (10, 10), (12, 10) })
        {
            var first = new DateOnly(year, month, 1 + rng.NextInt(12));
            Add(planned, $"FLOWERS{percent}", first, 4, percent, DiscountMechanism.AmountOff);
        }
    }

    static void Add(
        List<ShopPromotion> planned, string code, DateOnly first, int days, int percent, DiscountMechanism how)
    {
        var day = ShopCalendar.Day(first);
        planned.Add(new ShopPromotion(code, day, day + days - 1, percent, how));
    }
}
