namespace Perennial.Channels.Intake.Formats;

/// <summary>UCI Online Retail, and files laid out like it: one row per invoice line.</summary>
/// <remarks>
/// The usual cleaning is the format's rule: lines without a customer and free lines are left out; lines of invoices
/// that begin with C take back earlier lines; invoices that begin with A adjust the books.
/// </remarks>
static class OnlineRetail
{
    const string Name = "online-retail";

    public static readonly FileFormat Format = new(
        Name,
        look => (look.HasColumns("InvoiceNo", "CustomerID", "UnitPrice")
                || look.HasColumns("Invoice", "Customer ID", "Price"))
            && look.HasColumns("StockCode", "Quantity", "InvoiceDate"),
        look => new FileLayout(
            Name, Name, Subject.OrderLines, HeaderMapping.Prescribed(look.Path, look.Header, look.Map,
        [
            (Target.OrderId, "InvoiceNo|Invoice"), (Target.CustomerId, "CustomerID"),
            (Target.OrderedAt, "InvoiceDate"), (Target.Sku, "StockCode"), (Target.ProductName, "Description"),
            (Target.Quantity, "Quantity"), (Target.UnitPrice, "UnitPrice|Price"), (Target.Country, "Country"),
        ]), new RowRules
        {
            CustomerMayBeUnknown = true,
            CustomerHasPointZero = true,
            CancellationPrefix = 'C',
            AdjustmentPrefix = 'A',
            LeaveOutFree = true,
        })
        {
            Currency = "GBP",
        });
}
