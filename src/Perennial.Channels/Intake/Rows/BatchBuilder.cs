using System.Text;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Makes the batch of what was collected: orders grouped by customer and time, with their ids.</summary>
static class BatchBuilder
{
    const int CustomersPerTask = 1024;

    /// <summary>The batch. Customers without an order in the file are left out.</summary>
    public static FactBatch Build(
        string source, string? currency, OrderCollector orders, LineCollector? lines, CustomerCollector customers,
        IReadOnlyList<OrderChangeFact>? elsewhere = null)
    {
        var ordered = new bool[customers.Count];
        foreach (var customer in orders.Customer) ordered[customer] = true;
        var beside = customers.AddressesBeside(orders.Customer);
        var (keys, kinds, details) = customers.Finish(ordered, out var newNumber);
        foreach (ref var customer in orders.Customer) customer = newNumber[customer];

        var (start, position) = OrderGrouping.Group(orders.Customer, orders.At, keys.Count);
        var (products, productDetails) = lines?.Products() ?? ([], []);
        var facts = new OrderFacts
        {
            Start = start,
            At = Take<Instant>(orders.At, position),
            GrossCents = Take<long>(orders.Gross, position),
            DiscountCents = TakeIfAny<long>(orders.Discount, position),
            RefundedCents = TakeIfAny<long>(orders.Refunded, position),
            Flags = TakeIfAny<OrderFlags>(orders.Flags, position),
            Mechanism = TakeIfAny<DiscountMechanism>(orders.Mechanism, position),
            Number = orders.HasNumbers ? new string?[position.Length] : [],
            Id = new OrderId[position.Length],
            Lines = lines?.Group(position),
            TotalCents = TotalsOf(orders, position),
            Past = PastOrders.Of(source, orders, lines, position),
        };
        Identify(source, facts, orders, position, keys, kinds);
        return new FactBatch
        {
            Source = source,
            Keys = keys,
            KeyKinds = kinds,
            Details = details,
            TillAddresses = customers.TillAddresses(newNumber),
            OrderAddresses = beside.Count == 0 ? beside : position.Index()
                .Where(one => beside.ContainsKey(one.Item)).ToDictionary(one => one.Index, one => beside[one.Item]),
            History = new HistoryTable(keys.Count, facts)
            {
                Products = products, Activities = Confirmations.Of(details),
            },
            Products = productDetails,
            Elsewhere = elsewhere ?? [],
            Currency = currency,
        };
    }

    /// <summary>A batch of orders without numbers, with the ids that follow from customer, instant and
    /// amount.</summary>
    public static FactBatch WithIds(FactBatch batch)
    {
        var orders = batch.History.Orders;
        var facts = new OrderFacts
        {
            Start = orders.Start,
            At = orders.At,
            GrossCents = orders.GrossCents,
            DiscountCents = orders.DiscountCents,
            RefundedCents = orders.RefundedCents,
            Id = new OrderId[orders.At.Length],
        };
        Parallel.For(0, (batch.Keys.Count + CustomersPerTask - 1) / CustomersPerTask, task =>
        {
            var seen = new Dictionary<long, int>();
            var end = Math.Min(batch.Keys.Count, (task + 1) * CustomersPerTask);
            for (var customer = task * CustomersPerTask; customer < end; customer++)
            {
                var id = CustomerId.Of(batch.KeyKinds[customer], batch.Keys.Text(customer));
                IdentifyUnnumbered(facts, customer, id, seen);
            }
        });
        return new FactBatch
        {
            Source = batch.Source,
            Keys = batch.Keys,
            KeyKinds = batch.KeyKinds,
            History = new HistoryTable(batch.Keys.Count, facts),
            Currency = batch.Currency,
        };
    }

    // Where nothing was paid besides the goods, refunds are of the goods anyway.
    static long[] TotalsOf(OrderCollector orders, int[] position)
    {
        for (var order = 0; order < orders.Count; order++)
            if (orders.Total[order] > 0 && orders.Total[order] != orders.Gross[order] - orders.Discount[order])
                return Take<long>(orders.Total, position);
        return [];
    }

    static T[] Take<T>(ReadOnlySpan<T> values, int[] position)
    {
        var taken = new T[position.Length];
        for (var i = 0; i < position.Length; i++) taken[i] = values[position[i]];
        return taken;
    }

    static T[] TakeIfAny<T>(ReadOnlySpan<T> values, int[] position) where T : struct
    {
        foreach (var value in values)
            if (!EqualityComparer<T>.Default.Equals(value, default)) return Take(values, position);
        return [];
    }

    // Hashing order numbers is among the most expensive steps of an import: it runs on all cores.
    static void Identify(
        string source, OrderFacts facts, OrderCollector orders, int[] position, CustomerKeys keys,
        CustomerKeyKind[] kinds)
    {
        Parallel.For(0, (keys.Count + CustomersPerTask - 1) / CustomersPerTask, task =>
        {
            var seen = new Dictionary<long, int>();
            var end = Math.Min(keys.Count, (task + 1) * CustomersPerTask);
            for (var customer = task * CustomersPerTask; customer < end; customer++)
            {
                var unnumbered = false;
                for (var i = facts.Start[customer]; i < facts.Start[customer + 1]; i++)
                {
                    var number = orders.Number(position[i]);
                    unnumbered |= number.IsEmpty;
                    if (number.IsEmpty) continue;
                    facts.Number[i] = Encoding.UTF8.GetString(number);
                    facts.Id[i] = OrderId.Numbered(source, number);
                }
                if (!unnumbered) continue;
                IdentifyUnnumbered(facts, customer, CustomerId.Of(kinds[customer], keys.Text(customer)), seen);
            }
        });
    }

    // Of orders that agree in customer, instant and amount, each has the number of those before it in its id.
    static void IdentifyUnnumbered(OrderFacts facts, int customer, CustomerId id, Dictionary<long, int> seen)
    {
        var (first, end) = (facts.Start[customer], facts.Start[customer + 1]);
        for (var i = first; i < end; i++)
        {
            var follows = i > first && facts.At[i] == facts.At[i - 1];
            var precedes = i + 1 < end && facts.At[i] == facts.At[i + 1];
            if (!follows) seen.Clear();
            if (facts.Number.Length > 0 && facts.Number[i] is not null) continue;
            var occurrence = follows ? seen.GetValueOrDefault(facts.GrossCents[i]) : 0;
            if (precedes) seen[facts.GrossCents[i]] = occurrence + 1;
            facts.Id[i] = OrderId.Unnumbered(id, facts.At[i], facts.GrossCents[i], occurrence);
        }
    }
}
