using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Simulation;

namespace Perennial.Core.Demo;

/// <summary>Customers' days as the events that the shop's systems tell.</summary>
/// <param name="keys">The customers' own keys.</param>
/// <param name="orders">How many orders were placed before.</param>
sealed class EventBook(CustomerKeys keys, int orders) : IDayBook
{
    readonly List<IncomingEvent> events = [];
    readonly List<(int Row, SimulatedOrder Fact, LineStatement[] Lines)> placed = [];
    readonly PriorityQueue<(int Row, string Order, long Cents), long> returns = new();
    Instant morning;
    int day, number, placedBefore = orders;

    /// <summary>The customer whose day it is.</summary>
    internal int Row { get; set; }

    /// <summary>Begins with a day.</summary>
    internal void Begin(int today, Instant midnight)
    {
        (day, morning, number) = (today, midnight, 0);
        events.Clear();
        placed.Clear();
    }

    /// <summary>Notes that an order is going to be sent back.</summary>
    internal void ReturnLater(int row, string order, Instant placedAt, long cents) =>
        returns.Enqueue((row, order, cents), Returns.BackAt(placedAt).UnixMs);

    /// <summary>Somebody is known from today on.</summary>
    internal void Add(CustomerDetails known) => events.Add(New(morning) with { Details = known });

    public void Add(DayFacts facts)
    {
        foreach (ref readonly var order in facts.Orders)
            placed.Add((Row, order, [.. facts.LinesOf(order).ToArray().Select(Line)]));
        foreach (ref readonly var did in facts.Activities)
        {
            events.Add(New(did.At) with
            {
                Activity = new ActivityStatement(did.Kind)
                {
                    Product = did.Product < 0 ? null : FlowerCatalogue.Ids[did.Product], DurationSeconds = did.Seconds,
                    Name = did.Name,
                },
            });
        }
        foreach (ref readonly var answer in facts.Responses)
        {
            events.Add(New(answer.At) with
            {
                Response = new ResponseStatement(answer.Kind, answer.Channel)
                {
                    ContactId = answer.Contact, Disposition = answer.Disposition,
                },
            });
        }
        foreach (var said in facts.Consents.ToArray().GroupBy(consent => consent.At))
            events.Add(New(said.Key) with { Details = new CustomerDetails { Consents = [.. said.Select(Consent)] } });
    }

    public void Add(Voice said) => events.Add(New(said.At) with
    {
        Activity = new ActivityStatement(said.Kind)
        {
            Product = said.Product < 0 ? null : FlowerCatalogue.Ids[said.Product], Name = said.Name,
            Rating = said.Detail?.Rating, Text = said.Detail?.Text, Thread = said.Detail?.Thread,
        },
    });

    public FactId Add(in PlannedSend send)
    {
        var one = New(send.At);
        events.Add(one with
        {
            Contact = new ContactStatement(send.Channel, one.MessageId) { Strategy = send.Strategy },
        });
        return FactId.Numbered($"{FlowerShop.Source}:contact", one.MessageId);
    }

    /// <summary>The day's events, in time order; orders are numbered in theirs.</summary>
    internal List<IncomingEvent> End()
    {
        foreach (var (row, order, lines) in placed.OrderBy(one => one.Fact.Fact.At).ThenBy(one => one.Row))
        {
            Row = row;
            Place(order, FlowerShop.NumberOf(placedBefore++), lines);
        }
        var evening = morning.UnixMs + 86_400_000;
        while (returns.TryPeek(out var back, out var at) && at < evening)
        {
            returns.Dequeue();
            Row = back.Row;
            events.Add(New(new Instant(at)) with { Change = new OrderChange(back.Order, back.Cents) });
        }
        return [.. events.OrderBy(one => one.At)];
    }

    void Place(in SimulatedOrder order, string orderNumber, LineStatement[] lines)
    {
        var fact = order.Fact;
        events.Add(New(fact.At) with
        {
            Order = new OrderStatement(orderNumber, fact.At)
            {
                GrossCents = fact.GrossCents, DiscountCents = fact.DiscountCents, CostCents = fact.CostCents,
                Flags = fact.Flags, Mechanism = order.Mechanism, Lines = lines,
            },
        });
        if (fact.RefundedCents > 0) ReturnLater(Row, orderNumber, fact.At, fact.RefundedCents);
    }

    static LineStatement Line(OrderLineFact line) =>
        new(FlowerCatalogue.Ids[line.Product], line.Quantity, line.GrossCents, line.DiscountCents);

    static ConsentStatement Consent(SimulatedConsent said) => new(said.Channel, said.IsGranted)
    {
        Topic = said.Topic, SaidAt = said.At,
        Basis = said.IsConfirmed ? ConsentBasis.Confirmed : default,
        Wording = said.IsConfirmed ? "Yes, write to me." : "",
    };

    IncomingEvent New(Instant at) => new()
    {
        Source = FlowerShop.Source, MessageId = $"{day}-{Row}-{number++}", At = at,
        Who = new CustomerKeySet { External = keys.Text(Row) },
    };
}
