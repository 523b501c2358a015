using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>Lets customers live, one after the other, and gathers the facts as a file says them. One instance is for
/// one thread.</summary>
/// <param name="options">The shop.</param>
/// <param name="keys">The customers' own keys.</param>
/// <param name="population">The customers.</param>
/// <param name="calendar">What the mailing tool goes by.</param>
/// <param name="people">Who they are; null where nobody asks.</param>
sealed class CustomerDrawing(
    FlowerShopOptions options, CustomerKeys keys, Population population, ContactCalendar calendar, People? people)
{
    readonly DayFacts facts = new();

    /// <summary>Draws one customer; whom the shop does not know by then leaves nothing.</summary>
    /// <param name="customer">Which.</param>
    /// <param name="until">The last day.</param>
    /// <param name="orders">Takes the orders.</param>
    /// <param name="between">Takes what happens between orders.</param>
    /// <param name="truth">What drives the customer.</param>
    /// <returns>The customer on the evening of that day; null where customers do nothing but order.</returns>
    internal CustomerLife? Draw(
        int customer, int until, ShopChunk orders, BehaviourFacts between, out CustomerTruth truth)
    {
        people?.Draw(customer, Addresses.CountryOf(options.Seed, customer, out var person), person);
        var first = orders.At.Count;
        CustomerLife? life = null;
        if (options.Behaviour)
        {
            life = new CustomerLife(
                options.Seed, population, customer, keys[customer], new ContactPlan(calendar));
            var book = new FileBook(orders, between);
            life.Live(until, [], facts, book);
            people?.Agree(customer, life.Behaviour, book.Consents);
            truth = life.Truth;
            if (life.KnownDay > until) return life;
            between.Next();
        }
        else
        {
            var process = population.Customer(customer);
            process.Step(until, [], facts);
            orders.Add(facts);
            truth = process.Truth;
        }
        orders.OrdersOfCustomer.Add(orders.At.Count - first);
        return life;
    }
}

/// <summary>One customer's days as a file says them.</summary>
sealed class FileBook(ShopChunk orders, BehaviourFacts between) : IDayBook
{
    /// <summary>What was said about being contacted, in time order.</summary>
    public List<SimulatedConsent> Consents { get; } = [];

    public void Add(DayFacts facts)
    {
        orders.Add(facts);
        between.Add(facts);
        foreach (ref readonly var consent in facts.Consents) Consents.Add(consent);
    }

    public void Add(Voice said) => between.Add(said);

    public History.FactId Add(in PlannedSend send) => between.Add(send);
}
