namespace Perennial.Core.Cycle;

/// <summary>Where a customer stands in their own purchase cycle. Numbers are labels; never renumber.</summary>
public enum CycleStatus : byte
{
    /// <summary>Bought a short while ago, as their own cycle goes.</summary>
    Recent = 1,

    /// <summary>The next purchase is due soon.</summary>
    Soon = 2,

    /// <summary>Most customers like this one would have come back.</summary>
    Late = 3,

    /// <summary>Nearly all would have come back.</summary>
    VeryLate = 4,

    /// <summary>Nearly all would have come back long ago, and few of those who did not still do; or silent for so long
    /// that no cycle says anything any more.</summary>
    Inactive = 5,

    /// <summary>Bought once: no gap of their own yet.</summary>
    Unknown = 6,
}

/// <summary>Names of the statuses, in the order of their numbers.</summary>
public static class CycleStatuses
{
    /// <summary>recent, soon, late, very late, inactive, cycle unknown.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["recent", "soon", "late", "very late", "inactive", "cycle unknown"];
}

/// <summary>The limits between statuses.</summary>
/// <remarks>
/// A status is left only some days after its limit, and lasts some days at least: the limits move a little with each
/// scoring run, the silence by a day every day, so that a customer who has crossed does not come back. Both are cut for
/// short cycles: to a tenth of the cycle, and to a quarter. A purchase begins anew.
/// </remarks>
public sealed record CycleZones
{
    /// <summary>Percentile of the silence at which recent ends. Default .30.</summary>
    public double Soon { get; init; } = 0.30;

    /// <summary>Percentile at which soon ends. Default .60.</summary>
    public double Late { get; init; } = 0.60;

    /// <summary>Percentile at which late ends. Default .85.</summary>
    public double VeryLate { get; init; } = 0.85;

    /// <summary>Percentile from which a customer may be inactive. Default .97.</summary>
    public double Inactive { get; init; } = 0.97;

    /// <summary>The chance to buy within 90 days must besides be below this share of everybody's. Default .5.</summary>
    public double InactiveShareOfBase { get; init; } = 0.5;

    /// <summary>Days without an order from which everybody is inactive, whatever their cycle, also who bought once.
    /// Default 1,095; at least 1.</summary>
    public int InactiveAfterDays { get; init; } = 1095;

    /// <summary>Days past a limit before the status is left. Default 3.</summary>
    public int HysteresisDays { get; init; } = 3;

    /// <summary>Days that a status lasts at least. Default 7.</summary>
    public int DwellDays { get; init; } = 7;

    /// <summary>Refuses limits that do not ascend between 0 and 1, and negative days.</summary>
    /// <exception cref="ArgumentException">With what was found.</exception>
    public void Check()
    {
        if (!(0 < Soon && Soon < Late && Late < VeryLate && VeryLate < Inactive && Inactive < 1))
        {
            throw new ArgumentException(
                $"Cycle limits must ascend between 0 and 1: {Soon}, {Late}, {VeryLate}, {Inactive}.");
        }
        if (InactiveAfterDays < 1)
            throw new ArgumentException($"Inactive after {InactiveAfterDays} days: give one day or more.");
        if (HysteresisDays < 0 || DwellDays < 0 || !(InactiveShareOfBase is > 0 and <= 1))
        {
            throw new ArgumentException($"Cycle days must not be negative ({HysteresisDays}, {DwellDays}), and the "
                + $"share of the base must lie in 0..1 ({InactiveShareOfBase}).");
        }
    }
}

/// <summary>How purchase cycles are fitted.</summary>
public sealed record CycleOptions
{
    /// <summary>The limits between statuses.</summary>
    public CycleZones Zones { get; init; } = new();

    /// <summary>Limits of product categories that differ, by name.</summary>
    public IReadOnlyDictionary<string, CycleZones> CategoryZones { get; init; } = new Dictionary<string, CycleZones>();

    /// <summary>The model of gaps is fitted to so many customers, spread evenly over all. Default 6,000;
    /// at least 100.</summary>
    public int FitCustomers { get; init; } = 6000;

    /// <summary>Forecasts are calibrated on so many buyers, those of all days of the past together. Default
    /// 40,000.</summary>
    public int CalibrationCustomers { get; init; } = 40_000;

    /// <summary>With fewer customers who bought on two days or more nothing is fitted. Default 50.</summary>
    public int FewestRepeaters { get; init; } = 50;

    /// <summary>A category with fewer repeat buyers uses the whole shop's model. Default 200.</summary>
    public int FewestCategoryRepeaters { get; init; } = 200;

    /// <summary>Regularity (Wheat and Morrison's k) from which a cycle is shown. Default 1.5; 1 is random.</summary>
    public double RegularFrom { get; init; } = 1.5;

    /// <summary>The limits of a category.</summary>
    public CycleZones ZonesOf(string category) => CategoryZones.GetValueOrDefault(category, Zones);

    /// <summary>Refuses limits that contradict themselves.</summary>
    /// <exception cref="ArgumentException">With what was found.</exception>
    public void Check()
    {
        Zones.Check();
        foreach (var zones in CategoryZones.Values) zones.Check();
        if (FitCustomers < 100 || CalibrationCustomers < 1 || FewestRepeaters < 2)
            throw new ArgumentException("A cycle needs customers to be fitted to, at least two of them repeat buyers.");
    }
}
