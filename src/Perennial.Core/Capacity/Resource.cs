using Perennial.Core.Occasions;

namespace Perennial.Core.Capacity;

/// <summary>What there is only so much of in a time: a queue's calls of a day, a channel's letters of a month, money.
/// </summary>
/// <param name="Name">What it is called in the store; the same whatever there is of it: "queue retention/day".</param>
/// <param name="Most">How much there is in each period: pieces, or cents of money. 0 for none at all.</param>
/// <param name="Days">How many of the shop's calendar days a period has; 0 for a calendar month.</param>
public sealed record Resource(string Name, long Most, int Days)
{
    // A Monday: periods of a week begin with one.
    const int FirstMonday = 4;

    /// <summary>Whether it is money, in cents.</summary>
    public bool IsMoney { get; init; }

    /// <summary>For people: "60 calls a day of retention".</summary>
    public string Words { get; init; } = Name;

    /// <summary>When it can be had, by the shop's clock; null for always. Public holidays are days as any other: whose
    /// they would be is not said.</summary>
    public OpenHours? Hours { get; init; }

    /// <summary>The first day of the period that a day is in.</summary>
    /// <param name="day">Days since 1970.</param>
    public int PeriodOf(int day)
    {
        if (Days > 0) return day - ((day - FirstMonday) % Days + Days) % Days;
        var date = ShopCalendar.Date(day);
        return ShopCalendar.Day(new DateOnly(date.Year, date.Month, 1));
    }

    /// <summary>Whether it can be had at an instant.</summary>
    public bool IsOpen(Instant at, ShopCalendar shop) => Hours is null || Hours.IsOpen(at, shop, _ => false);
}

/// <summary>How much of a resource a contact takes.</summary>
/// <param name="Resource">Of what, by its name.</param>
/// <param name="Amount">How much; 1 or more.</param>
public readonly record struct Need(string Resource, long Amount);
