using Perennial.Core;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.History;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Data;

namespace Perennial.Shop;

/// <summary>What rules ask of facts in a look back: of histories as they were, for the store's tables hold the
/// present.</summary>
/// <param name="store">The shop.</param>
/// <param name="ids">The customers of the view, ascending.</param>
/// <param name="at">As of when.</param>
/// <param name="cycles">Where customers of a table stood in the cycles of categories.</param>
sealed class FactsThen(ShopStore store, CustomerId[] ids, PastMoment at,
    Func<HistoryTable, IReadOnlyList<IReadOnlyList<CategoryStand>>> cycles)
{
    /// <summary>Who of the view meets each of some tests: one reading of all histories.</summary>
    public IReadOnlyList<RowSet> Of(IReadOnlyList<Rule> tests, RuleMoment moment)
    {
        RowSet[] found = [.. tests.Select(_ => new RowSet(ids.Length))];
        foreach (var chunk in store.Facts.Histories(
            withPast: true, withEventNames: tests.Any(test => test.UsesEventNames), people: at.People))
        {
            var then = chunk.History.AsOf(at.AsOf, at.KnownBy);
            var stands = new Lazy<IReadOnlyList<IReadOnlyList<CategoryStand>>>(() => cycles(then));
            var rows = Array.ConvertAll(chunk.Ids, id => Array.BinarySearch(ids, id));
            for (var i = 0; i < tests.Count; i++)
            {
                var held = new FactsHeld(tests[i], then, () => stands.Value);
                for (var row = 0; row < rows.Length; row++)
                    if (rows[row] >= 0 && held.Holds(row, moment)) found[i].Add(rows[row]);
            }
        }
        return found;
    }
}
