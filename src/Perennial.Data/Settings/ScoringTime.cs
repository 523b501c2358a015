namespace Perennial.Data.Settings;

/// <summary>When the shop is scored every day, where somebody said.</summary>
/// <param name="Minute">Minutes of the shop's day, 0..1439; null for never.</param>
public readonly record struct ScoringTime(int? Minute)
{
    /// <summary>Not at all.</summary>
    public static ScoringTime Never => default;
}
