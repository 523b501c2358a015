using Perennial.Core.Measurement;
using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Core.Segments;

/// <summary>Something that more of some customers have than of others.</summary>
/// <param name="Candidate">Which of those looked at, from 0.</param>
/// <param name="Customers">How many of the group have it.</param>
/// <param name="OfGroup">How many the group is.</param>
/// <param name="Others">How many of the rest have it.</param>
/// <param name="OfRest">How many the rest is.</param>
/// <param name="Difference">From where to where the share of the group minus that of the rest may lie, all candidates
/// taken together.</param>
public sealed record OverRepresented(
    int Candidate, int Customers, int OfGroup, int Others, int OfRest, ShareInterval Difference)
{
    /// <summary>Share of the group, 0..1.</summary>
    public double Share => (double)Customers / OfGroup;

    /// <summary>Share of the rest, 0..1.</summary>
    public double ShareOfRest => (double)Others / OfRest;

    /// <summary>
    /// What is over-represented in a group against the rest: first what chance leaves the greatest difference of, and
    /// of what finds nearly the same customers only the first.
    /// </summary>
    /// <param name="group">Some rows.</param>
    /// <param name="rest">Others: none is in both.</param>
    /// <param name="candidates">Who has what.</param>
    /// <param name="options">How many, and how sure.</param>
    /// <returns>None where the group or the rest is empty.</returns>
    public static OverRepresentedAnswer Find(
        RowSet group, RowSet rest, IReadOnlyList<RowSet> candidates, OverRepresentedOptions options)
    {
        var (ofGroup, ofRest) = (group.Count, rest.Count);
        // Bonferroni: with so many looked at, one or the other would differ by chance alone.
        var deviations = ShareInterval.Deviations(options.Chance / Math.Max(1, candidates.Count));
        if (ofGroup == 0 || ofRest == 0) return new([], [], deviations);
        var found = candidates.Select((rows, i) => Of(i, group.CountWith(rows), rest.CountWith(rows)))
            .Where(one => one.Difference.Low > 0).OrderByDescending(one => one.Difference.Low)
            .ThenBy(one => one.Candidate).ToList();
        var itself = found.Where(one => one.NamesTheGroup(options.Likeness)).ToList();
        var kept = new List<OverRepresented>();
        foreach (var one in found.Except(itself))
        {
            if (kept.Count == options.Most) break;
            if (kept.All(other => Likeness(candidates[one.Candidate], candidates[other.Candidate], group, rest)
                < options.Likeness)) kept.Add(one);
        }
        return new(kept, [.. itself.Select(one => one.Candidate)], deviations);

        OverRepresented Of(int candidate, int own, int others) => new(candidate, own, ofGroup, others, ofRest,
            ShareInterval.OfDifference(own, ofGroup, others, ofRest, deviations));
    }

    // Whoever has it is of the group, and whoever is of the group has it: it says who they are, and nothing of them.
    bool NamesTheGroup(double likeness) => Customers >= likeness * (OfGroup + Others);

    static double Likeness(RowSet one, RowSet other, RowSet group, RowSet rest)
    {
        var both = one.CountWith(other, group) + one.CountWith(other, rest);
        var either = one.CountWith(group) + one.CountWith(rest) + other.CountWith(group) + other.CountWith(rest) - both;
        return either == 0 ? 0 : (double)both / either;
    }
}

/// <summary>What is over-represented in a group.</summary>
/// <param name="Found">The clearest first.</param>
/// <param name="Same">Candidates that find nearly the group itself: left out.</param>
/// <param name="Deviations">Of the normal distribution: how wide the intervals of differences are.</param>
public sealed record OverRepresentedAnswer(
    IReadOnlyList<OverRepresented> Found, IReadOnlyList<int> Same, double Deviations);

/// <summary>How much is asked of what is over-represented.</summary>
public sealed record OverRepresentedOptions
{
    /// <summary>How many at most. Default 10.</summary>
    public int Most { get; init; } = 10;

    /// <summary>The chance that anything is found though nothing differs. Default 0.05; more than 0, less than
    /// 1.</summary>
    public double Chance { get; init; } = 0.05;

    /// <summary>From this share on (those in both among those in either) two find nearly the same customers. Default
    /// 0.6; more than 0, at most 1.</summary>
    public double Likeness { get; init; } = 0.6;
}
