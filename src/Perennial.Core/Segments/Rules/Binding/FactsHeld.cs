using Perennial.Core.Cycle.Categories;
using Perennial.Core.History;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>Whom a test of facts, or of the cycle of a category, holds of, where nothing but histories is at hand.
/// </summary>
/// <param name="test">A <see cref="FactTest"/> or a <see cref="CategoryTest"/>.</param>
/// <param name="history">Some customers' facts.</param>
/// <param name="cycles">Where they stand in the cycles of categories; asked only where the test asks.</param>
public sealed class FactsHeld(
    Rule test, HistoryTable history, Func<IReadOnlyList<IReadOnlyList<CategoryStand>>> cycles)
{
    readonly BoundRule bound = test switch
    {
        FactTest facts => BoundFacts.Bind(facts, history),
        CategoryTest category => BoundCategory.Bind(category, cycles()),
        _ => throw new ArgumentException($"Histories alone do not answer {test.GetType().Name}.", nameof(test)),
    };

    /// <summary>Whether it holds of a customer of the table.</summary>
    public bool Holds(int row, RuleMoment moment) => bound.Holds(row, moment);
}
