namespace Perennial.Channels.Intake.Reports;

/// <summary>Why a row met its fate.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Fate">What happens to such rows.</param>
/// <param name="Words">For people.</param>
sealed record Reason(string Code, RowFate Fate, string Words)
{
    public static readonly Reason
        Imported = new("imported", RowFate.Imported, "imported"),
        DiscountLine = new("discount-line", RowFate.Imported, "negative price: taken off its order as a discount"),
        TakenBack = new("taken-back", RowFate.TakenBack, "cancellations and returns taken off the customer's orders"),
        TakenBackInPart = new("taken-back-in-part", RowFate.TakenBack,
            "cancellations and returns larger than the orders found: taken off as far as they go"),
        NothingToTakeBack = new("nothing-to-take-back", RowFate.LeftOut,
            "cancellations and returns without an earlier order in the file"),
        KeptForOrder = new("kept-for-order", RowFate.LeftOut,
            "cancellations and returns of orders that the file does not have: an import keeps them for those orders"),
        Duplicate = new("duplicate", RowFate.Duplicate, "the same order again, word for word"),
        CustomerUnknown = new("customer-unknown", RowFate.LeftOut, "customer unknown: belongs to nobody's history"),
        Free = new("free", RowFate.LeftOut, "price is zero or negative: not a sale"),
        Adjustment = new("adjustment", RowFate.LeftOut, "bookkeeping adjustments"),
        NotPlaced = new("not-placed", RowFate.LeftOut, "status says the order was never placed or paid"),
        NoUnits = new("no-units", RowFate.LeftOut, "quantity is zero"),
        NoCustomer = new("no-customer", RowFate.Rejected,
            "no customer: id, e-mail and phone are empty or placeholders (0, null, guest)"),
        RoundedCustomer = new("rounded-customer", RowFate.Rejected,
            "customer number that a spreadsheet rounded (6.12346E+12): format the column as text or as a number without"
            + " decimals, or export again and do not save it from the spreadsheet"),
        RoundedOrder = new("rounded-order", RowFate.Rejected,
            "order number that a spreadsheet rounded (6.12346E+12): export again and do not save it from the"
            + " spreadsheet"),
        NoDate = new("no-date", RowFate.Rejected, "no date"),
        BadDate = new("bad-date", RowFate.Rejected, "not a date in this file's format"),
        OldDate = new("old-date", RowFate.Rejected, "date before 1970"),
        FutureDate = new("future-date", RowFate.Rejected, "date in the future"),
        NoAmount = new("no-amount", RowFate.Rejected, "no amount"),
        BadAmount = new("bad-amount", RowFate.Rejected, "not an amount in this file's format"),
        HugeAmount = new("huge-amount", RowFate.Rejected, "amount above ten billion"),
        BadQuantity = new("bad-quantity", RowFate.Rejected, "not a quantity"),
        Conflict = new("conflict", RowFate.Rejected,
            "order number used before for another order; the first one is kept"),
        OrderRejected = new("order-rejected", RowFate.Rejected, "the first line of this order was rejected"),
        ExtraCells = new("extra-cells", RowFate.Rejected, "more cells than the header has columns"),
        Again = new("again", RowFate.Duplicate, "its number was in the file before: the first one is kept"),
        Erased = new("erased", RowFate.LeftOut, "of people who were erased: they stay out"),
        OrderElsewhere = new("order-elsewhere", RowFate.LeftOut,
            "orders as a tracker reports them: import them from the shop"),
        NoLabel = new("no-label", RowFate.Rejected,
            "no label of the day, or one that is too long or has a slash: birthday, anniversary"),
        NoDay = new("no-day", RowFate.Rejected, "no day, and nothing is refused for one"),
        NoKind = new("no-kind", RowFate.Rejected, "nothing says what happened"),
        BadKind = new("bad-kind", RowFate.Rejected, "not a kind of response known here"),
        BadChannel = new("bad-channel", RowFate.Rejected, "not a channel known here"),
        BadRating = new("bad-rating", RowFate.Rejected, "not a rating, or one above its scale"),
        BadNumber = new("bad-number", RowFate.Rejected, "not a whole number from 1 up"),
        BadDuration = new("bad-duration", RowFate.Rejected, "not a duration"),
        NoProduct = new("no-product", RowFate.Rejected, "no product id or name");
}

/// <summary>What is wrong with a record: the reason and the column it shows in.</summary>
/// <param name="Reason">Why the record is not imported.</param>
/// <param name="Column">Column, or −1 where it concerns the whole record.</param>
/// <param name="Detail">More, for the rejects file; null if there is no more to say.</param>
readonly record struct Fault(Reason Reason, int Column = -1, string? Detail = null);

/// <summary>Counts rows by reason.</summary>
sealed class Tally
{
    readonly Dictionary<Reason, (long Rows, long Cents, long NotApplied)> counts = [];
    long importedRows, importedCents;

    /// <summary>Rows counted.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows rejected.</summary>
    public long Rejected { get; private set; }

    /// <summary>Counts an imported row: the usual case, without a look-up.</summary>
    public void Import(long cents)
    {
        Rows++;
        importedRows++;
        importedCents += cents;
    }

    /// <summary>Counts imported rows that were read elsewhere.</summary>
    public void Import(long rows, long cents)
    {
        Rows += rows;
        importedRows += rows;
        importedCents += cents;
    }

    /// <summary>Counts a row.</summary>
    public void Add(Reason reason, long cents = 0, long notApplied = 0)
    {
        Rows++;
        if (reason.Fate == RowFate.Rejected) Rejected++;
        var count = counts.GetValueOrDefault(reason);
        counts[reason] = (count.Rows + 1, count.Cents + cents, count.NotApplied + notApplied);
    }

    /// <summary>The counts, in the order of fates, the most frequent reasons first.</summary>
    public List<RowCount> ToCounts()
    {
        var imported = new RowCount(
            RowFate.Imported, Reason.Imported.Code, Reason.Imported.Words, importedRows, importedCents);
        return [imported, .. counts
            .OrderBy(count => count.Key.Fate).ThenByDescending(count => count.Value.Rows)
            .Select(count => new RowCount(count.Key.Fate, count.Key.Code, count.Key.Words,
                count.Value.Rows, count.Value.Cents, count.Value.NotApplied))];
    }
}
