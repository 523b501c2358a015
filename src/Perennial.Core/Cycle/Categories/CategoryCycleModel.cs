using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Cycle.Model;

namespace Perennial.Core.Cycle.Categories;

/// <summary>The purchase cycles of a shop's product categories, frozen.</summary>
/// <param name="Categories">In the order of their names.</param>
public sealed record CategoryCycleModel(IReadOnlyList<CategoryCycle> Categories)
{
    /// <summary>The cycle of a category; null where nobody bought of it when the model was fitted.</summary>
    public CategoryCycle? Find(string name) => Categories.FirstOrDefault(category => category.Name == name);
}

/// <summary>The purchase cycle of one category.</summary>
public sealed record CategoryCycle
{
    /// <summary>The category.</summary>
    public required string Name { get; init; }

    /// <summary>Gaps between a customer's purchases of it; null where not even all categories together say.</summary>
    public GapParameters? Gaps { get; init; }

    /// <summary>Whether those are the gaps of all categories together, because too few bought this one
    /// again.</summary>
    public bool FromAll { get; init; }

    /// <summary>Customers who bought of it.</summary>
    public required int Customers { get; init; }

    /// <summary>Customers who bought of it on two days or more.</summary>
    public required int Repeaters { get; init; }

    /// <summary>Wheat and Morrison's k; 0 where it cannot be said.</summary>
    public required double Regularity { get; init; }

    /// <summary>Whether it is bought regularly enough for a cycle to be shown.</summary>
    public required bool Regular { get; init; }

    /// <summary>The limits between statuses.</summary>
    public required CycleZones Zones { get; init; }

    /// <summary>The chance within 90 days at and above which nobody is inactive.</summary>
    public required double InactiveBelow { get; init; }

    /// <summary>Customers in each status, in the order of <see cref="CycleStatuses.Names"/>; empty before they are
    /// counted.</summary>
    public IReadOnlyList<int> StatusCustomers { get; init; } = [];

    /// <summary>In words: what the data say, and what they cannot.</summary>
    public required string Verdict { get; init; }

    /// <summary>Where a customer stands who bought of this category, on any day.</summary>
    /// <param name="bought">What they bought of it.</param>
    /// <param name="scoredDay">The day of the scoring run: chances are as of then, or as of the last purchase.</param>
    /// <param name="calendar">The shop's calendar.</param>
    public CategoryStand StandOf(in ItemPurchases bought, int scoredDay, ShopCalendar calendar)
    {
        var stand = new CategoryStand
        {
            Category = Name, LastDay = bought.LastDay, InactiveDay = bought.LastDay + Zones.InactiveAfterDays,
        };
        if (Gaps is null) return stand;
        var forecast = GapForecast.Of(Gaps, bought.Sums);
        var (silence, share) = (bought.Silence(scoredDay), bought.LastShare);
        stand = stand with
        {
            BuyChance30 = forecast.Returns(silence, 30 / share), BuyChance90 = forecast.Returns(silence, 90 / share),
        };
        if (bought.Sums.Gaps == 0) return stand;
        var cycle = forecast.Quantile(0.5);
        var (soon, late, veryLate, inactive) = StageOf(bought, bought.LastDay, cycle).Limits(ref forecast);
        return stand with
        {
            CycleDays = cycle * share,
            CycleDaysLow = forecast.Quantile(0.2) * share,
            CycleDaysHigh = forecast.Quantile(0.8) * share,
            ExpectedAt = CycleExpectation.At(calendar, bought.LastDay, cycle * share),
            SoonDay = DayOf(bought, soon), LateDay = DayOf(bought, late), VeryLateDay = DayOf(bought, veryLate),
            InactiveDay = DayOf(bought, inactive),
        };
    }

    // Silence counts for as long as what was bought last is to last; the limit is one of days.
    CycleStage StageOf(in ItemPurchases bought, int today, double cycle)
    {
        var longest = (int)Math.Floor(Zones.InactiveAfterDays / bought.LastShare);
        var uncalibrated = new HorizonModel { Days = 90, Verdict = "" };
        var silence = (int)Math.Floor(bought.Silence(today));
        var buyer = new Buyer(bought.Sums, silence, today - bought.FirstDay, bought.FirstDay);
        return new CycleStage(Zones, uncalibrated, InactiveBelow, buyer, cycle, longest);
    }

