using Perennial.Channels.Intake.Values;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>The lines of one order while it is read.</summary>
sealed class OrderLines
{
    readonly List<LineStatement> lines = [];
    bool isWhole = true;
    bool isPriced = true;

    /// <summary>Number of lines.</summary>
    public int Count { get; private set; }

    /// <summary>All lines before discount, in cents.</summary>
    public long GrossCents { get; private set; }

    /// <summary>The lines' own discounts, in cents.</summary>
    public long DiscountCents { get; private set; }

    /// <summary>Whether every line says what it cost.</summary>
    public bool HasPrices => isPriced && Count > 0;

    /// <summary>Reads a product object as a line.</summary>
    public void Add(EventObject item, List<ProductDetails> products)
    {
        var id = ProductReader.Id(item) ?? item.Text("id"u8);
        if (ProductReader.Read(item, id) is { } details) products.Add(details);
        var price = item.Number("price"u8);
        var quantity = item.Number("quantity"u8) ?? 1;
        var discount = Math.Abs(item.Cents("discount"u8) ?? 0);
        if (quantity == 0) return;
        if (quantity is < 0 or > TrackingLimits.Units)
        {
            item.Fault("quantity"u8, quantity < 0 ? "is negative" : "is larger than any order's");
            return;
        }
        if (price is < 0 or > Amount.MaxCents || !JsonNumber.TryCents((price ?? 0) * quantity, out var gross))
        {
            item.Fault("price"u8, price < 0 ? "is negative" : "is larger than any shop's amounts");
            return;
        }
        isPriced &= price is not null;
        Count++;
        GrossCents += gross;
        DiscountCents += discount;
        // A part of a unit counts as one: 0.4 kg is one unit sold.
        var units = (int)decimal.Ceiling(quantity);
        if ((id ?? item.Text("name"u8)) is { } product) lines.Add(new(product, units, gross, discount));
        else isWhole = false;
    }

    /// <summary>
    /// The lines, so that they add up to the order; null where there are none, or one of them names no product.
    /// </summary>
    /// <remarks>Where prices and the order's amounts disagree (prices after discount, a discount of the whole order),
    /// the order is believed and its lines have their share of it.</remarks>
    public IReadOnlyList<LineStatement>? Statements(long grossCents, long discountCents)
    {
        if (lines.Count == 0 || !isWhole) return null;
        var gross = Shares.Of(grossCents, lines, line => line.GrossCents);
        var open = discountCents;
        var shares = Shares.Of(discountCents, lines, DiscountCents == discountCents
            ? line => line.DiscountCents : line => line.GrossCents);
        for (var i = 0; i < lines.Count; i++)
            lines[i] = lines[i] with { GrossCents = gross[i], DiscountCents = Math.Min(shares[i], gross[i]) };
        for (var i = 0; i < lines.Count; i++) open -= lines[i].DiscountCents;
        // What one line cannot bear, the next ones do: together they are worth at least the discount.
        for (var i = 0; i < lines.Count && open > 0; i++)
        {
            var more = Math.Min(open, lines[i].GrossCents - lines[i].DiscountCents);
            lines[i] = lines[i] with { DiscountCents = lines[i].DiscountCents + more };
            open -= more;
        }
        return lines;
    }
}

/// <summary>Divides an amount exactly.</summary>
static class Shares
{
    /// <summary>Shares in proportion to weights, to the cent; equal ones where all weights are 0. Weights that add up
    /// to the amount are the shares.</summary>
    public static long[] Of(long cents, List<LineStatement> lines, Func<LineStatement, long> weight)
    {
        var shares = new long[lines.Count];
        var all = 0L;
        foreach (var line in lines) all += weight(line);
        var (given, before) = (0L, (Int128)0);
        for (var i = 0; i < shares.Length; i++)
        {
            // Each ends where the sum of the weights so far ends: nothing is lost by rounding.
            before += all == 0 ? 1 : weight(lines[i]);
            var until = (long)(cents * before / (all == 0 ? shares.Length : all));
            shares[i] = until - given;
            given = until;
        }
        return shares;
    }
}
