using Perennial.Core.Simulation;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>Draws whole customers, one after the other: who they are, what they buy, what else they do. One instance
/// is for one thread.</summary>
sealed class CustomerDrawing(
    FlowerShopOptions options, CustomerKeys keys, PurchaseProcess process, BehaviourProcess? between, People? people,
    ShopClock clock)
{
    // Streams 2i and 2i+1 are the customer's own; those from here on leave them as they were.
    const ulong BehaviourStreams = 1UL << 62;

    readonly Baskets baskets = new();
    readonly List<Purchase> purchases = [];

    /// <summary>Draws one customer.</summary>
    /// <param name="customer">Which.</param>
    /// <param name="orders">Takes the orders.</param>
    /// <param name="facts">Takes the behaviour.</param>
    /// <param name="behaviour">What drives the customer between purchases.</param>
    internal CustomerTruth Draw(int customer, ShopChunk orders, BehaviourFacts facts, out BehaviourTruth behaviour)
    {
        var person = Rng.ForStream(options.Seed, 2 * (ulong)customer);
        var country = Addresses.Countries[person.PickWeighted(Addresses.CountryWeights)];
        people?.Draw(customer, country, person);

        var rng = Rng.ForStream(options.Seed, 2 * (ulong)customer + 1);
        var truth = process.DrawPurchases(process.DrawTruth(rng), country.Code, rng, purchases);
        var other = Rng.ForStream(options.Seed, BehaviourStreams + (ulong)customer);
        behaviour = default;
        if (between is not null)
        {
            behaviour = between.Draw(truth, keys[customer], purchases, other, facts);
            people?.Agree(customer, behaviour);
        }
        orders.OrdersOfCustomer.Add(purchases.Count);
        foreach (var purchase in purchases)
        {
            var month = clock.MonthOf(purchase.At);
            var basket = baskets.Fill(customer, truth, purchase, month, purchase.Caused ? other : rng);
            orders.Add(basket, purchase, baskets.Lines);
        }
        return truth;
    }
}
