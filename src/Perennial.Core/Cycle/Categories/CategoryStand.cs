namespace Perennial.Core.Cycle.Categories;

/// <summary>Where one customer stands in the cycle of one category, as it follows from what they bought and a scoring
/// run alone: the days at which the status changes are known, so that nothing has to be computed as time passes.
/// </summary>
public sealed record CategoryStand
{
    /// <summary>The category.</summary>
    public required string Category { get; init; }

    /// <summary>Day of the last purchase of it.</summary>
    public required int LastDay { get; init; }

    /// <summary>Usual days to the next purchase; NaN after one purchase, and where nothing can be said.</summary>
    public double CycleDays { get; init; } = double.NaN;

    /// <summary>One time in five it comes sooner; NaN as <see cref="CycleDays"/>.</summary>
    public double CycleDaysLow { get; init; } = double.NaN;

    /// <summary>One time in five it comes later; NaN as <see cref="CycleDays"/>.</summary>
    public double CycleDaysHigh { get; init; } = double.NaN;

    /// <summary>The day the next purchase is expected; None as <see cref="CycleDays"/>.</summary>
    public Instant ExpectedAt { get; init; } = Instant.None;

    /// <summary>First day of soon; null without a cycle.</summary>
    public int? SoonDay { get; init; }

    /// <summary>First day of late; null without a cycle.</summary>
    public int? LateDay { get; init; }

    /// <summary>First day of very late; null without a cycle.</summary>
    public int? VeryLateDay { get; init; }

    /// <summary>First day of inactive. The days before it are in order; a status that lasts no day begins where the
    /// next one does.</summary>
    public required int InactiveDay { get; init; }

    /// <summary>Chance to buy of it within 30 days of the scoring run, or of the last purchase where that was later;
    /// not calibrated. NaN where nothing can be said.</summary>
    public double BuyChance30 { get; init; } = double.NaN;

    /// <summary>The same within 90 days.</summary>
    public double BuyChance90 { get; init; } = double.NaN;

    /// <summary>Where that puts the customer on a day.</summary>
    public CycleStatus StatusOn(int day) => day >= InactiveDay ? CycleStatus.Inactive
        : SoonDay is null ? CycleStatus.Unknown
        : day >= VeryLateDay ? CycleStatus.VeryLate
        : day >= LateDay ? CycleStatus.Late
        : day >= SoonDay ? CycleStatus.Soon : CycleStatus.Recent;

    /// <summary>The days on which the status changes.</summary>
    public IEnumerable<int> Changes =>
        new[] { SoonDay, LateDay, VeryLateDay, InactiveDay }.OfType<int>();
}
