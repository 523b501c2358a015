using Perennial.Core.History;
using Perennial.Data.Batches;
using Perennial.Data.Products;

namespace Perennial.Data.History;

/// <summary>Adds histories that a batch holds whole to a chunk, in the order in which the store would give them: facts
/// of one instant then stand alike, wherever they come from.</summary>
sealed class HeldHistory
{
    readonly HistoryTable history;
    readonly CustomerGroups groups;
    readonly ProductIndex products;
    readonly int[] productOf;

    public HeldHistory(HistoryTable history, CustomerGroups groups, ProductIndex products)
    {
        (this.history, this.groups, this.products) = (history, groups, products);
        productOf = new int[history.Products.Count];
        Array.Fill(productOf, -1);
    }

    /// <summary>Adds one row's facts as those of the customer the chunk added last.</summary>
    public void AddTo(HistoryChunkBuilder chunk, int row)
    {
        var refunds = history.Orders.Refunds;
        var (first, end) = (refunds.Start[row], refunds.Start[row + 1]);
        Dictionary<int, int>? placeOf = first < end ? [] : null;
        foreach (var order in groups.Orders.Of(row))
        {
            placeOf?.Add(order, chunk.Orders.Count);
            chunk.Orders.Add(chunk.Customer, history.Orders, order);
            AddLines(chunk, order);
        }
        for (var i = first; i < end; i++)
            chunk.Orders.AddRefund(chunk.Customer, refunds, i, placeOf![refunds.Order[i]]);
        if (history.Activities is { } activities)
            foreach (var fact in groups.Activities!.Of(row))
                chunk.Activities.Add(chunk.Customer, activities, fact, ProductOf(activities.Product[fact]));
        if (history.Contacts is { } contacts)
            foreach (var fact in groups.Contacts!.Of(row)) chunk.Contacts.Add(chunk.Customer, contacts, fact);
        if (history.Responses is { } responses)
            foreach (var fact in groups.Responses!.Of(row)) chunk.Responses.Add(chunk.Customer, responses, fact);
    }

    void AddLines(HistoryChunkBuilder chunk, int order)
    {
        if (history.Orders.Lines is not { } lines) return;
        for (var line = lines.Start[order]; line < lines.Start[order + 1]; line++)
        {
            chunk.Orders.AddLine(new OrderLineFact(ProductOf(lines.Product[line]), lines.Quantity[line],
                lines.GrossCents[line], lines.DiscountCents[line], lines.RefundedQuantity[line]));
        }
    }

    int ProductOf(int product)
    {
        if (product < 0) return -1;
        if (productOf[product] < 0) productOf[product] = products.IndexOf(history.Products[product]);
        return productOf[product];
    }
}
