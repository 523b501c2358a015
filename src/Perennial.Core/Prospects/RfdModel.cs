using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;
using Perennial.Core.Statistics;

namespace Perennial.Core.Prospects;

/// <summary>The limits between prospects' scores, found among the prospects with a favourable action.</summary>
/// <param name="Bins">Number of scores, that of RFM.</param>
/// <param name="R">Limits of the day of the last action, days since 1970-01-01.</param>
/// <param name="F">Limits of the number of actions.</param>
/// <param name="D">Limits of the seconds spent.</param>
/// <param name="Prospects">How many prospects were compared.</param>
public sealed record RfdModel(int Bins, CutPoints R, CutPoints F, CutPoints D, int Prospects)
{
    /// <summary>What it takes to be on each of the top lists; null of runs before there were any.</summary>
    public PriorityLimits? Lists { get; init; }

    /// <summary>Finds the limits: quantiles that keep ties together, as RFM's default. Null where no prospect has a
    /// favourable action.</summary>
    public static RfdModel? Fit(ProfileTable table, int bins, ShopCalendar calendar)
    {
        var last = table.Values(ProspectColumns.LastActionAt);
        var actions = table.Values(ProspectColumns.Actions);
        var seconds = table.Values(ProspectColumns.DurationSeconds);
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(row => actions[row] > 0)];
        if (rows.Length == 0) return null;
        CutPoints Limits(Func<int, long> measure, bool limitScoresHigher) => new()
        {
            Limits = QuantileLimits.Even(RadixSort.Sorted(Array.ConvertAll(rows, row => measure(row))), bins),
            LimitScoresHigher = limitScoresHigher,
        };
        return new RfdModel(bins, Limits(row => calendar.DayOf(last[row]), true), Limits(row => actions[row], false),
            Limits(row => seconds[row], false), rows.Length);
    }
}
