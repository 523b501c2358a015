namespace Perennial.Core.Planning;

/// <summary>What gates are called in files, JSON and sums.</summary>
public static class GateWords
{
    /// <summary>The word: "contact hours", "universal holdout".</summary>
    public static string Of(Gate gate) => gate switch
    {
        Gate.None => "",
        Gate.ContactHours => "contact hours",
        Gate.SitePrice => "site price",
        Gate.UniversalHoldout => "universal holdout",
        _ => gate.ToString().ToLowerInvariant(),
    };
}
