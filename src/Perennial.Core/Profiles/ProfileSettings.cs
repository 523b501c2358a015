using Perennial.Core.Cycle;
using Perennial.Core.Lifecycle;
using Perennial.Core.Pressure;

namespace Perennial.Core.Profiles;

/// <summary>What the fold needs to know of the shop.</summary>
public sealed record ProfileSettings
{
    /// <summary>The shop's calendar. Default UTC.</summary>
    public ShopCalendar Calendar { get; init; } = ShopCalendar.Utc;

    /// <summary>Limits of the lifecycle stages.</summary>
    public LifecycleOptions Lifecycle { get; init; } = new();

    /// <summary>How gaps between purchases are read.</summary>
    public GapOptions Gaps { get; init; } = new();

    /// <summary>How marketing pressure is measured.</summary>
    public PressureOptions Pressure { get; init; } = new();

    /// <summary>Leaves every column but those of purchases and lifecycle without value: enough for recency, frequency
    /// and money, and as fast as reading the orders once.</summary>
    public bool PurchasesOnly { get; init; }
}
