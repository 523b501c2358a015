namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>Ranges of calendar days as ranges of instants.</summary>
public static class DayRange
{
    /// <summary>The days that are so many days ago; beyond a thousand years there is no limit.</summary>
    public static WholeRange Ago(WholeRange daysAgo, int today) => new(
        daysAgo.To > TimeLength.LongestDays ? long.MinValue : today - Math.Max(daysAgo.To, -TimeLength.LongestDays),
        daysAgo.From < -TimeLength.LongestDays
            ? long.MaxValue : today - Math.Min(daysAgo.From, TimeLength.LongestDays));

    /// <summary>The first and the last instant of some days; an end without a limit stays without one.</summary>
    public static (Instant From, Instant To) Instants(WholeRange days, ShopCalendar calendar) => (
        days.From == long.MinValue ? new Instant(long.MinValue + 1) : calendar.StartOf((int)days.From),
        days.To == long.MaxValue ? new Instant(long.MaxValue - 1) : calendar.EndOf((int)days.To));
}
