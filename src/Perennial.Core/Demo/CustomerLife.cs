using System.Runtime.InteropServices;
using Perennial.Core.Simulation;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>One customer of the demo with the tool that mails them, from the opening to the end.</summary>
/// <remarks>The tool looks in the morning at what the shop saw until the evening before. Days on which it would send
/// nothing whatever it saw are passed over: steps of any length are the same life.</remarks>
sealed class CustomerLife
{
    // What the shop decides about a customer has streams of its own, which the customers' leave free.
    const ulong ShopStreams = 1UL << 63;

    readonly CustomerProcess process;
    readonly CustomerRecord record;
    readonly ContactPlan plan;
    readonly Voices voices;
    readonly ShopClock clock;
    readonly Rng shop;
    readonly int cap;
    readonly List<SentContact> sent = [];
    int nextLook;

    /// <summary>A customer on the eve of the opening.</summary>
    /// <param name="seed">The shop's.</param>
    /// <param name="population">Whose customers they are.</param>
    /// <param name="customer">Which.</param>
    /// <param name="key">The customer's own key.</param>
    /// <param name="plan">What the tool sends to this one.</param>
    internal CustomerLife(
        ulong seed, Population population, int customer, ReadOnlySpan<byte> key, ContactPlan plan)
    {
        (process, clock, this.plan) = (population.Customer(customer), population.Clock, plan);
        (record, voices) = (new CustomerRecord(process, clock), new Voices(seed, customer));
        (shop, cap) = (Rng.ForStream(seed, ShopStreams + (ulong)customer), MailingExperiment.CapOf(key));
        nextLook = process.KnownDay + 1;
    }

    /// <summary>The day on which the shop gets to know the customer.</summary>
    internal int KnownDay => process.KnownDay;

    /// <summary>What drives the customer's purchases.</summary>
    internal CustomerTruth Truth => process.Truth;

    /// <summary>What drives the customer between them, as of the last day lived.</summary>
    internal BehaviourTruth Behaviour => process.Behaviour;

    /// <summary>Lets the customer live until the evening of a day.</summary>
    /// <param name="until">The day, not lived yet.</param>
    /// <param name="contacts">What others than the mailing tool made on that very day.</param>
    /// <param name="facts">For use meanwhile.</param>
    /// <param name="into">Takes what becomes of it.</param>
    internal void Live(int until, ReadOnlySpan<SentContact> contacts, DayFacts facts, IDayBook into)
    {
        for (; nextLook <= until; nextLook = plan.NextDay(nextLook, record))
        {
            if (nextLook - 1 > process.Day) Step(nextLook - 1, facts, into);
            foreach (var send in plan.On(nextLook, record, cap, shop))
                sent.Add(new SentContact(send.At, send.Channel, into.Add(send)));
        }
        if (contacts.Length > 0)
        {
            // Of an earlier day none waits: the last look was today, or nothing was sent by it.
            sent.AddRange(contacts);
            sent.Sort((left, right) => left.At.CompareTo(right.At));
        }
        Step(until, facts, into);
    }

    void Step(int until, DayFacts facts, IDayBook into)
    {
        process.Step(until, CollectionsMarshal.AsSpan(sent), facts);
        sent.Clear();
        if (!facts.IsEmpty)
        {
            record.Add(facts);
            foreach (ref readonly var order in facts.Orders)
                voices.Ordered(order.Fact.At, order.Fact.RefundedCents > 0, facts.LinesOf(order)[0].Product);
            into.Add(facts);
        }
        var midnight = clock.MidnightOf(until + 1);
        voices.Release(midnight < clock.End ? midnight : clock.End, into);
    }
}
