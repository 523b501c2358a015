namespace Perennial.Core.Segments.Rules;

/// <summary>Ranges of calendar days as ranges of instants.</summary>
public static class DayRange
{
    /// <summary>The first and the last instant of some days; an end without a limit stays without one.</summary>
    public static (Instant From, Instant To) Instants(WholeRange days, ShopCalendar calendar) => (
        days.From == long.MinValue ? new Instant(long.MinValue + 1) : calendar.StartOf((int)days.From),
        days.To == long.MaxValue ? new Instant(long.MaxValue - 1) : calendar.EndOf((int)days.To));
}
