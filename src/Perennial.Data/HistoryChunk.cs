using System.Runtime.InteropServices;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Data;

/// <summary>Some customers' histories, in the order of ids.</summary>
/// <param name="Ids">Who, row by row.</param>
/// <param name="Keys">Their own keys.</param>
/// <param name="History">Their facts.</param>
public sealed record HistoryChunk(CustomerId[] Ids, CustomerKeys Keys, HistoryTable History);

/// <summary>Collects customers with their orders, as they come from the store, into a chunk.</summary>
sealed class HistoryChunkBuilder
{
    readonly List<CustomerId> ids = [];
    readonly TextBlock keys = new();
    readonly List<int> customer = [];
    readonly List<Instant> at = [];
    readonly List<long> gross = [], discount = [], refunded = [], cost = [];
    readonly List<OrderFlags> flags = [];
    readonly List<OrderId> orderIds = [];
    readonly List<string?> numbers = [];
    readonly List<int> lineStart = [];
    readonly List<OrderLineFact> lines = [];
    readonly List<string> products = [];
    readonly Dictionary<string, int> productIndex = [];
    long anyDiscount, anyRefunded, anyFlags;
    bool anyCost;

    public int Count => ids.Count;

    public void AddCustomer(CustomerId id, ReadOnlySpan<byte> key)
    {
        ids.Add(id);
        keys.Add(key);
    }

    /// <summary>Adds an order of the customer added last, from cells that start with its instant.</summary>
    public void AddOrder(Statement row, int first)
    {
        customer.Add(ids.Count - 1);
        at.Add(row.Instant(first));
        gross.Add(row.Int64(first + 1));
        discount.Add(row.Int64(first + 2));
        refunded.Add(row.Int64(first + 3));
        cost.Add(row.NullableInt64(first + 4) ?? -1);
        flags.Add((OrderFlags)row.Int64(first + 5));
        NoteOptional();
    }

    void NoteOptional()
    {
        anyDiscount |= discount[^1];
        anyRefunded |= refunded[^1];
        anyFlags |= (long)flags[^1];
        anyCost |= cost[^1] >= 0;
    }

    /// <summary>Adds an order of the customer added last, from a batch.</summary>
    public void AddOrder(OrderFacts from, int order)
    {
        customer.Add(ids.Count - 1);
        at.Add(from.At[order]);
        gross.Add(from.GrossCents[order]);
        discount.Add(from.DiscountCents.Length == 0 ? 0 : from.DiscountCents[order]);
        refunded.Add(from.RefundedCents.Length == 0 ? 0 : from.RefundedCents[order]);
        cost.Add(from.CostCents.Length == 0 ? -1 : from.CostCents[order]);
        flags.Add(from.Flags.Length == 0 ? OrderFlags.None : from.Flags[order]);
        NoteOptional();
    }

    /// <summary>Says what else the order added last is known by. For all orders of a chunk or for none.</summary>
    public void NameOrder(OrderId id, string? number)
    {
        orderIds.Add(id);
        numbers.Add(number);
        lineStart.Add(lines.Count);
    }

    /// <summary>Adds a line to the order named last.</summary>
    public void AddLine(string product, int quantity, long grossCents, long discountCents, int refundedQuantity)
    {
        if (!productIndex.TryGetValue(product, out var index))
        {
            productIndex.Add(product, index = products.Count);
            products.Add(product);
        }
        lines.Add(new OrderLineFact(index, quantity, grossCents, discountCents, refundedQuantity));
    }

    public HistoryChunk Build()
    {
        // Orders come by their ids; within a customer they have to stand in the order of time.
        var (start, position) = OrderGrouping.Group(
            CollectionsMarshal.AsSpan(customer), CollectionsMarshal.AsSpan(at), ids.Count);
        var orders = new OrderFacts
        {
            Start = start,
            At = Take(at, position),
            GrossCents = Take(gross, position),
            DiscountCents = anyDiscount == 0 ? [] : Take(discount, position),
            RefundedCents = anyRefunded == 0 ? [] : Take(refunded, position),
            CostCents = anyCost ? Take(cost, position) : [],
            Flags = anyFlags == 0 ? [] : Take(flags, position),
            Id = orderIds.Count == 0 ? [] : Take(orderIds, position),
            Number = numbers.TrueForAll(number => number is null) ? [] : Take(numbers, position),
            Lines = lines.Count == 0 ? null : TakeLines(position),
        };
        return new HistoryChunk(
            [.. ids], keys.ToKeys(), new HistoryTable(ids.Count, orders) { Products = products });
    }

    static T[] Take<T>(List<T> values, int[] position)
    {
        var from = CollectionsMarshal.AsSpan(values);
        var taken = new T[position.Length];
        for (var i = 0; i < taken.Length; i++) taken[i] = from[position[i]];
        return taken;
    }

    LineFacts TakeLines(int[] position)
    {
        var start = new int[position.Length + 1];
        var taken = new List<OrderLineFact>(lines.Count);
        for (var i = 0; i < position.Length; i++)
        {
            var order = position[i];
            var end = order + 1 < lineStart.Count ? lineStart[order + 1] : lines.Count;
            taken.AddRange(CollectionsMarshal.AsSpan(lines)[lineStart[order]..end]);
            start[i + 1] = taken.Count;
        }
        return new LineFacts
        {
            Start = start,
            Product = [.. taken.Select(line => line.Product)],
            Quantity = [.. taken.Select(line => line.Quantity)],
            GrossCents = [.. taken.Select(line => line.GrossCents)],
            DiscountCents = [.. taken.Select(line => line.DiscountCents)],
            RefundedQuantity = [.. taken.Select(line => line.RefundedQuantity)],
        };
    }
}
