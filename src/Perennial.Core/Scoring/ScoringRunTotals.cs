using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;

namespace Perennial.Core.Scoring;

/// <summary>What a scored table adds up to.</summary>
static class ScoringRunTotals
{
    public static ScoreCounts Counts(ProfileTable table, int bins) => new(
        Count(table.Values(RfmColumns.R), bins),
        Count(table.Values(RfmColumns.F), bins),
        Count(table.Values(RfmColumns.M), bins));

    public static IReadOnlyList<RfmSegmentTotal> RfmSegments(ProfileTable table, RfmSegmentSet set)
    {
        var rfmSegment = table.Values(RfmColumns.RfmSegment);
        var frequency = table.Values(PurchaseColumns.Frequency);
        var monetary = table.Values(PurchaseColumns.Monetary);
        var customers = new int[set.Names.Count + 1];
        var orders = new long[customers.Length];
        var cents = new long[customers.Length];
        for (var row = 0; row < table.Count; row++)
        {
            if (rfmSegment[row] == 0) continue;
            customers[rfmSegment[row]]++;
            orders[rfmSegment[row]] += frequency[row];
            cents[rfmSegment[row]] += monetary[row];
        }
        return
        [
            .. set.Names.Select((name, i) => new RfmSegmentTotal(name, customers[i + 1], orders[i + 1], cents[i + 1])),
        ];
    }

    /// <summary>Customers by previous and present RFM segment, those who stayed included, largest first.</summary>
    public static IReadOnlyList<RfmSegmentMove> Moves(ProfileTable table)
    {
        var (before, now) = (table.Values(RfmColumns.PreviousRfmSegment), table.Values(RfmColumns.RfmSegment));
        var count = new int[65_536];
        for (var row = 0; row < table.Count; row++) count[before[row] << 8 | now[row]]++;
        var namesBefore = table.LabelsOf(RfmColumns.PreviousRfmSegment);
        var namesNow = table.LabelsOf(RfmColumns.RfmSegment);
        var moves = new List<RfmSegmentMove>();
        for (var pair = 1; pair < count.Length; pair++)
        {
            if (count[pair] > 0)
                moves.Add(new RfmSegmentMove(Name(namesBefore, pair >> 8), Name(namesNow, pair & 255), count[pair]));
        }
        return [.. moves.OrderByDescending(move => move.Customers).ThenBy(move => move.From).ThenBy(move => move.To)];
    }

    static string Name(IReadOnlyList<string> names, int label) => label == 0 ? "" : names[label - 1];

    static int[] Count(byte[] scores, int bins)
    {
        var count = new int[bins + 1];
        foreach (var score in scores) count[score]++;
        return count[1..];
    }
}
