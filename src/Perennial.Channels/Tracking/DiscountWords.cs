using Perennial.Channels.Intake.Formats;
using Perennial.Core.History;

namespace Perennial.Channels.Tracking;

/// <summary>How an order's discount was given, from the little that a tracker says of it.</summary>
static class DiscountWords
{
    /// <summary>The word of <c>discount_type</c>; else, where a code was used: free delivery if it says so, so many
    /// percent if the discount is a whole percentage that the code names or that is no whole amount, else an amount.
    /// </summary>
    public static DiscountMechanism Mechanism(EventObject properties, long grossCents, long discountCents)
    {
        var stated = KindWords.Mechanism(properties.Text("discount_type"u8));
        if (stated != DiscountMechanism.Unknown) return stated;
        var code = properties.Text("coupon"u8);
        if (code is null) return DiscountMechanism.Unknown;
        if (Says(code, "freeship") || Says(code, "shipfree") || Says(code, "free-ship") || Says(code, "free_ship"))
            return DiscountMechanism.FreeShipping;
        if (discountCents == 0) return DiscountMechanism.Unknown;
        var percent = (discountCents * 100 + grossCents / 2) / grossCents;
        // To the cent: 15 % of 19.99 is 3.00.
        var isPercent = Math.Abs(discountCents * 100 - percent * grossCents) <= 50;
        if (!isPercent) return DiscountMechanism.AmountOff;
        var isAmount = discountCents % 100 == 0;
        return !isAmount || Says(code, percent.ToString()) ? DiscountMechanism.PercentOff : DiscountMechanism.AmountOff;
    }

    static bool Says(string code, string word) => code.Contains(word, StringComparison.OrdinalIgnoreCase);
}
