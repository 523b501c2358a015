namespace Perennial.Core.History;

/// <summary>Tells apart how much each refund of one order gave back, in the order of time.</summary>
/// <param name="netCents">What was paid for the goods.</param>
/// <param name="totalCents">What was paid in all; 0 where nobody said.</param>
/// <param name="saidCents">What the order's own statement says was given back.</param>
/// <param name="saidAt">From when that counts; before refunds of the same instant.</param>
public struct RefundSteps(long netCents, long totalCents, long saidCents, Instant saidAt)
{
    GivenBack back;

    /// <summary>What the next refund gave back of the goods, 0 or more: nothing where others had given it back already.
    /// </summary>
    public long Next(Instant at, long cents, RefundUnit unit)
    {
        var said = saidAt <= at ? saidCents : 0;
        var before = back.Of(netCents, totalCents, said);
        back.Add(cents, unit);
        return back.Of(netCents, totalCents, said) - before;
    }

    /// <summary>What was given back in all.</summary>
    public readonly long Refunded => back.Of(netCents, totalCents, saidCents);
}
