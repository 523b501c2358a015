namespace Perennial.Ui.Charts;

/// <summary>Six colours for parts of a whole that are no more or less of one thing. Classes tint-1..6 follow the
/// scheme; these are for where no stylesheet reaches.</summary>
public static class Tint
{
    /// <summary>Well, better than usual, to be watched, alarming, over, and nobody knows.</summary>
    static readonly string[] inks = ["#2f7d59", "#8cc4a3", "#d9a441", "#c4573a", "#8a938d", "#d5dbd6"];

    /// <summary>From recent over late to inactive and unknown.</summary>
    public static readonly IReadOnlyList<int> OfCycle = [1, 2, 3, 4, 5, 6];

    /// <summary>Under, on target, over, not contacted.</summary>
    public static readonly IReadOnlyList<int> OfPressure = [2, 1, 4, 6];

    /// <summary>Full-price, mixed, deal-seeker, unknown.</summary>
    public static readonly IReadOnlyList<int> OfPromotion = [1, 2, 3, 6];

    /// <summary>The colour of a tint 1..6.</summary>
    public static string Ink(int tint) => inks[tint - 1];
}
