using System.Runtime.InteropServices;
using System.Text;
using Perennial.Channels.Intake.Formats;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>The lines of orders read so far, as arrays, and their products.</summary>
sealed class LineCollector
{
    readonly List<int> order = [];
    readonly List<int> product = [];
    readonly List<int> quantity = [];
    readonly List<long> gross = [];
    readonly List<long> discount = [];
    readonly List<int> refundedQuantity = [];
    readonly List<long> refundedCents = [];
    readonly KeyTable products = new();
    readonly List<string?> names = [];
    readonly List<string?> categories = [];

    /// <summary>Number of lines.</summary>
    public int Count => order.Count;

    /// <summary>Each line's order.</summary>
    public ReadOnlySpan<int> Order => CollectionsMarshal.AsSpan(order);

    /// <summary>Each line's product.</summary>
    public ReadOnlySpan<int> Product => CollectionsMarshal.AsSpan(product);

    /// <summary>Units.</summary>
    public ReadOnlySpan<int> Quantity => CollectionsMarshal.AsSpan(quantity);

    /// <summary>Value at list price, cents.</summary>
    public ReadOnlySpan<long> Gross => CollectionsMarshal.AsSpan(gross);

    /// <summary>Taken off the line, cents.</summary>
    public ReadOnlySpan<long> Discount => CollectionsMarshal.AsSpan(discount);

    /// <summary>Units given back.</summary>
    public Span<int> RefundedQuantity => CollectionsMarshal.AsSpan(refundedQuantity);

    /// <summary>Value given back, cents.</summary>
    public Span<long> RefundedCents => CollectionsMarshal.AsSpan(refundedCents);

    /// <summary>Adds a line.</summary>
    public void Add(int ofOrder, int ofProduct, int units, long grossCents, long discountCents)
    {
        order.Add(ofOrder);
        product.Add(ofProduct);
        quantity.Add(units);
        gross.Add(grossCents);
        discount.Add(discountCents);
        refundedQuantity.Add(0);
        refundedCents.Add(0);
    }

    /// <summary>Numbers the current record's product: by its id, or by its name where it has no id; −1 for neither.
    /// </summary>
    public int ProductNumber(Cells cells)
    {
        var id = cells[Target.Sku];
        if (id.IsEmpty) id = cells[Target.ProductName];
        if (id.Length > 1 && id[0] == '\'') id = id[1..];
        if (id.IsEmpty) return -1;
        var index = products.Add(id, out var added);
        if (added)
        {
            names.Add(null);
            categories.Add(null);
        }
        names[index] ??= cells.Text(Target.ProductName);
        categories[index] ??= cells.Text(Target.Category);
        return index;
    }

    /// <summary>The products' ids, and what is known of them.</summary>
    public (string[] Ids, ProductDetails[] Details) Products()
    {
        var ids = new string[products.Count];
        var details = new List<ProductDetails>();
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = Encoding.UTF8.GetString(products[i]);
            if (names[i] is not null || categories[i] is not null)
                details.Add(new ProductDetails(ids[i]) { Name = names[i], Category = categories[i] });
        }
        return (ids, [.. details]);
    }

    /// <summary>Which line of its order each line is, from 0.</summary>
    public int[] NumberInOrder(int orders)
    {
        var (next, number) = (new int[orders], new int[Count]);
        for (var line = 0; line < number.Length; line++) number[line] = next[order[line]]++;
        return number;
    }

    /// <summary>The lines grouped by order.</summary>
    /// <param name="position">For each place among the grouped orders, the order that belongs there.</param>
    public LineFacts? Group(int[] position)
    {
        if (Count == 0) return null;
        var place = new int[position.Length];
        for (var i = 0; i < position.Length; i++) place[position[i]] = i;
        var start = new int[position.Length + 1];
        foreach (var index in order) start[place[index] + 1]++;
        for (var i = 0; i < position.Length; i++) start[i + 1] += start[i];
        var next = start[..^1];
        var from = new int[Count];
        for (var i = 0; i < from.Length; i++) from[next[place[order[i]]]++] = i;
        return new LineFacts
        {
            Start = start,
            Product = Take(product, from),
            Quantity = Take(quantity, from),
            GrossCents = Take(gross, from),
            DiscountCents = Take(discount, from),
            RefundedQuantity = Take(refundedQuantity, from),
        };
    }

    static T[] Take<T>(List<T> values, int[] from)
    {
        var taken = new T[from.Length];
        for (var i = 0; i < from.Length; i++) taken[i] = values[from[i]];
        return taken;
    }
}
