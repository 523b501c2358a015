using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>Puts products into the basket of a purchase: what, how many, at what discount, what comes back.</summary>
/// <remarks>Holds its buffers; one instance is for one thread.</remarks>
sealed class Baskets
{
    const double RefundShare = 0.03;

    // How the months change what sells: rows are months, columns the categories.
    static readonly double[][] season =
    [
        //   roses spring bouq. plants orchid wreath vases gifts
        [0.9, 1.1, 1.0, 1.1, 1.3, 0.1, 1.0, 0.8], [2.2, 1.5, 1.0, 0.7, 1.0, 0.1, 0.8, 1.4],
        [0.9, 2.4, 1.1, 1.1, 0.9, 0.5, 0.9, 0.9], [0.9, 2.2, 1.2, 1.4, 0.8, 0.7, 0.9, 0.9],
        [1.3, 1.1, 1.7, 1.3, 0.9, 0.2, 0.9, 1.0], [1.2, 0.2, 1.6, 1.2, 0.8, 0.1, 1.0, 0.9],
        [1.2, 0.1, 1.4, 1.1, 0.9, 0.1, 1.0, 0.8], [1.1, 0.1, 1.4, 1.1, 0.9, 0.2, 1.0, 0.8],
        [1.0, 0.1, 1.3, 1.2, 1.0, 0.6, 1.0, 0.9], [1.0, 0.1, 1.2, 1.1, 1.1, 1.2, 1.0, 0.9],
        [0.9, 0.1, 1.0, 0.9, 1.2, 4.5, 1.0, 1.3], [0.8, 0.1, 1.0, 1.1, 1.3, 5.5, 1.1, 2.6],
    ];

    // What yearly gifts are made of; rows as GiftOccasion from Valentine's Day.
    static readonly double[][] gifts =
    [
        [7, 0.3, 2, 0.1, 0.3, 0, 0, 0.8], [1.5, 0.8, 5, 1.2, 1.5, 0, 0.2, 0.8],
        [0.6, 0, 2.5, 1.5, 1.5, 2.5, 0.6, 2], [3, 0.6, 5, 0.8, 1, 0, 0.3, 0.8],
    ];

    readonly List<OrderLineFact> lines = [];
    readonly double[] weights = new double[8];

    /// <summary>The lines of the basket filled last.</summary>
    internal IReadOnlyList<OrderLineFact> Lines => lines;

    /// <summary>Fills the basket of one purchase.</summary>
    internal OrderFact Fill(int customer, in CustomerTruth truth, in Purchase purchase, int month, Rng rng)
    {
        lines.Clear();
        if (purchase.Kind == PurchaseKind.Delivery)
            AddLine(FlowerCatalogue.Subscriptions[Position(truth.Budget, FlowerCatalogue.Subscriptions.Length)], 1);
        else
            Choose(truth, purchase.Kind, month, rng);
        Discount(purchase.Percent);
        if (rng.Chance(RefundShare)) Refund(rng);

        long gross = 0, discount = 0, cost = 0, refunded = 0;
        foreach (var line in lines)
        {
            gross += line.GrossCents;
            discount += line.DiscountCents;
            cost += (long)FlowerCatalogue.All[line.Product].CostCents * line.Quantity;
            refunded += RefundOf(line);
        }
        return new OrderFact
        {
            Customer = customer,
            At = purchase.At,
            GrossCents = gross,
            DiscountCents = discount,
            RefundedCents = refunded,
            CostCents = cost,
            Flags = Flags(truth, purchase.Kind, rng),
        };
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

    void Choose(in CustomerTruth truth, PurchaseKind kind, int month, Rng rng)
    {
        var count = 1 + rng.PickWeighted(truth.Business ? [3, 4, 3] : [60, 29, 11]);
        for (var n = 0; n < count; n++)
        {
            var category = kind == PurchaseKind.YearlyGift
                ? (n == 0 ? rng.PickWeighted(gifts[(int)truth.Gift - 1]) : FlowerCatalogue.Gifts)
                : Category(truth, month, rng);
            var products = FlowerCatalogue.ByPrice[category];
            var taste = truth.Budget + 0.2 * rng.NextNormal() + (kind == PurchaseKind.YearlyGift ? 0.15 : 0);
            var product = products[Position(taste, products.Length)];
            if (lines.Exists(line => line.Product == product)) continue;
            AddLine(product, Quantity(truth, product, rng));
        }
    }

    int Category(in CustomerTruth truth, int month, Rng rng)
    {
        for (var c = 0; c < weights.Length; c++) weights[c] = 0.32 * season[month - 1][c];
        weights[truth.FavouriteCategory] *= 14;
        if (truth.SecondCategory != truth.FavouriteCategory) weights[truth.SecondCategory] *= 7;
        return rng.PickWeighted(weights);
    }

    static int Quantity(in CustomerTruth truth, int product, Rng rng)
    {
        if (FlowerCatalogue.All[product].ByTheStem) return rng.NextInt(3, 12);
        if (truth.Business) return 1 + (int)Math.Min(9, rng.NextExponential() * 2.2);
        return rng.Chance(0.1) ? rng.NextInt(2, 3) : 1;
    }

    static int Position(double taste, int count) => Math.Clamp((int)(taste * count), 0, count - 1);

    void AddLine(int product, int quantity) =>
        lines.Add(new OrderLineFact(product, quantity, (long)FlowerCatalogue.All[product].PriceCents * quantity));

    void Discount(int percent)
    {
        if (percent == 0) return;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            lines[i] = line with { DiscountCents = (line.GrossCents * percent + 50) / 100 };
        }
    }

    // Half come back whole (late, wrong address), half in part (a broken vase, one wilted bunch).
    void Refund(Rng rng)
    {
        if (rng.Chance(0.5))
        {
            for (var i = 0; i < lines.Count; i++) lines[i] = lines[i] with { RefundedQuantity = lines[i].Quantity };
            return;
        }
        var returned = rng.NextInt(lines.Count);
        var line = lines[returned];
        lines[returned] = line with { RefundedQuantity = 1 + rng.NextInt(line.Quantity) };
    }
}
