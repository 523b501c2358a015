namespace Perennial.Core.Recommendations;

/// <summary>How products that a customer never bought are put in order. Numbers are stored; never renumber.</summary>
public enum RecommendationMethod : byte
{
    /// <summary>What fits to all that the customer has, by EASE.</summary>
    Ease = 1,

    /// <summary>EASE, and what most customers buy now, added up.</summary>
    Blend = 2,

    /// <summary>What others who have the same products have too, by Jaccard.</summary>
    Neighbours = 3,

    /// <summary>What most customers buy of the categories that the customer buys.</summary>
    Categories = 4,

    /// <summary>What most customers buy now, whoever it is for.</summary>
    Popular = 5,
}

/// <summary>How well one way of recommending did on a shop's own past.</summary>
/// <param name="Method">Which.</param>
/// <param name="WithCold">Whether places are kept for what hardly anybody has bought yet.</param>
/// <param name="Hits">Customers of the first period who bought one of the six products within it.</param>
/// <param name="LaterHits">The same of the period after it, which had no say in the choice.</param>
public sealed record MethodTrial(RecommendationMethod Method, bool WithCold, int Hits, int LaterHits);

/// <summary>Ways of recommending compared on a shop's own past: chosen on one period, reported on the next.</summary>
/// <param name="AsOf">Facts until then.</param>
/// <param name="Days">How long each of the two periods was.</param>
/// <param name="Customers">Who bought something new to them in the first period, of those looked at.</param>
/// <param name="LaterCustomers">The same of the next.</param>
/// <param name="Methods">Every way that was tried.</param>
/// <param name="Chosen">The one that is used.</param>
/// <param name="Verdict">Why, in words.</param>
public sealed record RecommendationTrial(
    Instant AsOf, int Days, int Customers, int LaterCustomers, IReadOnlyList<MethodTrial> Methods, MethodTrial Chosen,
    string Verdict)
{
    /// <summary>How popularity alone did.</summary>
    public MethodTrial Popular => Methods.First(one => one.Method == RecommendationMethod.Popular);
}

/// <summary>How much speaks for a product that a customer never bought.</summary>
public sealed record RecommendationWeights
{
    /// <summary>What was bought together with what the customer has, by the method in use: at most 1. Default 1.
    /// </summary>
    public double CoBought { get; init; } = 1;

    /// <summary>How large a part of their purchases the customer buys of its category. Default 0.</summary>
    public double Bought { get; init; }

    /// <summary>How like it is to what the customer looked at lately: at most 1. Default 0.</summary>
    public double Viewed { get; init; }

    /// <summary>The margin, as a share of its price; nothing where the cost is not known. Default 0.</summary>
    public double Margin { get; init; }

    /// <summary>Whether the method alone decides, as it does by default.</summary>
    internal bool AreUsual => Bought == 0 && Viewed == 0 && Margin == 0 && CoBought > 0;
}
