using Perennial.Core.Recommendations;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>One way of recommending, by how many of those who bought something new to them bought one of six products
/// that it offered.</summary>
/// <param name="Method">ease, blend, neighbours, categories, popular.</param>
/// <param name="Words">What it does, in words.</param>
/// <param name="WithNew">Whether a place is kept for what hardly anybody has bought yet.</param>
/// <param name="Hits">In the period on which the choice was made.</param>
/// <param name="HitRate">That as a share, 0..1.</param>
/// <param name="LaterHits">In the period after it.</param>
/// <param name="LaterHitRate">That as a share, 0..1.</param>
/// <param name="IsUsed">Whether it is the one in use.</param>
public sealed record OfferMethod(string Method, string Words, bool WithNew, int Hits, double HitRate, int LaterHits,
    double LaterHitRate, bool IsUsed);

/// <summary>How products are recommended, how that did on the shop's own past, and what the shop itself has said.
/// </summary>
public sealed record OfferInsight
{
    /// <summary>Whether anything is recommended.</summary>
    public required bool IsFitted { get; init; }

    /// <summary>What could not be given, or why this way was chosen.</summary>
    public required string Verdict { get; init; }

    /// <summary>The way in use; empty where none is.</summary>
    public required string Method { get; init; }

    /// <summary>What it does, in words.</summary>
    public required string MethodWords { get; init; }

    /// <summary>The comparison, the best of the later period first; empty where none was made.</summary>
    public required IReadOnlyList<OfferMethod> Methods { get; init; }

    /// <summary>Days of each of the two periods; 0 where nothing was compared.</summary>
    public required int Days { get; init; }

    /// <summary>Customers of the period on which the choice was made.</summary>
    public required int Customers { get; init; }

    /// <summary>Customers of the period after it.</summary>
    public required int LaterCustomers { get; init; }

    /// <summary>How much each thing speaks for a product.</summary>
    public required RecommendationWeights Weights { get; init; }

    /// <summary>Products that the shop puts first.</summary>
    public required IReadOnlyList<string> Pinned { get; init; }

    /// <summary>Products that the shop never offers.</summary>
    public required IReadOnlyList<string> Blocked { get; init; }

    /// <summary>What most customers buy now, the first first.</summary>
    public required IReadOnlyList<string> Popular { get; init; }

    /// <summary>The way in use, where it was compared.</summary>
    public OfferMethod? Used => Methods.FirstOrDefault(one => one.IsUsed);

    /// <summary>Popularity alone, where it was compared.</summary>
    public OfferMethod? Popularity => Methods.FirstOrDefault(one => one.Method == "popular");

    internal static OfferInsight Of(ShopView view)
    {
        var model = view.ScoringRun?.Models.Recommendations;
        var trial = model?.Trial;
        return new OfferInsight
        {
            IsFitted = model is { Products: > 0 },
            Verdict = model is null ? "No scoring run has recommended anything yet."
                : model.Verdict.Length > 0 ? model.Verdict
                : trial?.Verdict
                ?? "Ways to recommend were not compared: the shop has named one, or was scored before they were.",
            Method = model is null ? "" : Name(model.Method), MethodWords = model is null ? "" : Words(model.Method),
            Methods = trial is null ? [] : [.. trial.Methods.Select(one => Compared(one, trial))
                .OrderByDescending(one => one.LaterHits).ThenByDescending(one => one.Hits)],
            Days = trial?.Days ?? 0, Customers = trial?.Customers ?? 0, LaterCustomers = trial?.LaterCustomers ?? 0,
            Weights = model?.Weights ?? new(), Pinned = model?.Pinned ?? [], Blocked = model?.BlockedProducts ?? [],
            Popular = model?.Popular ?? [],
        };
    }

    static OfferMethod Compared(MethodTrial one, RecommendationTrial trial) => new(Name(one.Method), Words(one.Method),
        one.WithCold, one.Hits, Share(one.Hits, trial.Customers), one.LaterHits,
        Share(one.LaterHits, trial.LaterCustomers), one == trial.Chosen);

    static double Share(int hits, int of) => of == 0 ? 0 : (double)hits / of;

    static string Name(RecommendationMethod method) => method.ToString().ToLowerInvariant();

    static string Words(RecommendationMethod method) => method switch
    {
        RecommendationMethod.Ease => "what fits to all they have (EASE)",
        RecommendationMethod.Blend => "what fits to all they have, and what is popular",
        RecommendationMethod.Neighbours => "what others have who have the same",
        RecommendationMethod.Categories => "what is popular in the categories they buy",
        _ => "what is popular",
    };
}
