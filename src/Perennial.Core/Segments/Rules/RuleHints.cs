namespace Perennial.Core.Segments.Rules;

/// <summary>What whoever wrote a rule should know although nothing is wrong with it.</summary>
public static class RuleHints
{
    /// <summary>Each once, in the order of the rule; of the rule itself, not of segments that it refers to.</summary>
    public static IReadOnlyList<string> Of(Rule rule) => [.. All(rule).Distinct()];

    static IEnumerable<string> All(Rule rule) => rule switch
    {
        ColumnTest test => test.Comparison.Values.Select(value => value.Hint).OfType<string>(),
        InSegment => [],
        _ => rule.Inner.SelectMany(All),
    };
}
