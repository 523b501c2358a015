using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Units and value of the line in the current record.</summary>
sealed class LineValues(Cells cells, CurrencyCheck currencies, bool totalIsOfLine)
{
    readonly bool hasQuantity = cells.Mapping.Has(Target.Quantity);
    readonly bool hasPrice = cells.Mapping.Has(Target.UnitPrice);
    readonly Target value = cells.Mapping.Has(Target.LineTotal) ? Target.LineTotal : Target.Total;
    readonly bool hasValue = cells.Mapping.Has(Target.LineTotal) || (totalIsOfLine && cells.Mapping.Has(Target.Total));

    /// <summary>Units, negative for a return.</summary>
    public int Units { get; private set; }

    /// <summary>Value at list price, cents; negative for a return, or for a discount booked as a line.</summary>
    public long Cents { get; private set; }

    /// <summary>Taken off this line, cents, 0..Cents.</summary>
    public long DiscountCents { get; private set; }

    /// <summary>Whether the line takes something back.</summary>
    public bool IsCancellation { get; private set; }

    /// <summary>Whether the price is above zero.</summary>
    public bool IsPriced { get; private set; }

    /// <summary>Reads the record's line. False if a cell is no number.</summary>
    public bool TryRead()
    {
        (Units, Cents, DiscountCents, IsCancellation, IsPriced) = (1, 0, 0, false, false);
        var quantity = Amount.One;
        if (hasQuantity && !cells[Target.Quantity].IsEmpty)
        {
            if (!cells.TryNumber(Target.Quantity, Reason.BadQuantity, currencies, out quantity)) return false;
            if (!quantity.TryToUnits(out var units))
                return cells.Fail(new Fault(Reason.BadQuantity, cells.Mapping[Target.Quantity]));
            Units = units;
        }
        IsCancellation = quantity.IsNegative;
        if (hasPrice && (!hasValue || !cells[Target.UnitPrice].IsEmpty)) return TryPrice(quantity) && TryDiscount();
        return !hasValue || (TryValue() && TryDiscount());
    }

    bool TryPrice(Amount quantity)
    {
        if (!cells.TryNumber(Target.UnitPrice, Reason.BadAmount, currencies, out var price)) return false;
        if (!quantity.TryTimes(price, out var cents))
            return cells.Fail(new Fault(Reason.HugeAmount, cells.Mapping[Target.UnitPrice]));
        Cents = cents;
        IsPriced = price is { IsNegative: false, IsZero: false };
        if (price.IsNegative) IsCancellation = false;
        if (!cells.Mapping.Has(Target.LineTotal) || cents <= 0) return true;
        if (!cells.TryCents(Target.LineTotal, currencies, out var paid)) return false;
        // What was paid for the line says what was taken off it, unless it is not less (it may include tax).
        if (!cells[Target.LineTotal].IsEmpty && paid >= 0 && paid < cents) DiscountCents = cents - paid;
        return true;
    }

    bool TryValue()
    {
        if (!cells.TryNeededCents(value, currencies, out var paid)) return false;
        if (!cells.TryCents(Target.LineDiscount, currencies, out var discount)) return false;
        // Without a quantity of its own a negative value is a return; beside units that were sold, a discount.
        IsCancellation |= paid < 0 && (!hasQuantity || cells[Target.Quantity].IsEmpty);
        if (IsCancellation && paid > 0) paid = -paid;
        Cents = paid > 0 ? paid + Math.Abs(discount) : paid;
        IsPriced = paid != 0 && (paid > 0 || IsCancellation);
        return true;
    }

    bool TryDiscount()
    {
        if (Cents <= 0 || DiscountCents > 0) return true;
        if (!cells.TryCents(Target.LineDiscount, currencies, out var discount)) return false;
        DiscountCents = Math.Min(Math.Abs(discount), Cents);
        return true;
    }
}
