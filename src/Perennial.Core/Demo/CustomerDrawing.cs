using System.Runtime.InteropServices;
using Perennial.Core.Simulation;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>Lets customers live from the opening to the end, one after the other, and gathers the facts. One instance
/// is for one thread.</summary>
sealed class CustomerDrawing(
    FlowerShopOptions options, CustomerKeys keys, Population population, ContactPlan plan, People? people)
{
    // What the shop decides about a customer has streams of its own, which the customers' leave free.
    const ulong ShopStreams = 1UL << 63;

    readonly DayFacts facts = new();
    readonly List<SentContact> sent = [];
    readonly Voices voices = new(options.Seed, options.End);
    readonly List<(Instant At, bool IsReturned, int Product)> bought = [];

    /// <summary>Draws one customer.</summary>
    /// <param name="customer">Which.</param>
    /// <param name="orders">Takes the orders.</param>
    /// <param name="between">Takes what happens between orders.</param>
    /// <param name="behaviour">What drives the customer between purchases.</param>
    internal CustomerTruth Draw(int customer, ShopChunk orders, BehaviourFacts between, out BehaviourTruth behaviour)
    {
        people?.Draw(customer, Addresses.CountryOf(options.Seed, customer, out var person), person);
        var process = population.Customer(customer);
        var first = orders.At.Count;
        if (options.Behaviour)
        {
            LiveWithTheShop(process, customer, orders, between);
        }
        else
        {
            process.Step(population.LastDay, [], facts);
            orders.Add(facts);
        }
        orders.OrdersOfCustomer.Add(orders.At.Count - first);
        behaviour = process.Behaviour;
        if (options.Behaviour) people?.Agree(customer, behaviour);
        return process.Truth;
    }

    void LiveWithTheShop(CustomerProcess process, int customer, ShopChunk orders, BehaviourFacts between)
    {
        var record = new CustomerRecord(process, population.Clock);
        var cap = MailingExperiment.CapOf(keys[customer]);
        var shop = Rng.ForStream(options.Seed, ShopStreams + (ulong)customer);
        plan.Begin();
        sent.Clear();
        bought.Clear();
        // The shop looks in the morning at what it saw until the evening before. Days on which it would send nothing
        // whatever it saw are passed over: steps of any length are the same life.
        for (var day = process.KnownDay + 1; day <= population.LastDay; day = plan.NextDay(day, record))
        {
            Live(day - 1);
            foreach (var send in plan.On(day, record, cap, shop))
                sent.Add(new SentContact(send.At, send.Channel, between.Add(send)));
        }
        Live(population.LastDay);
        voices.Draw(customer, bought, between);
        between.Next();

        void Live(int until)
        {
            process.Step(until, CollectionsMarshal.AsSpan(sent), facts);
            sent.Clear();
            record.Add(facts);
            foreach (ref readonly var order in facts.Orders)
                bought.Add((order.Fact.At, order.Fact.RefundedCents > 0, facts.LinesOf(order)[0].Product));
            orders.Add(facts);
            between.Add(facts);
        }
    }
}
