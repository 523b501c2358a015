using Perennial.Core.Priority;
using Perennial.Core.Profiles;

namespace Perennial.Core.Prospects;

/// <summary>Scores of a prospect for recency, frequency and duration, their code and what they add up to.</summary>
sealed class RfdModelColumns(RfdModel? model, ProfileTable table, ShopCalendar calendar) : IModelColumns
{
    readonly Instant[] last = table.Values(ProspectColumns.LastActionAt);
    readonly int[] actions = table.Values(ProspectColumns.Actions);
    readonly int[] seconds = table.Values(ProspectColumns.DurationSeconds);
    readonly byte[] r = table.Values(ProspectColumns.RfdR);
    readonly byte[] f = table.Values(ProspectColumns.RfdF);
    readonly byte[] d = table.Values(ProspectColumns.RfdD);
    readonly byte[] rfdSegment = table.Values(ProspectColumns.RfdSegment);
    readonly byte[] tier = table.Values(ProspectColumns.Tier);
    readonly int[] code = table.Values(ProspectColumns.Rfd);

    /// <summary>The columns, unless there is neither a model nor a value of an earlier one to clear.</summary>
    public static IModelColumns[] For(RfdModel? model, ProfileTable table, ShopCalendar calendar) =>
        model is null && !table.Has(ProspectColumns.RfdSegment) ? [] : [new RfdModelColumns(model, table, calendar)];

    public Instant Write(int row)
    {
        r[row] = f[row] = d[row] = rfdSegment[row] = tier[row] = 0;
        code[row] = 0;
        if (model is null || actions[row] < 0) return Instant.Never;
        if (actions[row] == 0)
        {
            rfdSegment[row] = (byte)RfdSegment.Silent;
            return Instant.Never;
        }
        r[row] = model.R.Score(calendar.DayOf(last[row]), 0, []);
        f[row] = model.F.Score(actions[row], 0, []);
        d[row] = model.D.Score(seconds[row], 0, []);
        if (model.Lists is { } lists)
        {
            tier[row] = PriorityLists.TierOf(
                lists, calendar.DayOf(last[row]), actions[row], Math.Max(0, seconds[row]), table.Keys[row]);
        }
        code[row] = RfmCode.Of(r[row], f[row], d[row]);
        rfdSegment[row] = (byte)RfdSegments.Of(r[row], f[row], d[row], model.Bins);
        return Instant.Never;
    }
}
