namespace Perennial.Core.Cycle.Returns;

/// <summary>How many have not come back by each day, though some were seen for a short while only (Kaplan and Meier
/// 1958).</summary>
/// <param name="Customers">Seen at all.</param>
/// <param name="Returned">Seen to come back.</param>
/// <param name="Days">Days on which somebody came back, ascending.</param>
/// <param name="AtRisk">Those who had not come back before each of these days and were still seen.</param>
/// <param name="Events">Those who came back that day.</param>
/// <param name="Share">The share who have come back by each of these days, 0..1, ascending.</param>
/// <param name="LastDay">The longest anybody was seen.</param>
public sealed record SurvivalCurve(
    int Customers, int Returned, int[] Days, int[] AtRisk, int[] Events, double[] Share, int LastDay)
{
    /// <summary>The share who come back at all, as far as anybody was seen.</summary>
    public double ShareEver => Share.Length == 0 ? 0 : Share[^1];

    /// <summary>The share who have come back by a day; null where nobody was seen for so long.</summary>
    public double? ShareBy(int day)
    {
        if (day > LastDay || Customers == 0) return null;
        var index = Array.BinarySearch(Days, day);
        if (index < 0) index = ~index - 1;
        return index < 0 ? 0 : Share[index];
    }

    /// <summary>The day by which a share of those who come back at all have done so; null where nobody did.</summary>
    /// <param name="share">Above 0, at most 1: .5 is the usual latency, .8 the trip wire.</param>
    public int? DayOf(double share)
    {
        var wanted = share * ShareEver;
        for (var i = 0; i < Days.Length; i++) if (Share[i] >= wanted - 1e-12) return Days[i];
        return null;
    }

    /// <summary>The chance to come back within each span of days of those who have not before it.</summary>
    /// <param name="spanDays">Length of a span.</param>
    public IReadOnlyList<HazardSpan> Hazard(int spanDays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spanDays, 1);
        var spans = new List<HazardSpan>();
        var (before, i) = (0.0, 0);
        for (var from = 1; from <= LastDay; from += spanDays)
        {
            var to = from + spanDays - 1;
            var (atRisk, events, share) = (i < Days.Length && Days[i] <= to ? AtRisk[i] : 0, 0, before);
            for (; i < Days.Length && Days[i] <= to; i++) (events, share) = (events + Events[i], Share[i]);
            var chance = before < 1 ? (share - before) / (1 - before) : 0;
            spans.Add(new HazardSpan(from, Math.Min(to, LastDay), atRisk, events, chance));
            before = share;
        }
        return spans;
    }
}

/// <summary>The chance to come back within a span of days.</summary>
/// <param name="FromDay">First day after the purchase.</param>
/// <param name="ToDay">Last day.</param>
/// <param name="AtRisk">Those who could, at the first return of the span; 0 where nobody returned in it.</param>
/// <param name="Returned">Those who did.</param>
/// <param name="Chance">The chance, 0..1.</param>
public sealed record HazardSpan(int FromDay, int ToDay, int AtRisk, int Returned, double Chance);

/// <summary>Counts who came back after how many days, and who has not yet; any order of counting gives the same
/// curve.</summary>
public sealed class ReturnCounts
{
    int[] events = [], unseen = [];

    /// <summary>Counts one who came back.</summary>
    /// <param name="days">Days until then, at least 1.</param>
    public void AddReturn(int days) => Slot(ref events, days)++;

    /// <summary>Counts one who has not come back.</summary>
    /// <param name="days">Days seen so far, at least 0.</param>
    public void AddWaiting(int days) => Slot(ref unseen, days)++;

    /// <summary>The curve of all counted.</summary>
    public SurvivalCurve Curve()
    {
        var customers = events.Sum() + unseen.Sum();
        var (left, share) = (customers, 1.0);
        var (days, atRisk, returned, shares) = (new List<int>(), new List<int>(), new List<int>(), new List<double>());
        var last = Math.Max(Last(events), Last(unseen));
        for (var day = 0; day <= last; day++)
        {
            var happened = day < events.Length ? events[day] : 0;
            if (happened > 0)
            {
                share *= 1 - (double)happened / left;
                days.Add(day);
                atRisk.Add(left);
                returned.Add(happened);
                shares.Add(1 - share);
            }
            left -= happened + (day < unseen.Length ? unseen[day] : 0);
        }
        return new SurvivalCurve(
            customers, events.Sum(), [.. days], [.. atRisk], [.. returned], [.. shares], Math.Max(0, last));
    }

    static int Last(int[] counts) => Array.FindLastIndex(counts, count => count > 0);

    static ref int Slot(ref int[] counts, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        if (days >= counts.Length) Array.Resize(ref counts, Math.Max(days + 1, 2 * counts.Length));
        return ref counts[days];
    }
}
