using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake;

/// <summary>Makes the batch of what was collected: orders grouped by customer and time, with their ids.</summary>
static class BatchBuilder
{
    /// <summary>The batch. Customers without an order in the file are left out.</summary>
    public static FactBatch Build(
        string source, string? currency, OrderCollector orders, LineCollector? lines, CustomerCollector customers)
    {
        var ordered = new bool[customers.Count];
        foreach (var customer in orders.Customer) ordered[customer] = true;
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
            Number = Numbers(orders, position),
            Id = new OrderId[position.Length],
            Lines = lines?.Group(position),
        };
        Identify(source, facts, keys, kinds);
        return new FactBatch
        {
            Source = source,
            Keys = keys,
            KeyKinds = kinds,
            Details = details,
            History = new HistoryTable(keys.Count, facts) { Products = products },
            Products = productDetails,
            Currency = currency,
        };
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

    static string?[] Numbers(OrderCollector orders, int[] position)
    {
        var numbers = new string?[position.Length];
        var any = false;
        for (var i = 0; i < position.Length; i++)
        {
            numbers[i] = orders.Number(position[i]);
            any |= numbers[i] is not null;
        }
        return any ? numbers : [];
    }

    // Hashing is the most expensive step of an import: it runs on all cores.
    static void Identify(string source, OrderFacts facts, CustomerKeys keys, CustomerKeyKind[] kinds)
    {
        const int customersPerTask = 1024;
        Parallel.For(0, (keys.Count + customersPerTask - 1) / customersPerTask, task =>
        {
            var seen = new Dictionary<long, int>();
            var end = Math.Min(keys.Count, (task + 1) * customersPerTask);
            for (var customer = task * customersPerTask; customer < end; customer++)
                Identify(source, facts, customer, keys, kinds[customer], seen);
        });
    }

    static void Identify(
        string source, OrderFacts facts, int customer, CustomerKeys keys, CustomerKeyKind kind,
        Dictionary<long, int> seen)
    {
        CustomerId? id = null;
        for (var i = facts.Start[customer]; i < facts.Start[customer + 1]; i++)
        {
            if (i == facts.Start[customer] || facts.At[i] != facts.At[i - 1]) seen.Clear();
            if (facts.Number.Length > 0 && facts.Number[i] is { } number)
            {
                facts.Id[i] = OrderId.Numbered(source, number);
                continue;
            }
            id ??= CustomerId.Of(kind, keys.Text(customer));
            var occurrence = seen.GetValueOrDefault(facts.GrossCents[i]);
            seen[facts.GrossCents[i]] = occurrence + 1;
            facts.Id[i] = OrderId.Unnumbered(id.Value, facts.At[i], facts.GrossCents[i], occurrence);
        }
    }
}
