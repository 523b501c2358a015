using Perennial.Core;

namespace Perennial.Words;

/// <summary>What to say where the newest order is long past: everybody looks late, and only the data are.</summary>
static class OldData
{
    // A shop that has sold nothing for so long has more likely not been imported.
    const int AfterDays = 45;

    /// <summary>Says so, with what would help; empty where the data are new.</summary>
    /// <param name="newestDay">The day of the newest order; null without any.</param>
    /// <param name="today">The day that is looked at.</param>
    public static string Of(int? newestDay, int today)
    {
        if (newestDay is not { } day || today - day <= AfterDays) return "";
        var date = $"{ShopCalendar.Date(day):yyyy-MM-dd}";
        return $"These data are old: the newest order is of {date}, {today - day:N0} days ago, so that nearly "
            + "everybody looks late or inactive. Import what came since, or look at the shop as of that day: perennial "
            + $"calls --as-of {date}; perennial rescore --as-of {date}.";
    }
}
