using System.Runtime.InteropServices;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Channels.Intake.Rows;

/// <summary>The orders read so far, as arrays, and their numbers.</summary>
sealed class OrderCollector
{
    readonly List<int> customer = [];
    readonly List<Instant> at = [];
    readonly List<long> gross = [];
    readonly List<long> discount = [];
    readonly List<long> refunded = [];
    readonly List<OrderFlags> flags = [];
    readonly List<DiscountMechanism> mechanism = [];
    readonly List<long> line = [];
    readonly List<int> number = [];
    readonly List<DatedRefund> dated = [];
    readonly List<long> total = [];

    // Numbers and their orders; where orders have no numbers, keys that the caller makes up take their place.
    readonly KeyTable numbers = new();
    readonly List<int> orderOfNumber = [];

    /// <summary>Number of orders.</summary>
    public int Count => customer.Count;

    /// <summary>Each order's customer.</summary>
    public Span<int> Customer => CollectionsMarshal.AsSpan(customer);

    /// <summary>When each was placed.</summary>
    public Span<Instant> At => CollectionsMarshal.AsSpan(at);

    /// <summary>Value before discount, cents.</summary>
    public Span<long> Gross => CollectionsMarshal.AsSpan(gross);

    /// <summary>Discount, cents.</summary>
    public Span<long> Discount => CollectionsMarshal.AsSpan(discount);

    /// <summary>Given back, cents.</summary>
    public Span<long> Refunded => CollectionsMarshal.AsSpan(refunded);

    /// <summary>Paid in all, tax and shipping included, cents; 0 where the file does not say.</summary>
    public Span<long> Total => CollectionsMarshal.AsSpan(total);

    /// <summary>What of <see cref="Refunded"/> has a date of its own.</summary>
    public IReadOnlyList<DatedRefund> Dated => dated;

    /// <summary>Marks.</summary>
    public Span<OrderFlags> Flags => CollectionsMarshal.AsSpan(flags);

    /// <summary>How discounts were given.</summary>
    public Span<DiscountMechanism> Mechanism => CollectionsMarshal.AsSpan(mechanism);

    /// <summary>The line of the file on which each order was first seen.</summary>
    public ReadOnlySpan<long> Line => CollectionsMarshal.AsSpan(line);

    /// <summary>Whether some order has a number.</summary>
    public bool HasNumbers { get; private set; }

    /// <summary>The order with a number, or −1.</summary>
    public int Find(ReadOnlySpan<byte> orderNumber)
    {
        var found = numbers.Find(orderNumber);
        return found < 0 ? -1 : orderOfNumber[found];
    }

    /// <summary>Finds the order with a number, or adds it.</summary>
    /// <param name="ofCustomer">Who ordered, if it is added.</param>
    /// <param name="placedAt">When.</param>
    /// <param name="onLine">Line of the file.</param>
    /// <param name="orderNumber">The shop's number, or a key that was made up; empty adds an order without.</param>
    /// <param name="added">Whether it is new.</param>
    /// <param name="made">Whether the number is made up: it finds the order again, and is not kept.</param>
    /// <returns>The order's index.</returns>
    public int Add(
        int ofCustomer, Instant placedAt, long onLine, ReadOnlySpan<byte> orderNumber, out bool added,
        bool made = false)
    {
        var index = -1;
        added = true;
        if (!orderNumber.IsEmpty) index = numbers.Add(orderNumber, out added, made ? (byte)1 : (byte)0);
        if (!added) return orderOfNumber[index];
        customer.Add(ofCustomer);
        at.Add(placedAt);
        gross.Add(0);
        discount.Add(0);
        refunded.Add(0);
        total.Add(0);
        flags.Add(OrderFlags.None);
        mechanism.Add(DiscountMechanism.Unknown);
        line.Add(onLine);
        number.Add(made ? -1 : index);
        HasNumbers |= !made && index >= 0;
        if (index >= 0) orderOfNumber.Add(Count - 1);
        return Count - 1;
    }

    /// <summary>The shop's number of an order in UTF-8; empty if it has none.</summary>
    public ReadOnlySpan<byte> Number(int order) => number[order] < 0 ? [] : numbers[number[order]];

    /// <summary>Notes that a part of what was given back has a date, which is not before the order's.</summary>
    public void Date(in DatedRefund refund) => dated.Add(
        refund.At < at[refund.Order] ? refund with { At = at[refund.Order] } : refund);

    /// <summary>Value of an order that is neither discounted nor given back, cents.</summary>
    public long Left(int order) => gross[order] - discount[order] - refunded[order];
}

/// <summary>A part of what was given back of an order.</summary>
/// <param name="Order">The order.</param>
/// <param name="At">When.</param>
/// <param name="Cents">How much.</param>
readonly record struct DatedRefund(int Order, Instant At, long Cents)
{
    /// <summary>What it is an amount of.</summary>
    public RefundUnit Unit { get; init; }

    /// <summary>The line of the file's lines that came back, or −1.</summary>
    public int Line { get; init; } = -1;

    /// <summary>How many units of it.</summary>
    public int Quantity { get; init; }
}
