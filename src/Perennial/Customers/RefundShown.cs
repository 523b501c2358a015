using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Customers;

/// <summary>Money given back of one order.</summary>
/// <param name="At">When.</param>
/// <param name="Cents">How much of the goods.</param>
/// <param name="Number">The order's number; empty where it has none.</param>
/// <param name="IsOfOrdersDay">Whether it is of the order's own instant, because nobody has said when.</param>
/// <param name="IsAll">Whether nothing of the order is left with it.</param>
sealed record RefundShown(Instant At, long Cents, string Number, bool IsOfOrdersDay, bool IsAll)
{
    /// <summary>The refunds of one customer, the latest first.</summary>
    public static IReadOnlyList<RefundShown> Of(HistoryTable history)
    {
        var (orders, refunds) = (history.Orders, history.Orders.Refunds);
        var last = new Dictionary<int, int>();
        for (var i = 0; i < refunds.At.Length; i++) last[refunds.Order[i]] = i;
        var shown = new List<RefundShown>(refunds.At.Length);
        for (var i = refunds.At.Length - 1; i >= 0; i--)
        {
            var order = refunds.Order[i];
            var paid = orders.GrossCents[order] - (orders.DiscountCents.Length == 0 ? 0 : orders.DiscountCents[order]);
            shown.Add(new RefundShown(refunds.At[i], refunds.Cents[i],
                orders.Number.Length == 0 ? "" : orders.Number[order] ?? "", refunds.At[i] == orders.At[order],
                last[order] == i && orders.RefundedCents[order] >= paid));
        }
        return shown;
    }
}
