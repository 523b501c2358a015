namespace Perennial.Core.Pressure;

/// <summary>What randomised caps showed: how orders grow with contacts.</summary>
/// <param name="Arms">What each arm received and ordered.</param>
/// <param name="Gain">Orders of 90 days that any number of contacts adds at most; negative if contacts cost
/// orders. The β of g(m) = β(1 − e^(−m/τ)).</param>
/// <param name="SaturationContacts">Contacts of 90 days after which 63 % of the gain is reached: τ.</param>
/// <param name="Improvement">How much better the curve describes the arms than one number for all: χ².</param>
public sealed record DoseCurve(IReadOnlyList<DoseArm> Arms, double Gain, double SaturationContacts, double Improvement)
{
    // 5 % of χ² with the curve's two further parameters.
    const double Convincing = 5.991;
    const int FewestCustomers = 100;
    const double LeastSpread = 1;

    /// <summary>Orders of 90 days that so many contacts of 90 days add.</summary>
    public double OrdersAdded(double contacts) => Gain * (1 - Math.Exp(-contacts / SaturationContacts));

    /// <summary>Fits the curve to arms by weighted least squares.</summary>
    /// <param name="arms">One entry an arm.</param>
    /// <returns>The curve, or null; and in words why.</returns>
    public static (DoseCurve? Curve, string Verdict) Fit(IReadOnlyList<DoseArm> arms)
    {
        var (curve, verdict) = FitAny(arms);
        return curve is { Improvement: < Convincing }
            ? (null, "not measured: orders of the arms differ by no more than chance") : (curve, verdict);
    }

    /// <summary>The curve, also where arms differ by no more than chance; null where they cannot be compared, and why.
    /// </summary>
    internal static (DoseCurve? Curve, string Verdict) FitAny(IReadOnlyList<DoseArm> arms)
    {
        DoseArm[] used = [.. arms.Where(arm => arm.Customers >= FewestCustomers).OrderBy(arm => arm.WeeklyCap)];
        if (used.Length < 3)
            return (null, $"not measured: randomised caps need three arms of {FewestCustomers} customers");
        var most = used.Max(arm => arm.Contacts);
        if (most - used.Min(arm => arm.Contacts) < LeastSpread)
            return (null, "not measured: the arms received the same number of contacts");
        if (!(Variance(used) > 0)) return (null, "not measured: all customers of the arms ordered equally often");
        var curve = Least(used);
        return (curve, curve.Gain > 0 ? "measured by randomised caps"
            : "measured by randomised caps: contacts cost orders");
    }

    /// <summary>The curve that misses arms the least.</summary>
    /// <param name="used">At least three that differ in contacts, with a variance of orders.</param>
    internal static DoseCurve Least(DoseArm[] used)
    {
        var (most, variance) = (used.Max(arm => arm.Contacts), Variance(used));
        var (best, gain, saturation) = (double.PositiveInfinity, 0.0, 1.0);
        const int steps = 240;
        for (var step = 0; step <= steps; step++)
        {
            // From a twentieth of the largest dose (any contact does all) to ten times it (nearly a straight line).
            var tau = most / 20 * Math.Pow(200, (double)step / steps);
            var (slope, misfit) = Line(used, arm => 1 - Math.Exp(-arm.Contacts / tau), variance);
            if (misfit < best) (best, gain, saturation) = (misfit, slope, tau);
        }
        var (_, flat) = Line(used, _ => 0, variance);
        return new DoseCurve(used, gain, saturation, flat - best);
    }

    static double Variance(DoseArm[] arms) =>
        arms.Sum(arm => arm.OrdersVariance * arm.Customers) / arms.Sum(arm => arm.Customers);

    static (double Slope, double Misfit) Line(DoseArm[] arms, Func<DoseArm, double> x, double variance)
    {
        var (weight, meanX, meanY) = (0.0, 0.0, 0.0);
        foreach (var arm in arms)
        {
            weight += arm.Customers;
            meanX += arm.Customers * x(arm);
            meanY += arm.Customers * arm.Orders;
        }
        (meanX, meanY) = (meanX / weight, meanY / weight);
        var (xx, xy, misfit) = (0.0, 0.0, 0.0);
        foreach (var arm in arms)
        {
            xx += arm.Customers * (x(arm) - meanX) * (x(arm) - meanX);
            xy += arm.Customers * (x(arm) - meanX) * (arm.Orders - meanY);
        }
        var slope = xx > 1e-12 ? xy / xx : 0;
        foreach (var arm in arms)
        {
            var off = arm.Orders - meanY - slope * (x(arm) - meanX);
            misfit += arm.Customers * off * off / variance;
        }
        return (slope, misfit);
    }
}

/// <summary>One arm of the randomised caps over the last 90 days.</summary>
/// <param name="WeeklyCap">Contacts a week at most.</param>
/// <param name="Customers">Customers drawn into it.</param>
/// <param name="Contacts">Contacts of 90 days that they received on average.</param>
/// <param name="Orders">Orders of 90 days that they placed on average.</param>
/// <param name="OrdersVariance">Variance of those orders between its customers.</param>
public sealed record DoseArm(int WeeklyCap, int Customers, double Contacts, double Orders, double OrdersVariance);
