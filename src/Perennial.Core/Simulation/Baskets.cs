using System.Runtime.InteropServices;
using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>Puts products into the basket of a purchase: what, how many, at what discount, what comes back.</summary>
sealed class Baskets(Assortment assortment)
{
    const double RefundShare = 0.03;

    /// <summary>Fills the basket of one purchase.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="truth">What the customer is like.</param>
    /// <param name="purchase">The purchase.</param>
    /// <param name="month">Its month, 1..12.</param>
    /// <param name="rng">Decides.</param>
    /// <param name="lines">The lines are added to it.</param>
    internal SimulatedOrder Fill(
        int customer, in CustomerTruth truth, in Purchase purchase, int month, Rng rng, List<OrderLineFact> lines)
    {
        var first = lines.Count;
        if (purchase.Kind == PurchaseKind.Delivery)
            lines.Add(Line(assortment.Subscriptions[Position(truth.Budget, assortment.Subscriptions.Length)], 1));
        else
            Choose(truth, purchase.Kind, month, rng, lines);
        var basket = CollectionsMarshal.AsSpan(lines)[first..];
        Discount(basket, purchase.Percent);
        if (rng.Chance(RefundShare)) Refund(basket, rng);

        long gross = 0, discount = 0, cost = 0, refunded = 0;
        foreach (ref readonly var line in basket)
        {
            gross += line.GrossCents;
            discount += line.DiscountCents;
            cost += (long)assortment.Products[line.Product].CostCents * line.Quantity;
            refunded += RefundOf(line);
        }
        var fact = new OrderFact
        {
            Customer = customer,
            At = purchase.At,
            GrossCents = gross,
            DiscountCents = discount,
            RefundedCents = refunded,
            CostCents = cost,
            Flags = Flags(truth, purchase.Kind, rng),
        };
        return new SimulatedOrder(fact, purchase.Mechanism, purchase.Caused, first, basket.Length);
    }

    /// <summary>What the shop gave back for a line's returned units: their share of what was paid.</summary>
    internal static long RefundOf(in OrderLineFact line) =>
        (line.GrossCents - line.DiscountCents) * line.RefundedQuantity / line.Quantity;

    static OrderFlags Flags(in CustomerTruth truth, PurchaseKind kind, Rng rng) => kind switch
    {
        PurchaseKind.Delivery => OrderFlags.Subscription,
        PurchaseKind.YearlyGift => OrderFlags.Gift,
        // Now and then anybody sends flowers to somebody, without making it a habit.
        _ => !truth.Business && rng.Chance(0.11) ? OrderFlags.Gift : OrderFlags.None,
    };

    void Choose(in CustomerTruth truth, PurchaseKind kind, int month, Rng rng, List<OrderLineFact> lines)
    {
        var first = lines.Count;
        var count = 1 + rng.PickWeighted(truth.Business ? [3, 4, 3] : [60, 29, 11]);
        for (var n = 0; n < count; n++)
        {
            var category = kind == PurchaseKind.YearlyGift
                ? (n == 0 ? rng.PickWeighted(assortment.Gifts[(int)truth.Gift - 1]) : assortment.WithGifts)
                : Category(truth, month, rng);
            var products = assortment.ByPrice[category];
            var taste = truth.Budget + 0.2 * rng.NextNormal() + (kind == PurchaseKind.YearlyGift ? 0.15 : 0);
            var product = products[Position(taste, products.Length)];
            if (lines.FindIndex(first, line => line.Product == product) >= 0) continue;
            lines.Add(Line(product, Quantity(truth, product, rng)));
        }
    }

    int Category(in CustomerTruth truth, int month, Rng rng)
    {
        var season = assortment.Season[month - 1];
        Span<double> weights = stackalloc double[season.Length];
        for (var c = 0; c < weights.Length; c++) weights[c] = 0.32 * season[c];
        weights[truth.FavouriteCategory] *= 14;
        if (truth.SecondCategory != truth.FavouriteCategory) weights[truth.SecondCategory] *= 7;
        return rng.PickWeighted(weights);
    }

    int Quantity(in CustomerTruth truth, int product, Rng rng)
    {
        if (assortment.Products[product].ByTheStem) return rng.NextInt(3, 12);
        if (truth.Business) return 1 + (int)Math.Min(9, rng.NextExponential() * 2.2);
        return rng.Chance(0.1) ? rng.NextInt(2, 3) : 1;
    }

    static int Position(double taste, int count) => Math.Clamp((int)(taste * count), 0, count - 1);

    OrderLineFact Line(int product, int quantity) =>
        new(product, quantity, (long)assortment.Products[product].PriceCents * quantity);

    static void Discount(Span<OrderLineFact> basket, int percent)
    {
        if (percent == 0) return;
        foreach (ref var line in basket) line = line with { DiscountCents = (line.GrossCents * percent + 50) / 100 };
    }

    // Half come back whole (late, wrong address), half in part (a broken vase, one wilted bunch).
    static void Refund(Span<OrderLineFact> basket, Rng rng)
    {
        if (rng.Chance(0.5))
        {
            foreach (ref var line in basket) line = line with { RefundedQuantity = line.Quantity };
            return;
        }
        ref var returned = ref basket[rng.NextInt(basket.Length)];
        returned = returned with { RefundedQuantity = 1 + rng.NextInt(returned.Quantity) };
    }
}
