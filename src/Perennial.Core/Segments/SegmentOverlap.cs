using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Core.Segments;

/// <summary>How much two segments have in common.</summary>
/// <param name="One">A segment.</param>
/// <param name="Other">Another.</param>
/// <param name="InOne">Customers in the one.</param>
/// <param name="InOther">Customers in the other.</param>
/// <param name="InBoth">Customers in both.</param>
public sealed record SegmentOverlap(string One, string Other, int InOne, int InOther, int InBoth)
{
    /// <summary>Share of the one that is in the other too, 0..1; 0 where the one is empty.</summary>
    public double ShareOfOne => InOne == 0 ? 0 : (double)InBoth / InOne;

    /// <summary>Share of the other that is in the one too, 0..1; 0 where the other is empty.</summary>
    public double ShareOfOther => InOther == 0 ? 0 : (double)InBoth / InOther;

    /// <summary>Those in both among those in either (Jaccard), 0..1: 1 for the same customers; 0 where both are
    /// empty.</summary>
    public double Likeness => InBoth == 0 ? 0 : (double)InBoth / (InOne + InOther - InBoth);

    /// <summary>Every pair of some segments, in the order given.</summary>
    public static IReadOnlyList<SegmentOverlap> Of(
        IReadOnlyList<string> names, IReadOnlyDictionary<string, RowSet> members)
    {
        var sizes = names.Select(name => members[name].Count).ToArray();
        var pairs = new List<SegmentOverlap>();
        for (var one = 0; one < names.Count; one++)
        {
            for (var other = one + 1; other < names.Count; other++)
            {
                pairs.Add(new SegmentOverlap(names[one], names[other], sizes[one], sizes[other],
                    members[names[one]].CountWith(members[names[other]])));
            }
        }
        return pairs;
    }
}
