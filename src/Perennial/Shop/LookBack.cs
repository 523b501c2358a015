using Perennial.Core;
using Perennial.Data;
using Perennial.Settings;

namespace Perennial.Shop;

/// <summary>The day that a shop is looked at as of, and by what was known of it when.</summary>
/// <param name="AsOf">To the end of this day.</param>
/// <param name="AsKnown">By what the shop had learned by the end of this day; null for all that is known.</param>
sealed record LookBack(DateOnly AsOf, DateOnly? AsKnown)
{
    /// <summary>The end of the day.</summary>
    public Instant At(ShopCalendar calendar) => calendar.EndOf(ShopCalendar.Day(AsOf));

    /// <summary>The instant by which facts were known.</summary>
    public Instant KnownBy(ShopCalendar calendar) =>
        AsKnown is { } day ? calendar.EndOf(ShopCalendar.Day(day)) : Instant.Never;

    /// <summary>How many customers of then have become others since.</summary>
    public int JoinedSince(ShopStore store)
    {
        var calendar = ShopSettings.Of(store).Calendar;
        return store.Duplicates.JoinedAfter(At(calendar), KnownBy(calendar));
    }

    /// <summary>That keys were joined since, in words.</summary>
    /// <param name="joined">How many customers have become others.</param>
    /// <param name="areApart">Whether they are shown as who they were.</param>
    public static string JoinedWords(int joined, bool areApart) => (joined, areApart) switch
    {
        (1, true) => "One customer of then has turned out to be another since, and is shown as who they were.",
        (1, false) => "One customer of then has turned out to be another since, and is counted with them.",
        (_, true) =>
            $"{joined:N0} customers of then have turned out to be others since, and are shown as who they were.",
        _ => $"{joined:N0} customers of then have turned out to be others since, and are counted with them.",
    };

    /// <summary>Which it was, in words.</summary>
    public string Words => AsKnown is { } day
        ? $"As of the end of {AsOf:yyyy-MM-dd}, by what was known at the end of {day:yyyy-MM-dd}."
        : $"As of the end of {AsOf:yyyy-MM-dd}, by everything that is known now.";
}
