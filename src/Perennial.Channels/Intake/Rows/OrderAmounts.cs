using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Values;

namespace Perennial.Channels.Intake.Rows;

/// <summary>The amounts of a whole order as its row states them, in cents.</summary>
/// <param name="Net">Paid for the goods: subtotal, or else total without shipping and tax. Negative for a refund that
/// is booked as an order; null where the row says nothing.</param>
/// <param name="Discount">Taken off, not negative.</param>
/// <param name="Refunded">Given back, not negative, in the unit of the total where there is one.</param>
/// <param name="Total">Paid in all, tax and shipping included, not negative; 0 where the row does not say.</param>
readonly record struct OrderAmounts(long? Net, long Discount, long Refunded, long Total)
{
    /// <summary>Reads them. False if a cell is no amount.</summary>
    /// <param name="cells">The record.</param>
    /// <param name="currencies">Checks currencies written beside amounts.</param>
    /// <param name="totalCounts">Whether the total column is the order's.</param>
    /// <param name="amounts">The amounts.</param>
    public static bool TryRead(Cells cells, CurrencyCheck currencies, bool totalCounts, out OrderAmounts amounts)
    {
        amounts = default;
        if (cells.Mapping.Has(Target.Currency)) currencies.SeeCell(cells[Target.Currency], cells.Line);
        if (!cells.TryCents(Target.Discount, currencies, out var discount)) return false;
        if (!cells.TryCents(Target.Refunded, currencies, out var refunded)) return false;
        if (!TryNet(cells, currencies, totalCounts, out var net)) return false;
        var total = 0L;
        if (totalCounts && !cells.TryCents(Target.Total, currencies, out total)) return false;
        amounts = new OrderAmounts(net, Math.Abs(discount), Math.Abs(refunded), Math.Abs(total));
        return true;
    }

    static bool TryNet(Cells cells, CurrencyCheck currencies, bool totalCounts, out long? net)
    {
        net = null;
        if (!cells[Target.Subtotal].IsEmpty)
        {
            if (!cells.TryCents(Target.Subtotal, currencies, out var subtotal)) return false;
            net = subtotal;
            return true;
        }
        if (!totalCounts || cells[Target.Total].IsEmpty) return true;
        if (!cells.TryCents(Target.Total, currencies, out var total)) return false;
        if (!cells.TryCents(Target.Shipping, currencies, out var shipping)) return false;
        if (!cells.TryCents(Target.Tax, currencies, out var tax)) return false;
        // A refund's shipping and tax may be written with either sign; they lessen the total in size.
        var goods = Math.Max(0, Math.Abs(total) - Math.Abs(shipping) - Math.Abs(tax));
        net = total < 0 ? -goods : goods;
        return true;
    }
}