    // The first day on which the silence, in whole usual quantities, is so long: as it is counted, rounding and all.
    static int DayOf(in ItemPurchases bought, int silence)
    {
        var day = bought.LastDay + (int)Math.Ceiling(silence * bought.LastShare);
        while (day > bought.LastDay && Math.Floor(bought.Silence(day - 1)) >= silence) day--;
        while (Math.Floor(bought.Silence(day)) < silence) day++;
        return day;
    }

    /// <summary>Where a customer stands who bought of this category (or of one of its products).</summary>
    /// <param name="bought">What they bought of it.</param>
    /// <param name="today">The day.</param>
    /// <param name="calendar">The shop's calendar.</param>
    public CustomerCategory Of(in ItemPurchases bought, int today, ShopCalendar calendar)
    {
        var found = new CustomerCategory
        {
            Category = Name, Purchases = bought.Count, LastAt = bought.LastAt, Status = CycleStatus.Unknown,
            SilenceDays = Math.Max(0, today - bought.LastDay), Regular = Regular,
        };
        if (Gaps is null)
            return found with { Status = CycleStage.OfUnknown(found.SilenceDays, Zones.InactiveAfterDays, out _) };
        var forecast = GapForecast.Of(Gaps, bought.Sums);
        var silence = bought.Silence(today);
        found = found with
        {
            BuyChance30 = forecast.Returns(silence, 30 / bought.LastShare),
            BuyChance90 = forecast.Returns(silence, 90 / bought.LastShare),
        };
        if (bought.Sums.Gaps == 0)
        {
            return found with { Status = CycleStage.OfUnknown(found.SilenceDays, Zones.InactiveAfterDays, out _) };
        }
        var cycle = forecast.Quantile(0.5);
        return found with
        {
            CycleDays = cycle * bought.LastShare,
            CycleDaysLow = forecast.Quantile(0.2) * bought.LastShare,
            CycleDaysHigh = forecast.Quantile(0.8) * bought.LastShare,
            ExpectedAt = CycleExpectation.At(calendar, bought.LastDay, cycle * bought.LastShare),
            Percentile = forecast.Percentile(silence),
            Status = StageOf(bought, today, cycle).StatusAt(ref forecast, out _),
        };
    }
}

/// <summary>Where one customer stands in the cycle of one category.</summary>
public sealed record CustomerCategory
{
    /// <summary>The category.</summary>
    public required string Category { get; init; }

    /// <summary>Days on which the customer bought of it.</summary>
    public required int Purchases { get; init; }

    /// <summary>The last time.</summary>
    public required Instant LastAt { get; init; }

    /// <summary>Days since then.</summary>
    public required int SilenceDays { get; init; }

    /// <summary>Usual days to the next purchase, by the quantity bought last; null after one purchase.</summary>
    public double? CycleDays { get; init; }

    /// <summary>One time in five it comes sooner.</summary>
    public double? CycleDaysLow { get; init; }

    /// <summary>One time in five it comes later.</summary>
    public double? CycleDaysHigh { get; init; }

    /// <summary>The day the next purchase is expected; None after one purchase.</summary>
    public Instant ExpectedAt { get; init; } = Instant.None;

    /// <summary>The share of customers with such gaps who would have bought again by now; null after one
    /// purchase.</summary>
    public double? Percentile { get; init; }

    /// <summary>Where that puts them.</summary>
    public required CycleStatus Status { get; init; }

    /// <summary>Chance to buy of it within 30 days, not calibrated; null where nothing can be said.</summary>
    public double? BuyChance30 { get; init; }

    /// <summary>Chance to buy of it within 90 days, not calibrated; null where nothing can be said.</summary>
    public double? BuyChance90 { get; init; }

    /// <summary>Whether the category is bought regularly enough for the cycle to be shown.</summary>
    public required bool Regular { get; init; }
}
