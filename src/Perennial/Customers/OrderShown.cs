using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Customers;

/// <summary>One line of an order as a page shows it.</summary>
public sealed record LineShown(string Product, int Quantity, int Returned, long NetCents)
{
    public string Words => Returned > 0 ? $"{Quantity} × {Product}, {Returned} returned" : $"{Quantity} × {Product}";
}

/// <summary>One order as a page shows it.</summary>
public sealed record OrderShown
{
    /// <summary>The shop's order number; empty where it has none.</summary>
    public required string Number { get; init; }

    public string Title => Number.Length > 0 ? Number : "Order";

    public required Instant At { get; init; }
    public required long GrossCents { get; init; }
    public required long DiscountCents { get; init; }
    public required long RefundedCents { get; init; }

    /// <summary>"gift", "subscription" or both; empty for neither.</summary>
    public required string Marks { get; init; }

    public required IReadOnlyList<LineShown> Lines { get; init; }

    public long NetCents => GrossCents - DiscountCents - RefundedCents;

    public bool IsReturned => RefundedCents > 0 && NetCents <= 0;

    /// <summary>The orders of one customer, the latest first.</summary>
    public static IReadOnlyList<OrderShown> Of(HistoryTable history, IReadOnlyList<ProductDetails> products)
    {
        var facts = history.Orders;
        var shown = new List<OrderShown>(facts.At.Length);
        for (var i = facts.At.Length - 1; i >= 0; i--)
        {
            shown.Add(new OrderShown
            {
                Number = facts.Number.Length > 0 ? facts.Number[i] ?? "" : "",
                At = facts.At[i],
                GrossCents = facts.GrossCents[i],
                DiscountCents = facts.DiscountCents.Length == 0 ? 0 : facts.DiscountCents[i],
                RefundedCents = facts.RefundedCents.Length == 0 ? 0 : facts.RefundedCents[i],
                Marks = MarksOf(facts.Flags.Length == 0 ? OrderFlags.None : facts.Flags[i]),
                Lines = LinesOf(history, products, i),
            });
        }
        return shown;
    }

    static List<LineShown> LinesOf(HistoryTable history, IReadOnlyList<ProductDetails> products, int order)
    {
        if (history.Orders.Lines is not { } lines) return [];
        var shown = new List<LineShown>();
        for (var i = lines.Start[order]; i < lines.Start[order + 1]; i++)
        {
            var product = lines.Product[i];
            var name = product < products.Count ? products[product].Name : null;
            shown.Add(new LineShown(
                name ?? history.Products[product], lines.Quantity[i], lines.RefundedQuantity[i],
                lines.GrossCents[i] - lines.DiscountCents[i]));
        }
        return shown;
    }

    static string MarksOf(OrderFlags flags) => flags switch
    {
        OrderFlags.Gift => "gift",
        OrderFlags.Subscription => "subscription",
        OrderFlags.Gift | OrderFlags.Subscription => "gift, subscription",
        _ => "",
    };
}
