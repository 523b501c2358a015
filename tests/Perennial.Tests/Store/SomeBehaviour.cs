using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Store;

/// <summary>What a customer did, got or answered, as the tests write it.</summary>
public abstract record SomeFact(string Customer, string Number, int MinutesAgo);

public sealed record SomeActivity(string Customer, string Number, int MinutesAgo, ActivityKind Kind)
    : SomeFact(Customer, Number, MinutesAgo)
{
    public string? Product { get; init; }

    public int Seconds { get; init; }
}

public sealed record SomeContact(string Customer, string Number, int MinutesAgo, ContactChannel Channel)
    : SomeFact(Customer, Number, MinutesAgo)
{
    public string? Strategy { get; init; }
}

public sealed record SomeResponse(
    string Customer, string Number, int MinutesAgo, ResponseKind Kind, ContactChannel Channel)
    : SomeFact(Customer, Number, MinutesAgo)
{
    /// <summary>The number of the contact answered.</summary>
    public string? Contact { get; init; }

    public string? Disposition { get; init; }
}

/// <summary>Makes batches of behaviour.</summary>
static class SomeBehaviour
{
    public static SomeActivity Viewed(string customer, string number, int minutesAgo, string? product = null) =>
        new(customer, number, minutesAgo, product is null ? ActivityKind.PageView : ActivityKind.ProductView)
        {
            Product = product,
        };

    public static SomeContact Mailed(string customer, string number, int minutesAgo) =>
        new(customer, number, minutesAgo, ContactChannel.Email);

    public static SomeResponse Answered(string customer, string number, int minutesAgo, ResponseKind kind) =>
        new(customer, number, minutesAgo, kind, ContactChannel.Email);

    public static Instant At(int minutesAgo) => new(Tests.Some.Now.UnixMs - minutesAgo * 60_000L);

    public static FactId Id(string number) => FactId.Numbered("test", number);

    /// <summary>A batch of facts, and of the orders given, one row a customer.</summary>
    public static FactBatch Batch(IReadOnlyList<SomeFact> facts, params SomeOrder[] orders)
    {
        string[] customers =
        [
            .. facts.Select(fact => fact.Customer).Concat(orders.Select(order => order.Customer)).Distinct(),
        ];
        var bought = SomeFacts.Batch([.. customers.Select(key => (key, (CustomerDetails?)null))], orders);
        var products = bought.History.Products.Concat(facts.OfType<SomeActivity>().Select(fact => fact.Product)
            .OfType<string>()).Distinct().ToList();
        return new FactBatch
        {
            Source = bought.Source, Keys = bought.Keys, KeyKinds = bought.KeyKinds, Details = bought.Details,
            History = new HistoryTable(customers.Length, bought.History.Orders)
            {
                Products = products,
                Activities = Activities(customers, [.. facts.OfType<SomeActivity>()], products),
                Contacts = Contacts(customers, [.. facts.OfType<SomeContact>()]),
                Responses = Responses(customers, [.. facts.OfType<SomeResponse>()]),
            },
        };
    }

    static ActivityFacts? Activities(string[] customers, SomeActivity[] facts, List<string> products)
    {
        if (facts.Length == 0) return null;
        var (start, sorted) = Group(customers, facts);
        return new ActivityFacts
        {
            Start = start,
            At = [.. sorted.Select(fact => At(fact.MinutesAgo))],
            Kind = [.. sorted.Select(fact => fact.Kind)],
            Product = [.. sorted.Select(fact => fact.Product is null ? -1 : products.IndexOf(fact.Product))],
            DurationSeconds = [.. sorted.Select(fact => fact.Seconds)],
            Id = [.. sorted.Select(fact => Id(fact.Number))],
        };
    }

    static ContactFacts? Contacts(string[] customers, SomeContact[] facts)
    {
        if (facts.Length == 0) return null;
        var (start, sorted) = Group(customers, facts);
        return new ContactFacts
        {
            Start = start,
            At = [.. sorted.Select(fact => At(fact.MinutesAgo))],
            Channel = [.. sorted.Select(fact => fact.Channel)],
            Id = [.. sorted.Select(fact => Id(fact.Number))],
            Strategy = [.. sorted.Select(fact => fact.Strategy)],
        };
    }

    static ResponseFacts? Responses(string[] customers, SomeResponse[] facts)
    {
        if (facts.Length == 0) return null;
        var (start, sorted) = Group(customers, facts);
        return new ResponseFacts
        {
            Start = start,
            At = [.. sorted.Select(fact => At(fact.MinutesAgo))],
            Kind = [.. sorted.Select(fact => fact.Kind)],
            Channel = [.. sorted.Select(fact => fact.Channel)],
            Id = [.. sorted.Select(fact => Id(fact.Number))],
            Contact = [.. sorted.Select(fact => fact.Contact is null ? FactId.None : Id(fact.Contact))],
            Disposition = [.. sorted.Select(fact => fact.Disposition)],
        };
    }

    static (int[] Start, TFact[] Sorted) Group<TFact>(string[] customers, TFact[] facts) where TFact : SomeFact
    {
        var (start, position) = OrderGrouping.Group(
            [.. facts.Select(fact => Array.IndexOf(customers, fact.Customer))],
            [.. facts.Select(fact => At(fact.MinutesAgo))], customers.Length);
        return (start, [.. position.Select(i => facts[i])]);
    }

    /// <summary>Facts of a few customers; numbers are distinct. Some lie after the instant of the fold, several at
    /// one instant.</summary>
    public static Gen<SomeFact[]> Facts { get; } =
        from facts in (
            from customer in Gen.Choose(1, 5)
            from minutesAgo in Gen.Choose(-3, 60)
            from what in Gen.Choose(0, 2)
            from detail in Gen.Choose(1, 8)
            select Fact($"c{customer}", minutesAgo * 1440, what, detail)).ArrayOf()
        select facts.Select((fact, i) => fact with { Number = $"f{i}" }).ToArray();

    static SomeFact Fact(string customer, int minutesAgo, int what, int detail)
    {
        var channel = (ContactChannel)(1 + detail % 5);
        return what switch
        {
            0 => new SomeActivity(customer, "", minutesAgo, (ActivityKind)detail)
            {
                Product = detail % 2 == 0 ? $"p{detail}" : null, Seconds = detail * 10,
            },
            1 => new SomeContact(customer, "", minutesAgo, channel)
            {
                Strategy = detail < 4 ? $"strategy {detail}" : null,
            },
            _ => new SomeResponse(customer, "", minutesAgo, (ResponseKind)detail, channel)
            {
                Contact = detail < 3 ? "f0" : null, Disposition = detail == 8 ? "callback" : null,
            },
        };
    }
}
