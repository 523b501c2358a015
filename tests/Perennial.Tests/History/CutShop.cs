using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Statistics;

namespace Perennial.Tests.History;

/// <summary>What a shop is told of, each with its date.</summary>
public enum ToldKind
{
    /// <summary>An order that was placed.</summary>
    Order,

    /// <summary>An order that is stated anew.</summary>
    Edit,

    /// <summary>A refund.</summary>
    Refund,

    /// <summary>An activity.</summary>
    Activity,

    /// <summary>A contact.</summary>
    Contact,

    /// <summary>A response.</summary>
    Response,

    /// <summary>A name, an address or a country.</summary>
    Details,

    /// <summary>Permission, given or taken back.</summary>
    Consent,

    /// <summary>That somebody is never to be contacted by a channel again.</summary>
    Suppression,

    /// <summary>An attribute.</summary>
    Attribute,

    /// <summary>A price, or what there is to sell.</summary>
    Price,

    /// <summary>That a device is a customer's.</summary>
    Joining,
}

/// <summary>The demo shop as it is told, event by event, with what it does not draw: orders that are stated anew,
/// people who move and change their minds, prices that change, devices of which it is said whose they are after
/// somebody looked around on them.</summary>
static class CutShop
{
    const string Source = "cut";
    const int OneActivityOf = 4;

    /// <summary>One thing that was told: an event, or what is known of a product.</summary>
    public sealed record Told(ToldKind Kind, Instant At, IncomingEvent? Event, ProductDetails? Product);

    /// <summary>Everything that some customers' shop was told until an instant, in the order of time.</summary>
    public static IReadOnlyList<Told> Of(int customers, Instant end)
    {
        var batch = FlowerShop.Generate(
            new FlowerShopOptions { Customers = customers, End = end, Years = 2, Details = false }).Batch;
        var (rng, all) = (new Rng(3), new List<Told>());
        var begin = new Instant(batch.History.Orders.At.Min(at => at.UnixMs));
        for (var customer = 0; customer < customers; customer++) AddCustomer(all, batch, customer, rng, begin, end);
        foreach (var product in batch.Products)
        {
            all.Add(new(ToldKind.Price, begin, null, product));
            for (var i = 0; i < 3; i++)
            {
                all.Add(new(ToldKind.Price, Between(rng, begin, end), null, new ProductDetails(product.Id)
                {
                    PriceCents = rng.NextInt(500, 5_000), Stock = rng.Chance(0.3) ? 0 : 20,
                }));
            }
        }
        return [.. all.OrderBy(one => one.At)];
    }

    static Instant Between(Rng rng, Instant from, Instant to) =>
        new(from.UnixMs + (long)((to.UnixMs - from.UnixMs) * rng.NextDouble()));

    static void AddCustomer(List<Told> all, FactBatch batch, int customer, Rng rng, Instant begin, Instant end)
    {
        var who = new CustomerKeySet { External = batch.Keys.Text(customer) };
        var number = 0;
        void Add(ToldKind kind, Instant at, Func<IncomingEvent, IncomingEvent> say, string? id = null) => all.Add(new(
            kind, at, say(new IncomingEvent
            {
                Source = Source, MessageId = id ?? $"{kind} {customer} {number++}", At = at, Who = who,
            }), null));
        AddOrders(Add, batch.History, customer, rng, end);
        AddBehaviour(Add, batch.History, customer);
        AddDevice(Add, batch.History, customer, rng, begin, end);
        for (var i = 0; i < 3; i++)
        {
            Add(ToldKind.Details, Between(rng, begin, end), one => one with
            {
                Details = new CustomerDetails
                {
                    Country = rng.Pick(["FR", "DE", "CH"]), City = rng.Pick(["Lyon", "Bern", "Ulm"]),
                    FirstName = rng.Pick(["Ann", "Anna"]), Email = $"c{customer}@example.com",
                },
            });
            Add(ToldKind.Consent, Between(rng, begin, end), one => one with
            {
                Details = new CustomerDetails
                {
                    Consents = [new ConsentStatement(ContactChannel.Email, rng.Chance(0.5)) { SaidAt = one.At }],
                },
            });
            if (i == 0 && rng.Chance(0.5))
            {
                Add(ToldKind.Suppression, Between(rng, begin, end), one => one with
                {
                    Details = new CustomerDetails
                    {
                        Suppressions = [new(ContactChannel.Sms, SuppressionReason.Complaint, one.At, Source)],
                    },
                });
            }
            Add(ToldKind.Attribute, Between(rng, begin, end), one => one with
            {
                Details = new CustomerDetails
                {
                    Attributes = [new AttributeStatement("vip", rng.Pick(["yes", "no"]))],
                },
            });
        }
    }

