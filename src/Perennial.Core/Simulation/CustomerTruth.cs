namespace Perennial.Core.Simulation;

/// <summary>What drives one customer.</summary>
/// <remarks>
/// A customer with orders places the first one some day. While active, gaps between a customer's own purchases are
/// gamma-distributed with mean <see cref="CycleDays"/> and shape <see cref="Regularity"/>, measured on a clock that
/// runs faster in busy seasons and makes exactly one day a day on average; after each purchase the customer lapses
/// with probability <see cref="DropoutChance"/>. With regularity 1 that is the BG/NBD model (P. Fader, B. Hardie and
/// K. L. Lee, 2005), otherwise MBG/CNBD-k without its rounding. Yearly gifts and subscription deliveries come on top.
/// </remarks>
public readonly record struct CustomerTruth
{
    /// <summary>Never orders.</summary>
    public bool Prospect { get; init; }

    /// <summary>Mean number of days between own purchases while active; 0 for a prospect, positive infinity for one
    /// who buys yearly gifts only.</summary>
    public double CycleDays { get; init; }

    /// <summary>Shape of the gaps: 1 is random, 30 like clockwork.</summary>
    public double Regularity { get; init; }

    /// <summary>Chance of lapsing after each purchase.</summary>
    public double DropoutChance { get; init; }

    /// <summary>When the customer was lost: the instant of the last order. <see cref="Instant.None"/> for a prospect
    /// and for a customer who is active at the end.</summary>
    public Instant LapsedAt { get; init; }

    /// <summary>0 buys when flowers are wanted, 1 waits for the next promotion.</summary>
    public double DiscountSensitivity { get; init; }

    /// <summary>The occasion for which the customer gives flowers every year.</summary>
    public GiftOccasion Gift { get; init; }

    /// <summary>Day of the year of <see cref="GiftOccasion.OwnDay"/>, 1..365; 0 otherwise.</summary>
    public int GiftDayOfYear { get; init; }

    /// <summary>Days between deliveries of the customer's subscription, 0 without one.</summary>
    public int SubscriptionDays { get; init; }

    /// <summary>What the customer likes to spend: 0 the cheapest of what there is, 1 the dearest.</summary>
    public double Budget { get; init; }

    /// <summary>Buys for an office or a restaurant: larger quantities, on working days.</summary>
    public bool Business { get; init; }

    /// <summary>Index of the favourite among the shop's categories.</summary>
    public int FavouriteCategory { get; init; }

    /// <summary>Index of the second favourite; the same as the first for one who buys only that.</summary>
    public int SecondCategory { get; init; }

    /// <summary>Whether the customer is active at the end: has bought and has not lapsed.</summary>
    public bool Active => !Prospect && !LapsedAt.HasValue;
}
