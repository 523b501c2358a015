using Perennial.Core.Lifetime;

namespace Perennial.Forecasts;

/// <summary>What a fitted model says of each customer counted.</summary>
/// <param name="Alive">Probability to buy again at all.</param>
/// <param name="Expected">Purchases within the horizon.</param>
/// <param name="Discounted">Purchases within 12 months, each month's less by the discount.</param>
sealed record LifetimeForecast(
    IReadOnlyList<double> Alive, IReadOnlyList<double> Expected, IReadOnlyList<double> Discounted)
{
    const int Months = 12;

    /// <param name="fit">Of purchases.</param>
    /// <param name="counts">The customers.</param>
    /// <param name="horizon">How far ahead, in units of time.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="monthlyDiscount">0.01 for 1 % a month.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>Null where the fit has no parameters.</returns>
    public static LifetimeForecast? Of(ModelFit fit, PurchaseCounts counts, double horizon, TimeUnit unit,
        double monthlyDiscount, CancellationToken cancel)
    {
        if (!fit.IsFitted) return null;
        var (alive, expected) = (new double[counts.Count], new double[counts.Count]);
        var discounted = new double[counts.Count];
        // Equal customers are forecast once.
        var groups = Enumerable.Range(0, counts.Count).GroupBy(i => (counts.X[i], counts.LastAt[i], counts.Age[i]));
        Parallel.ForEach(groups.ToList(), new ParallelOptions { CancellationToken = cancel }, group =>
        {
            var (isAlive, within) = For(fit, counts, group.First());
            var purchases = within(horizon);
            var today = CustomerValue.DiscountedPurchases(within, Months, unit.UnitsPerMonth(), monthlyDiscount);
            foreach (var i in group) (alive[i], expected[i], discounted[i]) = (isAlive, purchases, today);
        });
        return new(alive, expected, discounted);
    }

    static (double Alive, Func<double, double> Within) For(ModelFit fit, PurchaseCounts counts, int customer)
    {
        if (fit.Model == "bg-bb")
        {
            var model = new BgBb(fit.Parameters[0], fit.Parameters[1], fit.Parameters[2], fit.Parameters[3]);
            var (periods, last, seen) = counts.PeriodsOf(customer);
            return (model.Alive(periods, last, seen),
                time => model.ExpectedNext((int)Math.Round(time), periods, last, seen));
        }
        var continuous = PurchaseFitting.ModelOf(fit)!;
        var (x, lastAt, age) = (counts.X[customer], counts.LastAt[customer], counts.Age[customer]);
        return (continuous.Alive(x, lastAt, age), time => continuous.ExpectedNext(time, x, lastAt, age));
    }
}
