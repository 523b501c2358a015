using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Files with one product in each row. The last row of a product wins.</summary>
sealed class ProductRows(FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
    : FileRows(layout, cells, tally, rejects, currencies)
{
    readonly Dictionary<string, ProductDetails> products = [];

    public override void Take()
    {
        var id = Cells.Text(Target.Sku) ?? Cells.Text(Target.ProductName);
        if (!Cells.HasOnlyNamedCells())
            Reject();
        else if (id is null)
            Reject(new Fault(Reason.NoProduct, Math.Max(Cells.Mapping[Target.Sku], Cells.Mapping[Target.ProductName])));
        else if (!TryOptionalCents(Target.Price, out var price) || !TryOptionalCents(Target.Cost, out var cost)
            || !TryStock(out var stock))
            Reject();
        else
            Keep(id, price, cost, stock);
    }

    public override FactBatch Finish(string source, string? currency) => new()
    {
        Source = source,
        Keys = CustomerKeys.From([]),
        KeyKinds = [],
        History = new HistoryTable(0, OrderFacts.Empty(0)) { Products = [.. products.Keys] },
        Products = [.. products.Values],
        Currency = currency,
    };

    void Keep(string id, long? price, long? cost, int? stock)
    {
        if (Cells.Mapping.Has(Target.Currency)) Currencies.SeeCell(Cells[Target.Currency], Cells.Line);
        products[id] = new ProductDetails(id)
        {
            Name = Cells.Text(Target.ProductName),
            Category = Cells.Text(Target.Category),
            PriceCents = price,
            CostCents = cost,
            Image = Cells.Text(Target.Image),
            Description = Cells.Text(Target.Description),
            Stock = stock,
            Sellable = Cells.YesNo(Cells.Text(Target.Sellable)),
        };
        Tally.Import(0);
    }

    bool TryOptionalCents(Target target, out long? cents)
    {
        cents = null;
        if (Cells[target].IsEmpty) return true;
        if (!Cells.TryNeededCents(target, Currencies, out var value)) return false;
        cents = value;
        return value >= 0 || Cells.Fail(new Fault(Reason.BadAmount, Cells.Mapping[target], "a price is not negative"));
    }

    bool TryStock(out int? stock)
    {
        stock = null;
        if (Cells[Target.Stock].IsEmpty) return true;
        if (!Cells.TryNumber(Target.Stock, Reason.BadQuantity, Currencies, out var number)) return false;
        var fits = number.TryToUnits(out var units);
        stock = units;
        return fits || Cells.Fail(new Fault(Reason.BadQuantity, Cells.Mapping[Target.Stock]));
    }
}
