using Perennial.Core.Profiles;
using Perennial.Core.Rfm;
using Perennial.Core.Statistics;

namespace Perennial.Core.FactScores;

/// <summary>The limits between scores of one sort of fact, found among the customers who have any.</summary>
/// <param name="Name">Which sort: what its columns begin with.</param>
/// <param name="R">Limits of the day of the last, days since 1970-01-01.</param>
/// <param name="F">Limits of how many.</param>
/// <param name="M">Limits of what they add up to.</param>
/// <param name="Customers">How many customers were compared.</param>
public sealed record FactScoreModel(string Name, CutPoints R, CutPoints F, CutPoints M, int Customers)
{
    /// <summary>Finds the limits of every sort that anybody has: quantiles that keep ties together, as RFM's default.
    /// </summary>
    /// <param name="table">With the fold's columns.</param>
    /// <param name="bins">Scores from 1 to so many.</param>
    /// <param name="calendar">The shop's.</param>
    public static IReadOnlyList<FactScoreModel> Fit(ProfileTable table, int bins, ShopCalendar calendar) =>
        [.. FactScoreColumns.Sets.Select(set => Fit(set, table, bins, calendar)).OfType<FactScoreModel>()];

    static FactScoreModel? Fit(FactScoreSet set, ProfileTable table, int bins, ShopCalendar calendar)
    {
        var (times, last, amount) = (table.Values(set.Times), table.Values(set.LastAt), table.Values(set.Amount));
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(row => times[row] > 0)];
        if (rows.Length == 0) return null;
        CutPoints Limits(Func<int, long> measure, bool limitScoresHigher) => new()
        {
            Limits = QuantileLimits.Even(RadixSort.Sorted(Array.ConvertAll(rows, row => measure(row))), bins),
            LimitScoresHigher = limitScoresHigher,
        };
        return new FactScoreModel(set.Name, Limits(row => calendar.DayOf(last[row]), true),
            Limits(row => times[row], false), Limits(row => amount[row], false), rows.Length);
    }
}

/// <summary>Scores of one sort of fact, from a row's counts and the frozen limits.</summary>
sealed class FactScoreModelColumns(FactScoreSet set, FactScoreModel? model, ProfileTable table, ShopCalendar calendar)
    : IModelColumns
{
    readonly int[] times = table.Values(set.Times), amount = table.Values(set.Amount);
    readonly Instant[] last = table.Values(set.LastAt);
    readonly byte[] r = table.Values(set.R), f = table.Values(set.F), m = table.Values(set.M);

    /// <summary>The columns of every sort, unless there is neither a model nor a value of an earlier one to clear.
    /// </summary>
    public static IEnumerable<IModelColumns> For(
        IReadOnlyList<FactScoreModel> models, ProfileTable table, ShopCalendar calendar) =>
        from set in FactScoreColumns.Sets
        let model = models.FirstOrDefault(one => one.Name == set.Name)
        where model is not null || table.Has(set.R)
        select new FactScoreModelColumns(set, model, table, calendar);

    public Instant Write(int row)
    {
        r[row] = f[row] = m[row] = 0;
        if (model is null || times[row] <= 0) return Instant.Never;
        r[row] = model.R.Score(calendar.DayOf(last[row]), 0, []);
        f[row] = model.F.Score(times[row], 0, []);
        m[row] = model.M.Score(amount[row], 0, []);
        return Instant.Never;
    }
}
