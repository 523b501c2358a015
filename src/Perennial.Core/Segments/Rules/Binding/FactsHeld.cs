using Perennial.Core.History;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>Whom a test of facts holds of, where nothing but histories is at hand.</summary>
/// <param name="test">How many facts of a kind there must be.</param>
/// <param name="history">Some customers' facts.</param>
public sealed class FactsHeld(FactTest test, HistoryTable history)
{
    readonly BoundFacts bound = BoundFacts.Bind(test, history);

    /// <summary>Whether it holds of a customer of the table.</summary>
    public bool Holds(int row, RuleMoment moment) => bound.Holds(row, moment);
}
