using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Core.Shards;

/// <summary>One stay in a segment as it has to be written.</summary>
/// <param name="Row">Whose.</param>
/// <param name="Segment">Which segment.</param>
/// <param name="EnteredAt">Since when.</param>
/// <param name="LeftAt">Until when; None while it lasts.</param>
public readonly record struct StayChange(int Row, string Segment, Instant EnteredAt, Instant LeftAt);

/// <summary>Who came into a segment and who left one.</summary>
/// <param name="Stays">The stays that begin or end, row by row.</param>
/// <param name="Entered">Names of segments by row; null where none.</param>
/// <param name="Left">Names of segments by row; null where none.</param>
public sealed record Moves(
    IReadOnlyList<StayChange> Stays, IReadOnlyList<string>?[] Entered, IReadOnlyList<string>?[] Left)
{
    /// <summary>Nobody moved.</summary>
    public static Moves None(int rows) =>
        new([], new IReadOnlyList<string>?[rows], new IReadOnlyList<string>?[rows]);

    /// <summary>The same but for some customers, who stay where they are.</summary>
    public Moves Without(Func<int, bool> row) => new(
        [.. Stays.Where(stay => !row(stay.Row))],
        [.. Entered.Select((names, at) => row(at) ? null : names)],
        [.. Left.Select((names, at) => row(at) ? null : names)]);
}

/// <summary>Who comes into which of the watched segments, and who leaves: what rules say now against the stays that
/// are open.</summary>
static class SegmentStep
{
    /// <summary>Finds the moves, and brings <c>NextChangeAt</c> forward to where time alone would make the next.
    /// </summary>
    /// <param name="data">The customers, columns as of the moment.</param>
    /// <param name="open">Since when each is in which segment; null for none.</param>
    /// <param name="moment">The moment. Open stays in segments that are not watched end: nobody keeps them true.
    /// </param>
    public static Moves Take(
        RuleData data, IReadOnlyDictionary<string, Instant>?[] open, ShopMoment moment)
    {
        if (moment.Segments is not { } watch) return Moves.None(data.Count);
        var asked = new RuleMoment(moment.AsOf, moment.Profiles.Calendar);
        var members = Members(watch, data, asked);
        var stays = new List<StayChange>();
        var (entered, left) = (new List<string>?[data.Count], new List<string>?[data.Count]);
        for (var row = 0; row < data.Count; row++)
        {
            for (var i = 0; i < members.Length; i++)
            {
                var name = watch.Segments[i].Name;
                var since = Since(open[row], name);
                if (members[i].Contains(row) == since.HasValue) continue;
                if (since.HasValue) Leave(row, name, since);
                else
                {
                    stays.Add(new StayChange(row, name, moment.AsOf, Instant.None));
                    (entered[row] ??= []).Add(name);
                }
            }
            if (open[row] is not { } mine) continue;
            foreach (var (name, since) in mine)
                if (!watch.Has(name)) Leave(row, name, since);
        }
        return new Moves(stays, entered, left);

        // A clock that went back makes a stay of no length, not one of a negative one.
        void Leave(int row, string name, Instant since)
        {
            stays.Add(new StayChange(row, name, since, moment.AsOf > since ? moment.AsOf : since));
            (left[row] ??= []).Add(name);
        }
    }

    static Instant Since(IReadOnlyDictionary<string, Instant>? open, string name) =>
        open is not null && open.TryGetValue(name, out var since) ? since : Instant.None;

    static RowSet[] Members(SegmentWatch watch, RuleData data, RuleMoment asked)
    {
        var found = new Dictionary<string, RowSet>();
        data = data with { Bound = [] };
        var members = new RowSet[watch.Segments.Count];
        for (var i = 0; i < members.Length; i++)
        {
            var (name, rule) = watch.Segments[i];
            var test = new RuleTest(rule, data, found);
            members[i] = test.Find(asked);
            if (found.TryAdd(name, members[i])) data.Bound!.Add(name, test.Root);
            if (rule.UsesTime) BringForward(test, data, asked);
        }
        return members;
    }

    // Those that refer to others turn with them: edges are those of the rules, not of who is in them now.
    static void BringForward(RuleTest edges, RuleData data, RuleMoment asked)
    {
        var nextChangeAt = data.Profiles.NextChangeAt;
        for (var row = 0; row < data.Count; row++)
        {
            var next = edges.NextChangeAt(row, asked);
            if (next < nextChangeAt[row]) nextChangeAt[row] = next;
        }
    }
}
