namespace Perennial.Core.Recommendations;

/// <summary>The best of many scored products, best first; of equal scores the one offered first stays ahead.</summary>
sealed class TopScores(int most)
{
    readonly int[] products = new int[most];
    readonly double[] scores = new double[most];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Products => products.AsSpan(0, Count);

    public ReadOnlySpan<double> Scores => scores.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Offer(int product, double score)
    {
        if (Count == most && !(score > scores[most - 1])) return;
        var place = Count < most ? Count++ : most - 1;
        for (; place > 0 && score > scores[place - 1]; place--)
            (products[place], scores[place]) = (products[place - 1], scores[place - 1]);
        (products[place], scores[place]) = (product, score);
    }
}
