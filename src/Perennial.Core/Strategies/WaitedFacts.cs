using Perennial.Core.History;
using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Core.Strategies;

/// <summary>Tells the facts that some strategy waits for from the others, for some customers.</summary>
/// <param name="rules">The facts that are waited for.</param>
/// <param name="history">The customers' facts.</param>
/// <remarks>For one thread.</remarks>
public sealed class WaitedFacts(IReadOnlyList<FactRule> rules, HistoryTable history)
{
    readonly BoundFacts?[] bound = new BoundFacts?[rules.Count];

    /// <summary>Whether any is waited for that is such a fact.</summary>
    /// <param name="row">The customer's row.</param>
    /// <param name="kind">What kind of fact.</param>
    /// <param name="index">Its place among the customer's facts of its kind; where it is negative any fact of the kind
    /// may be meant.</param>
    public bool Any(int row, FactKind kind, int index)
    {
        for (var rule = 0; rule < rules.Count; rule++)
        {
            if (FactKinds.Of(rules[rule]) != kind) continue;
            if (index < 0) return true;
            if ((bound[rule] ??= BoundFacts.Bind(rules[rule].Test, history)).Matches(row, index)) return true;
        }
        return false;
    }
}
