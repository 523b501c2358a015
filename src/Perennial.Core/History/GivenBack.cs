namespace Perennial.Core.History;

/// <summary>What the amount of a refund is an amount of.</summary>
[Flags]
public enum RefundUnit : byte
{
    /// <summary>Of the goods, as the order's net is, by this one refund.</summary>
    Goods = 0,

    /// <summary>Of all that was paid, tax and shipping included: reckoned as net × refunded / total.</summary>
    Total = 1,

    /// <summary>Of all that had been given back by then, and not by this one refund.</summary>
    UpTo = 2,
}

/// <summary>Adds up what was given back of one order.</summary>
/// <remarks>
/// The sum does not depend on the order in which changes are added: single refunds add up, of statements of all that
/// had been given back the largest counts, and what is called everything is everything.
/// </remarks>
public struct GivenBack
{
    long goods, goodsUpTo, total, totalUpTo;
    bool any, everything;

    /// <summary>Adds a change.</summary>
    /// <param name="cents">How much; −1 for everything.</param>
    /// <param name="unit">An amount of what.</param>
    public void Add(long cents, RefundUnit unit)
    {
        any = true;
        if (cents < 0) everything = true;
        else if (unit == RefundUnit.Goods) goods = Sum(goods, cents);
        else if (unit == RefundUnit.Total) total = Sum(total, cents);
        else if (unit == RefundUnit.UpTo) goodsUpTo = Math.Max(goodsUpTo, cents);
        else totalUpTo = Math.Max(totalUpTo, cents);
    }

    /// <summary>What was given back of the goods, cents: at least what the order's own statement says, and by changes
    /// at most what was paid.</summary>
    /// <param name="netCents">What was paid for the goods.</param>
    /// <param name="totalCents">What was paid in all, tax and shipping included; 0 where nobody said.</param>
    /// <param name="saidCents">What the order's own statement says was given back.</param>
    public readonly long Of(long netCents, long totalCents, long saidCents)
    {
        if (!any) return saidCents;
        var sum = everything ? netCents : Math.Max(Sum(goods, InGoods(total, netCents, totalCents)),
            Math.Max(goodsUpTo, InGoods(totalUpTo, netCents, totalCents)));
        return Math.Max(Math.Min(sum, netCents), saidCents);
    }

    /// <summary>A refund that includes tax and shipping, in the unit of the goods: net × refunded / total, rounded to
    /// whole cents; as it is where the total is not known.</summary>
    /// <param name="cents">The refund.</param>
    /// <param name="netCents">What was paid for the goods.</param>
    /// <param name="totalCents">What was paid in all; 0 where nobody said.</param>
    public static long InGoods(long cents, long netCents, long totalCents) => totalCents <= 0 || cents == 0 ? cents
        : (long)Int128.Min(long.MaxValue, ((Int128)netCents * cents + totalCents / 2) / totalCents);

    static long Sum(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
