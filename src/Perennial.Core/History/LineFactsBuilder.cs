namespace Perennial.Core.History;

/// <summary>Collects lines order by order.</summary>
sealed class LineFactsBuilder
{
    readonly List<int> start = [0], product = [], quantity = [], refunded = [];
    readonly List<long> gross = [], discount = [];

    /// <summary>Adds the next order's lines.</summary>
    public void Add(OrderLineFact[] lines)
    {
        foreach (var line in lines)
        {
            product.Add(line.Product);
            quantity.Add(line.Quantity);
            gross.Add(line.GrossCents);
            discount.Add(line.DiscountCents);
            refunded.Add(line.RefundedQuantity);
        }
        start.Add(product.Count);
    }

    /// <summary>Adds the next order's lines from those of a table, with other returned units.</summary>
    public void Add(LineFacts from, int[] refundedQuantity, int order)
    {
        var lines = from.Start[order]..from.Start[order + 1];
        product.AddRange(from.Product.AsSpan(lines));
        quantity.AddRange(from.Quantity.AsSpan(lines));
        gross.AddRange(from.GrossCents.AsSpan(lines));
        discount.AddRange(from.DiscountCents.AsSpan(lines));
        refunded.AddRange(refundedQuantity.AsSpan(lines));
        start.Add(product.Count);
    }

    /// <summary>The lines.</summary>
    public LineFacts Build() => new()
    {
        Start = [.. start], Product = [.. product], Quantity = [.. quantity], GrossCents = [.. gross],
        DiscountCents = [.. discount], RefundedQuantity = [.. refunded],
    };
}
