using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Data;
using Perennial.Data.Rules;
using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Customers;

/// <summary>Lists of a rule's customers as the store's database finds them: nobody is read but whom the rule finds.
/// </summary>
/// <remarks>Filters by columns become part of the rule, so that a page of fifty reads fifty. A text to search for, who
/// may be called, and orders that a store does not keep are looked at among the rule's customers.</remarks>
sealed class StoredList
{
    readonly RuleAnswer answer;
    readonly CustomerFilter rest;

    StoredList(RuleAnswer answer, CustomerFilter rest) => (this.answer, this.rest) = (answer, rest);

    /// <summary>Asks whom a filter means.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="filter">With a rule or a segment.</param>
    /// <param name="now">As of when.</param>
    /// <exception cref="BadInputException">A value or segment does not exist, or the rule is wrong.</exception>
    public static StoredList Of(ShopStore store, CustomerFilter filter, Instant now)
    {
        var nobody = RuleAnswer.NobodyOf(store, now);
        return new(RuleAnswer.Of(store, nobody, filter.AsRule(nobody)),
            new CustomerFilter { Text = filter.Text, WithPhone = filter.WithPhone })
        {
            Hints = filter.Hints(nobody),
        };
    }

    /// <summary>What whoever asked should know although nothing is wrong.</summary>
    public required IReadOnlyList<string> Hints { get; init; }

    /// <summary>One page, with a view of whoever is on it.</summary>
    /// <param name="order">By what.</param>
    /// <param name="page">Which, from 1; one past the last gives the last.</param>
    /// <param name="size">Customers on a full page.</param>
    public (ShopView View, CustomerPage Page) Page(ListOrder order, int page, int size)
    {
        if (!rest.IsEmpty || Columns.Find(order.By) is not { } column || !RuleStore.CanOrderBy(column))
        {
            var members = answer.Members();
            return (members, CustomerList.Find(members, rest, order, page, size));
        }
        var total = checked((int)answer.Total.Customers);
        page = CustomerList.Clamp(page, total, size);
        var ids = answer.Page(column, order.Descending, ((page - 1) * size, size));
        var view = ShopLoader.Some(answer.Store, ids, answer.Nobody.Table.AsOf);
        int[] rows = [.. ids.Select(view.RowOf).Where(row => row >= 0)];
        return (view, new CustomerPage(rows, total, page, size));
    }

    /// <summary>All of them, with what is still to be looked at: for exports.</summary>
    public (ShopView View, CustomerFilter Left) All() => (answer.Members(), rest);
}
