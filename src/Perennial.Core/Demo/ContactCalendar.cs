using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>The days by which the demo's mailing tool goes, the same for all customers.</summary>
sealed class ContactCalendar
{
    readonly int[] fixedDays;

    /// <summary>Lays them out.</summary>
    /// <param name="clock">When things happen.</param>
    /// <param name="promotions">What messages are about.</param>
    internal ContactCalendar(ShopClock clock, PromotionCalendar promotions)
    {
        (Clock, Promotions) = (clock, promotions);
        var catalogues = new Dictionary<int, string>();
        for (var year = ShopCalendar.Date(clock.FirstDay).Year; year <= ShopCalendar.Date(clock.LastDay).Year; year++)
        {
            catalogues[ShopCalendar.Day(new DateOnly(year, 3, 5))] = "spring catalogue";
            catalogues[ShopCalendar.Day(new DateOnly(year, 10, 5))] = "christmas catalogue";
        }
        Catalogues = catalogues;
        fixedDays = [.. catalogues.Keys.Concat(promotions.All.Select(promotion => promotion.FirstDay)).Order()];
    }

    internal ShopClock Clock { get; }

    internal PromotionCalendar Promotions { get; }

    /// <summary>What is sent as a letter, by its day.</summary>
    internal IReadOnlyDictionary<int, string> Catalogues { get; }

    /// <summary>The day on which chance begins to decide about a tenth of the customers.</summary>
    internal required int ExperimentFrom { get; init; }

    /// <summary>The day from which strategies do what the tool did but for promotions; a day that never comes where
    /// there are none.</summary>
    internal int StrategiesFrom { get; init; } = int.MaxValue;

    /// <summary>The next day with a letter, or with a promotion that begins.</summary>
    internal int NextFixedDay(int day)
    {
        var at = Array.BinarySearch(fixedDays, day + 1);
        if (at < 0) at = ~at;
        return at < fixedDays.Length ? fixedDays[at] : int.MaxValue;
    }
}
