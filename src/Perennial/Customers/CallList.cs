using Perennial.Core.Cycle;
using Perennial.Core.Priority;
using Perennial.Core.Prospects;
using Perennial.Shop;
using Perennial.Words;

namespace Perennial.Customers;

/// <summary>One line of the call list.</summary>
/// <param name="Rank">Place in the order of the last scoring run; 0 for customers who came since.</param>
/// <param name="CustomerId">The customer's id.</param>
/// <param name="Name">What to call them.</param>
/// <param name="Phone">Number to call; empty where the customer may not be called.</param>
/// <param name="Tier">1..6.</param>
/// <param name="BuyChance90">The chance of an order within 90 days, whoever calls or not; null where nothing can be
/// said. It is shown beside and orders nobody: who buys anyway needs no call.</param>
/// <param name="Why">In words.</param>
/// <param name="WhyNot">Why there is no number, in words; empty where there is one.</param>
sealed record CallEntry(
    int Rank, string CustomerId, string Name, string Phone, int Tier, double? BuyChance90, string Why, string WhyNot);

/// <summary>Who to call, in order, and why.</summary>
static class CallList
{
    /// <summary>Whether a customer is on it: whoever has ordered, and prospects with a favourable action. Who came
    /// since the last scoring run has a tier and no rank yet, and stands at the end.</summary>
    public static bool Has(ShopView view, int row) => Tier(view, row) > 0;

    /// <summary>Which of the top lists somebody is on, 1..6: of customers, or of prospects; 0 for neither.</summary>
    public static byte Tier(ShopView view, int row) => Math.Max(
        view.Table.Values(PriorityColumns.Tier)[row], view.Table.Values(ProspectColumns.Tier)[row]);

    public static IReadOnlyList<CallEntry> Of(ShopView view, CustomerFilter filter, int limit) =>
        [.. CustomerList.All(view, filter with { Ranked = true }, ListOrder.Priority)
            .Take(limit).Select(row => Entry(view, row))];

    static CallEntry Entry(ShopView view, int row) => new(
        Math.Max(0, view.Table.Values(PriorityColumns.Rank)[row]), view.Ids[row].ToString(), view.NameOf(row),
        view.PhoneToCall(row), Tier(view, row), BuyChance90(view, row),
        CallWords.Why(view.Table, row), view.WhyNotCalled(row));

    static double? BuyChance90(ShopView view, int row) =>
        view.Table.Values(CycleColumns.BuyChance90)[row] is var chance && double.IsNaN(chance) ? null : chance;
}
