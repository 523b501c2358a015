using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Cycle.Returns;

namespace Perennial.Core.Cycle.Model;

/// <summary>What a scoring run found of the shop's purchase cycles, frozen.</summary>
public sealed record CycleModel
{
    /// <summary>Gaps of customers who bought again; null where too few did.</summary>
    public GapParameters? Gaps { get; init; }

    /// <summary>When those who bought once buy again; null where nobody did.</summary>
    public ReturnCurve? FirstReturns { get; init; }

    /// <summary>The chance to buy within 30 days.</summary>
    public required HorizonModel Days30 { get; init; }

    /// <summary>The chance to buy within 90 days.</summary>
    public required HorizonModel Days90 { get; init; }

    /// <summary>The chance within 90 days at and above which nobody is inactive.</summary>
    public required double InactiveBelow { get; init; }

    /// <summary>Wheat and Morrison's k from everybody's last two gaps: 1 is random; 0 where it cannot be
    /// said.</summary>
    public required double Regularity { get; init; }

    /// <summary>How many customers that follows from.</summary>
    public required int RegularityCustomers { get; init; }

    /// <summary>Whether customers buy regularly enough for a cycle to be shown.</summary>
    public required bool Regular { get; init; }

    /// <summary>The limits between statuses.</summary>
    public required CycleZones Zones { get; init; }

    /// <summary>In words: what the data say, and what they cannot.</summary>
    public required string Verdict { get; init; }

    /// <summary>The chance of an order of one who bought once, before calibration; NaN where nobody ever
    /// returned.</summary>
    public double FirstReturnChance(in Buyer buyer, int withinDays) =>
        FirstReturns is null ? double.NaN : FirstReturns.Returns(buyer.FirstDay, buyer.SilenceDays, withinDays);
}