    // What is done on the device later is the customer's, and so is what an order names alone.
    static void AddDevice(Action<ToldKind, Instant, Func<IncomingEvent, IncomingEvent>, string?> add,
        HistoryTable history, int customer, Rng rng, Instant begin, Instant end)
    {
        var device = new CustomerKeySet { Anonymous = $"device-{customer}" };
        for (var i = 0; i < 4; i++)
        {
            var product = rng.Pick(history.Products);
            add(ToldKind.Activity, Between(rng, begin, end), one => one with
            {
                Who = device, Activity = new ActivityStatement(ActivityKind.ProductView) { Product = product },
            }, null);
        }
        if (rng.Chance(0.3))
        {
            var (number, at) = ($"guest-{customer}", Between(rng, begin, end));
            add(ToldKind.Order, at, one => one with
            {
                Who = device, Order = new OrderStatement(number, at) { GrossCents = 4_200 },
            }, null);
            add(ToldKind.Refund, Between(rng, at, end), one => one with
            {
                Who = new CustomerKeySet { Id = CustomerId.Nobody }, Change = new OrderChange(number, 1_000),
            }, null);
        }
        add(ToldKind.Joining, Between(rng, begin, end), one => one with
        {
            Who = one.Who with { Anonymous = device.Anonymous },
        }, null);
    }

    static void AddOrders(Action<ToldKind, Instant, Func<IncomingEvent, IncomingEvent>, string?> add,
        HistoryTable history, int customer, Rng rng, Instant end)
    {
        var (orders, changes) = (history.Orders, history.Orders.Past?.Changes ?? []);
        for (var i = orders.Start[customer]; i < orders.Start[customer + 1]; i++)
        {
            var (order, number) = (i, $"{customer}-{i}");
            add(ToldKind.Order, orders.At[i], one => one with { Order = Statement(history, order, number) }, null);
            if (rng.Chance(0.2))
            {
                add(ToldKind.Edit, Between(rng, orders.At[i], end), one => one with
                {
                    Order = Statement(history, order, number) with
                    {
                        GrossCents = orders.GrossCents[order] + 500, Flags = OrderFlags.Gift, Lines = null,
                    },
                }, null);
            }
            foreach (var change in changes.Where(change => change.Order == order))
            {
                add(ToldKind.Refund, change.At, one => one with
                {
                    Change = new OrderChange(number, change.RefundedCents),
                }, null);
            }
        }
    }

    static OrderStatement Statement(HistoryTable history, int order, string number)
    {
        var (orders, lines) = (history.Orders, history.Orders.Lines!);
        return new OrderStatement(number, orders.At[order])
        {
            GrossCents = orders.GrossCents[order],
            DiscountCents = orders.DiscountCents.Length == 0 ? 0 : orders.DiscountCents[order],
            Mechanism = orders.Mechanism.Length == 0 ? DiscountMechanism.Unknown : orders.Mechanism[order],
            Lines = [.. Enumerable.Range(lines.Start[order], lines.Start[order + 1] - lines.Start[order]).Select(line =>
                new LineStatement(history.Products[lines.Product[line]], lines.Quantity[line], lines.GrossCents[line],
                    lines.DiscountCents[line]))],
        };
    }

    static void AddBehaviour(Action<ToldKind, Instant, Func<IncomingEvent, IncomingEvent>, string?> add,
        HistoryTable history, int customer)
    {
        var (activities, contacts, responses) = (history.Activities!, history.Contacts!, history.Responses!);
        for (var i = activities.Start[customer]; i < activities.Start[customer + 1]; i++)
        {
            var fact = i;
            if (i % OneActivityOf != 0) continue;
            add(ToldKind.Activity, activities.At[i], one => one with
            {
                Activity = new ActivityStatement(activities.Kind[fact])
                {
                    Product = activities.Product[fact] < 0 ? null : history.Products[activities.Product[fact]],
                    DurationSeconds = activities.DurationSeconds[fact],
                    Rating = activities.Details?.Of(fact)?.Rating, Thread = activities.Details?.Of(fact)?.Thread,
                },
            }, null);
        }
        for (var i = contacts.Start[customer]; i < contacts.Start[customer + 1]; i++)
        {
            var fact = i;
            add(ToldKind.Contact, contacts.At[i], one => one with
            {
                Contact = new ContactStatement(contacts.Channel[fact], $"{contacts.Id[fact].Value}")
                {
                    Strategy = contacts.Strategy.Length == 0 ? null : contacts.Strategy[fact],
                },
            }, null);
        }
        for (var i = responses.Start[customer]; i < responses.Start[customer + 1]; i++)
        {
            var fact = i;
            add(ToldKind.Response, responses.At[i], one => one with
            {
                Response = new ResponseStatement(responses.Kind[fact], responses.Channel[fact])
                {
                    ContactNumber = responses.Contact[fact] == FactId.None ? null : $"{responses.Contact[fact].Value}",
                },
            }, null);
        }
    }
}
