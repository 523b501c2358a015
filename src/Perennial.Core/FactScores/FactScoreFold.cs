using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.FactScores;

/// <summary>When the last fact of each sort was, how many there are and what they add up to. Activities of one instant
/// are taken together, so that their order does not matter.</summary>
sealed class FactScoreFold : IProfilePart
{
    const int LongestSeconds = 14_400;

    readonly Instant asOf;
    readonly FactScoreRule[] rules;
    // By kind of activity: which sort it is of, from 1; 0 for none.
    readonly byte[] sortOf = new byte[256];
    readonly int[][] times, amounts;
    readonly Instant[][] lastAt;

    public FactScoreFold(Instant asOf, FactScoreOptions options, ProfileTable into)
    {
        options.Check();
        this.asOf = asOf;
        rules = options.InOrder;
        for (var sort = 0; sort < rules.Length; sort++)
            foreach (var kind in rules[sort].Kinds) sortOf[(int)kind] = (byte)(sort + 1);
        times = [.. FactScoreColumns.Sets.Select(set => into.Values(set.Times))];
        amounts = [.. FactScoreColumns.Sets.Select(set => into.Values(set.Amount))];
        lastAt = [.. FactScoreColumns.Sets.Select(set => into.Values(set.LastAt))];
    }

    public Instant Fold(CustomerHistory history, int row)
    {
        Span<int> count = stackalloc int[rules.Length];
        Span<long> sum = stackalloc long[rules.Length];
        Span<long> last = stackalloc long[rules.Length];
        count.Clear();
        sum.Clear();
        last.Fill(long.MinValue);
        var activities = history.Activities;
        var at = activities.At;
        var kinds = activities.Kind;
        var next = Instant.Never;
        for (var i = 0; i < kinds.Length; i++)
        {
            var sort = sortOf[(int)kinds[i]] - 1;
            if (sort < 0) continue;
            if (at[i] > asOf)
            {
                next = at[i];
                break;
            }
            var rule = rules[sort];
            var ms = at[i].UnixMs;
            if (rule.ApartMinutes == 0 || last[sort] == long.MinValue || ms - last[sort] >= rule.ApartMinutes * 60_000L)
                count[sort]++;
            last[sort] = ms;
            sum[sort] += rule.Amount == FactAmount.Seconds
                ? Math.Clamp(activities.DurationSeconds[i], 0, LongestSeconds)
                : activities.Detail(i)?.Rating?.Score ?? 0;
        }
        for (var sort = 0; sort < rules.Length; sort++)
        {
            times[sort][row] = count[sort];
            amounts[sort][row] = (int)Math.Min(int.MaxValue, sum[sort]);
            lastAt[sort][row] = count[sort] == 0 ? Instant.None : new Instant(last[sort]);
        }
        return next;
    }
}
