namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>Rules bound to the tables of some customers, each once: a rule is asked of many of them.</summary>
/// <param name="data">Whose tables; filled by the time that anything is asked.</param>
/// <remarks>For one thread.</remarks>
public sealed class RuleTests(RuleData data)
{
    readonly Dictionary<Rule, RuleTest> tests = new(ReferenceEqualityComparer.Instance);

    /// <summary>The rule, bound.</summary>
    public RuleTest Of(Rule rule)
    {
        if (!tests.TryGetValue(rule, out var test)) tests.Add(rule, test = new RuleTest(rule, data));
        return test;
    }
}
