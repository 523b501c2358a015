using Perennial.Core.History;

namespace Perennial.Core.Simulation;

/// <summary>A promotion of a simulated shop: an offer everybody could use on the days it was on.</summary>
/// <param name="Code">The coupon code, e.g. <c>SPRING15</c>.</param>
/// <param name="FirstDay">First calendar day, days since 1970-01-01.</param>
/// <param name="LastDay">Last calendar day, included.</param>
/// <param name="Percent">What is taken off, percent.</param>
/// <param name="Mechanism">How it is given.</param>
public sealed record ShopPromotion(string Code, int FirstDay, int LastDay, int Percent, DiscountMechanism Mechanism);

/// <summary>Which promotion is on and which comes next, day by day.</summary>
sealed class PromotionCalendar
{
    readonly int firstDay;
    readonly short[] running;
    readonly short[] coming;

    /// <summary>Puts promotions into the calendar of some days.</summary>
    /// <param name="firstDay">First day.</param>
    /// <param name="days">Number of days.</param>
    /// <param name="planned">The promotions; those that touch none of the days are left out. Where two are on, the
    /// one that began first counts.</param>
    internal PromotionCalendar(int firstDay, int days, IEnumerable<ShopPromotion> planned)
    {
        this.firstDay = firstDay;
        var all = planned.Where(promotion => promotion.LastDay >= firstDay && promotion.FirstDay < firstDay + days)
            .ToList();
        all.Sort((left, right) => left.FirstDay.CompareTo(right.FirstDay));
        All = all;

        running = new short[days];
        coming = new short[days];
        Array.Fill(running, (short)-1);
        Array.Fill(coming, (short)-1);
        for (var p = all.Count - 1; p >= 0; p--)
            for (var day = 0; day < days; day++)
            {
                var at = firstDay + day;
                if (at >= all[p].FirstDay && at <= all[p].LastDay) running[day] = (short)p;
                else if (at < all[p].FirstDay) coming[day] = (short)p;
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
}
