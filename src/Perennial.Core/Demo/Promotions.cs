using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>A promotion the synthetic shop ran: an offer everybody could use on the days it was on.</summary>
/// <param name="Code">The coupon code, e.g. <c>SPRING15</c>.</param>
/// <param name="FirstDay">First calendar day, days since 1970-01-01.</param>
/// <param name="LastDay">Last calendar day, included.</param>
/// <param name="Percent">What is taken off, percent.</param>
/// <param name="Mechanism">How it is given.</param>
public sealed record ShopPromotion(string Code, int FirstDay, int LastDay, int Percent, DiscountMechanism Mechanism);

/// <summary>The shop's promotions: the same sales every year and some short coupons in between.</summary>
sealed class Promotions
{
    readonly int firstDay;
    readonly short[] running;
    readonly short[] coming;

    /// <summary>Plans the promotions of some days.</summary>
    /// <param name="firstDay">First day.</param>
    /// <param name="days">Number of days.</param>
    /// <param name="rng">Decides when the short coupons run.</param>
    internal Promotions(int firstDay, int days, Rng rng)
    {
        this.firstDay = firstDay;
        var planned = new List<ShopPromotion>();
        var from = ShopCalendar.Date(firstDay);
        for (var year = from.Year; year <= ShopCalendar.Date(firstDay + days - 1).Year; year++)
            PlanYear(year, planned, rng);
        planned.RemoveAll(promotion => promotion.LastDay < firstDay || promotion.FirstDay >= firstDay + days);
        planned.Sort((left, right) => left.FirstDay.CompareTo(right.FirstDay));
        All = planned;

        running = new short[days];
        coming = new short[days];
        Array.Fill(running, (short)-1);
        Array.Fill(coming, (short)-1);
        for (var p = planned.Count - 1; p >= 0; p--)
            for (var day = 0; day < days; day++)
            {
                var at = firstDay + day;
                if (at >= planned[p].FirstDay && at <= planned[p].LastDay) running[day] = (short)p;
                else if (at < planned[p].FirstDay) coming[day] = (short)p;
            }
    }

    /// <summary>All promotions that touch the planned days, by their first day.</summary>
    internal IReadOnlyList<ShopPromotion> All { get; }

    /// <summary>The promotion on a day, or null.</summary>
    internal ShopPromotion? On(int day) => At(running, day);

    /// <summary>The next promotion that begins after a day, or null.</summary>
    internal ShopPromotion? After(int day) => At(coming, day);

    ShopPromotion? At(short[] table, int day)
    {
        var index = day - firstDay;
        return (uint)index < (uint)table.Length && table[index] >= 0 ? All[table[index]] : null;
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
