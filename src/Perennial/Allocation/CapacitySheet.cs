using System.Globalization;
using Perennial.Core;
using Perennial.Core.Allocation;
using Perennial.Data;
using Perennial.Settings;
using Perennial.Words;

namespace Perennial.Allocation;

/// <summary>What became of what is scarce, and what contacts are known to add.</summary>
sealed record CapacitySheet(
    IReadOnlyList<PlanningRun> Days, IReadOnlyList<MeasuredValue> Values, string Currency, int Today, Instant AsOf)
{
    const double ThousandthsOfACent = 1_000;

    /// <summary>Of a shop, the newest days first.</summary>
    public static CapacitySheet Of(ShopStore store, int most, Instant now)
    {
        var settings = ShopSettings.Of(store);
        return new(store.PlanningRuns.Newest(most), store.MeasuredValues.All(), settings.Currency,
            settings.Calendar.DayOf(now), now);
    }

    /// <summary>How many values are too old to go by.</summary>
    public int OldValues => Values.Count(one => !MeasuredValues.IsFresh(one, Today));

    /// <summary>Days on which some of these did not suffice, the newest first.</summary>
    public IEnumerable<PlanningRun> ShortOf(IReadOnlySet<string> resources) =>
        Days.Where(one => one.IsShort && resources.Contains(one.Resource));

    /// <summary>What one more of a resource is worth, in words: "one more: €3.10".</summary>
    public string Worth(PlanningRun one)
    {
        if (one.Taken == 0 && one.Wanted > 0) return "nothing was shared out";
        if (!one.IsByValue) return "by the strategies' priority and the order of calls";
        if (one.Price == 0) return "enough for all";
        // Of money not a cent more, but one of what people count in.
        return one.IsMoney ? $"{Show.Money(100, Currency)} more is worth {Amount(one.Price * 100)}"
            : $"one more is worth {Amount(one.Price)}";
    }

    /// <summary>What another choice could have added, in words.</summary>
    public string Missed(PlanningRun one) => !one.IsByValue ? Show.Nothing
        : one.Gap == 0 ? "nothing" : $"{Amount(one.Gap)} ({Show.Share((double)one.Gap / one.Bound)})";

    /// <summary>An amount, with what is below a cent where it is small.</summary>
    public string Amount(long thousandths)
    {
        var cents = thousandths / ThousandthsOfACent;
        if (Math.Abs(cents) >= 10) return Show.Money((long)Math.Round(cents), Currency);
        var number = (cents / 100).ToString("0.00##", CultureInfo.InvariantCulture);
        return $"{number} {Currency}";
    }

    /// <summary>As JSON.</summary>
    public object Answer() => new
    {
        as_of = $"{AsOf}", Currency,
        resources = Days.Select(one => new
        {
            one.Resource, day = Show.Day(one.Day), one.Capacity, one.Wanted, one.Taken,
            waiting = one.Wanted - one.Taken,
            by = one.IsByValue ? "value" : "priority", price = one.IsByValue ? Money(one.Price) : null,
            value = one.IsByValue ? Money(one.Value) : null, bound = one.IsByValue ? Money(one.Bound) : null,
            gap = one.IsByValue ? Money(one.Gap) : null, is_money = one.IsMoney, planned_at = $"{one.PlannedAt}",
        }),
        values = Values.Select(one => new
        {
            segment = one.Band, channel = MeasuredValueFile.Channels.First(known => known.Channel == one.Channel).Word,
            one.Offer, value = Money(one.Value), low = Money(one.Low), high = Money(one.High),
            measured_on = Show.Day(one.MeasuredOn), one.Source, is_too_old = !MeasuredValues.IsFresh(one, Today),
        }),
    };

    /// <summary>In the shop's currency.</summary>
    public static double? Money(long thousandths) => thousandths / ThousandthsOfACent / 100;
}
