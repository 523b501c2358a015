namespace Perennial.Core.Lifetime;

/// <summary>What the purchases to come are worth today.</summary>
public static class CustomerValue
{
    /// <summary>Purchases to expect over some months, each month's worth less by the discount: sum of the purchases
    /// of month i divided by (1 + d)^i.</summary>
    /// <param name="expected">Purchases to expect within a time, in the model's unit.</param>
    /// <param name="months">How many months; a part of one counts as such.</param>
    /// <param name="unitsPerMonth">Units of the model's time in a month. To take this for 1 or for 30 under a model in
    /// weeks is the classical mistake (lifetimes' published 140.096, should be 36.3).</param>
    /// <param name="monthlyDiscount">d, 0.01 for 1 % a month.</param>
    public static double DiscountedPurchases(
        Func<double, double> expected, double months, double unitsPerMonth, double monthlyDiscount)
    {
        double sum = 0, before = 0, factor = 1;
        for (var month = 1; month - 1 < months; month++)
        {
            factor /= 1 + monthlyDiscount;
            var until = expected(Math.Min(month, months) * unitsPerMonth);
            sum += Math.Max(0, until - before) * factor;
            before = until;
        }
        return sum;
    }
}
