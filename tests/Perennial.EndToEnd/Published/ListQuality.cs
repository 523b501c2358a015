using Perennial.Core.Statistics;

namespace Perennial.EndToEnd.Published;

/// <summary>How good lists of ten were: for each customer whether there was a hit, and the means over all.</summary>
sealed class ListQuality
{
    const int Length = 10;

    readonly List<bool> hits = [];
    double recall, gain;

    public double HitRate => hits.Count(hit => hit) / (double)hits.Count;

    public double Recall => recall / hits.Count;

    public double Ndcg => gain / hits.Count;

    public int Count => hits.Count;

    /// <summary>Judges one customer's list against what was bought next; a customer who bought nothing that could have
    /// been recommended does not count.</summary>
    public void Add(IReadOnlyList<int> list, HashSet<int> target)
    {
        if (target.Count == 0) return;
        var (found, sum, ideal) = (0, 0.0, 0.0);
        for (var place = 0; place < Math.Min(Length, list.Count); place++)
        {
            if (!target.Contains(list[place])) continue;
            found++;
            sum += 1 / Math.Log2(place + 2);
        }
        for (var place = 0; place < Math.Min(Length, target.Count); place++) ideal += 1 / Math.Log2(place + 2);
        hits.Add(found > 0);
        recall += (double)found / target.Count;
        gain += sum / ideal;
    }

    /// <summary>How often chance alone would make this list no better than the other: the share of paired bootstrap
    /// samples of the customers in which it hits no more.</summary>
    public double ChanceAgainst(ListQuality other, int samples = 10_000)
    {
        if (other.Count != Count) throw new ArgumentException("Both must be judged on the same customers.");
        var difference = new int[Count];
        for (var i = 0; i < Count; i++) difference[i] = (hits[i] ? 1 : 0) - (other.hits[i] ? 1 : 0);
        var rng = new Rng(20_110_909);
        var notBetter = 0;
        for (var sample = 0; sample < samples; sample++)
        {
            var sum = 0;
            for (var i = 0; i < difference.Length; i++) sum += difference[rng.NextInt(difference.Length)];
            if (sum <= 0) notBetter++;
        }
        return (notBetter + 1.0) / (samples + 1);
    }

    public override string ToString() => $"HR {HitRate:F3} recall {Recall:F3} NDCG {Ndcg:F3} ({Count})";
}
