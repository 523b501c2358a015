using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;

namespace Perennial.Core.Prospects;

/// <summary>Prospects by the union of the top lists by recency, frequency and duration of their favourable actions, as
/// customers are by those of their orders.</summary>
/// <param name="Rows">Prospects with a favourable action.</param>
/// <param name="Tier">The tier of each, 1..6.</param>
/// <param name="InOrder">Places in <see cref="Rows"/>, in the order of calls: within a tier by seconds times actions,
/// in the last by recency.</param>
/// <param name="Limits">What it takes to be on each list; seconds stand where customers have cents.</param>
public sealed record ProspectLists(int[] Rows, byte[] Tier, int[] InOrder, PriorityLimits Limits)
{
    /// <summary>Ranks the prospects of a table; null where none has a favourable action.</summary>
    /// <param name="table">With the fold's columns and <see cref="ProfileTable.ReadAt"/> done.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="options">How long the lists are.</param>
    public static ProspectLists? Of(ProfileTable table, ShopCalendar calendar, PriorityOptions options)
    {
        var (last, actions) = (table.Values(ProspectColumns.LastActionAt), table.Values(ProspectColumns.Actions));
        var seconds = table.Values(ProspectColumns.DurationSeconds);
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(row => actions[row] > 0)];
        if (rows.Length == 0) return null;
        var population = Population.Of(table, calendar.DayOf(table.AsOf), rows,
            [.. rows.Select(row => (long)calendar.DayOf(last[row]))], [.. rows.Select(row => (long)actions[row])],
            [.. rows.Select(row => (long)Math.Max(0, seconds[row]))]);
        var (tier, inOrder, limits) = PriorityLists.Rank(population, options);
        return new ProspectLists(rows, tier, inOrder, limits);
    }
}
