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
            if (!rules[sort].IsMixed)
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
            if (rules[sort].IsMixed)
            {
                (count[sort], sum[sort], last[sort], var later) = Mixed(rules[sort], history);
                if (later < next) next = later;
            }
            times[sort][row] = count[sort];
            amounts[sort][row] = (int)Math.Min(int.MaxValue, sum[sort]);
            lastAt[sort][row] = count[sort] == 0 ? Instant.None : new Instant(last[sort]);
        }
        return next;
    }

    // Activities, contacts and responses stand apart, each in time order: what counts is put in one order first.
    (int Count, long Sum, long Last, Instant Later) Mixed(FactScoreRule rule, CustomerHistory history)
    {
        var facts = new List<(long Ms, long Amount)>();
        var activities = history.Activities;
        var contacts = history.Contacts;
        var responses = history.Responses;
        for (var i = 0; i < activities.Count; i++)
        {
            if (!rule.Kinds.Contains(activities.Kind[i])) continue;
            facts.Add((activities.At[i].UnixMs, rule.Amount == FactAmount.Seconds
                ? Math.Clamp(activities.DurationSeconds[i], 0, LongestSeconds)
                : activities.Detail(i)?.Rating?.Score ?? 0));
        }
        for (var i = 0; i < contacts.Count; i++)
            if (rule.Contacts.Contains(contacts.Channel[i])) facts.Add((contacts.At[i].UnixMs, 0));
        for (var i = 0; i < responses.Count; i++)
            if (rule.Responses.Contains(responses.Kind[i])) facts.Add((responses.At[i].UnixMs, 0));
        facts.Sort();
        var (count, sum, last) = (0, 0L, long.MinValue);
        foreach (var (ms, amount) in facts)
        {
            if (ms > asOf.UnixMs) return (count, sum, last, new Instant(ms));
            if (rule.ApartMinutes == 0 || last == long.MinValue || ms - last >= rule.ApartMinutes * 60_000L) count++;
            (last, sum) = (ms, sum + amount);
        }
        return (count, sum, last, Instant.Never);
    }
}
