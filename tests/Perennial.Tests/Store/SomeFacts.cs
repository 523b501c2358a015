using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;

namespace Perennial.Tests.Store;

/// <summary>An order as the tests write it.</summary>
public sealed record SomeOrder(string Customer, string Number, int DaysAgo, long GrossCents)
{
    public long DiscountCents { get; init; }

    public long RefundedCents { get; init; }

    public long? CostCents { get; init; }

    public OrderFlags Flags { get; init; }

    /// <summary>Product, quantity, cents, cents off, units given back.</summary>
    public (string Product, int Quantity, long Cents, long Off, int Back)[] Lines { get; init; } = [];
}

/// <summary>Makes batches.</summary>
static class SomeFacts
{
    public static SomeOrder Order(string customer, string number, int daysAgo, long cents) =>
        new(customer, number, daysAgo, cents);

    public static FactBatch Batch(params SomeOrder[] orders) =>
        Batch([.. orders.Select(order => (order.Customer, (CustomerDetails?)null)).Distinct()], orders);

    /// <summary>A batch of customers, in the order given, with their orders.</summary>
    public static FactBatch Batch((string Key, CustomerDetails? Details)[] customers, params SomeOrder[] orders)
    {
        var builder = new HistoryBuilder();
        var products = orders.SelectMany(order => order.Lines).Select(line => line.Product).Distinct().ToList();
        foreach (var order in orders)
        {
            builder.Add(new OrderFact
            {
                Customer = Array.FindIndex(customers, customer => customer.Key == order.Customer),
                At = At(order.DaysAgo),
                GrossCents = order.GrossCents,
                DiscountCents = order.DiscountCents,
                RefundedCents = order.RefundedCents,
                CostCents = order.CostCents,
                Flags = order.Flags,
                Id = OrderId.Numbered("test", order.Number),
                Number = order.Number,
            });
            foreach (var (product, quantity, cents, off, back) in order.Lines)
                builder.AddLine(new OrderLineFact(products.IndexOf(product), quantity, cents, off, back));
        }
        return new FactBatch
        {
            Source = "test",
            Keys = CustomerKeys.From([.. customers.Select(customer => customer.Key)]),
            KeyKinds = new CustomerKeyKind[customers.Length],
            Details = [.. customers.Select(customer => customer.Details)],
            History = builder.Build(customers.Length, products),
        };
    }

    /// <summary>Scoring with a small segment set of the tests' own.</summary>
    public static ScoringOptions HowToScore { get; } = new()
    {
        RfmSegmentSet = new RfmSegmentSet("small", 5,
        [
            new RfmSegmentRule { Name = "Best", R = new ScoreRange(4, 5), F = new ScoreRange(4, 5) },
            new RfmSegmentRule { Name = "Fresh", R = new ScoreRange(4, 5) },
            new RfmSegmentRule { Name = "Asleep", R = new ScoreRange(1, 2), Note = "Wake them." },
        ]),
    };

    public static Instant At(int daysAgo) => new(Tests.Some.Now.UnixMs - daysAgo * 86_400_000L);

    public static CustomerId Id(string key) => CustomerId.Of(CustomerKeyKind.External, key);

    /// <summary>Orders of a few customers with everything that can be stored of one; numbers are distinct. Some lie
    /// after the instant of the fold.</summary>
    public static Gen<SomeOrder[]> Orders { get; } =
        from orders in (
            from customer in Gen.Choose(1, 6)
            from daysAgo in Gen.Choose(-3, 900)
            from cents in Gen.Choose(0, 30_000)
            from off in Gen.Choose(0, 100)
            from back in Gen.Elements(0, 0, 0, 50, 100)
            from cost in Gen.Elements<long?>(null, 0, 700)
            from flags in Gen.Choose(0, 3)
            let discount = cents * off / 200
            select new SomeOrder($"c{customer}", "", daysAgo, cents)
            {
                DiscountCents = discount,
                RefundedCents = (cents - discount) * back / 100,
                CostCents = cost,
                Flags = (OrderFlags)flags,
                Lines = cents % 3 == 0 ? [] : [("rose", 2, cents / 2, 0, 0), ("lily", 1, cents - cents / 2, 0, 0)],
            }).ArrayOf()
        select orders.Select((order, i) => order with { Number = $"n{i}" }).ToArray();
}
