namespace Perennial.Core.Recommendations;

/// <summary>What to offer one customer: products by number, best first, each list ended early by −1.</summary>
public sealed class RecommendedProducts
{
    /// <summary>Usual lengths of the lists.</summary>
    public const int RebuyLength = 3, DiscoverLength = 6, ViewedLength = 2, SimilarLength = 3;

    /// <summary>Empty lists.</summary>
    public RecommendedProducts(int rebuy = RebuyLength, int discover = DiscoverLength, int viewed = ViewedLength,
        int similar = SimilarLength)
    {
        (Rebuy, Discover, Viewed, Similar) = (new int[rebuy], new int[discover], new int[viewed], new int[similar]);
        Array.Fill(Similar, -1);
        Array.Fill(Rebuy, -1);
        Array.Fill(Discover, -1);
        Array.Fill(Viewed, -1);
    }

    /// <summary>What was bought before and is due again.</summary>
    public int[] Rebuy { get; }

    /// <summary>What was never bought.</summary>
    public int[] Discover { get; }

    /// <summary>What was looked at and not bought.</summary>
    public int[] Viewed { get; }

    /// <summary>What is like something that was looked at.</summary>
    public int[] Similar { get; }
}
