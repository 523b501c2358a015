namespace Perennial.Core.History;

/// <summary>How an order's discount was given. Numbers are stored; never renumber.</summary>
public enum DiscountMechanism : byte
{
    /// <summary>No discount, or nobody said how it was given.</summary>
    Unknown = 0,

    /// <summary>So many percent off.</summary>
    PercentOff = 1,

    /// <summary>An amount off.</summary>
    AmountOff = 2,

    /// <summary>Something added for nothing.</summary>
    Gift = 3,

    /// <summary>Delivery for nothing.</summary>
    FreeShipping = 4,

    /// <summary>Several at the price of fewer.</summary>
    Bundle = 5,

    /// <summary>Points of a loyalty programme spent. No promotion unless the shop says so.</summary>
    LoyaltyPoints = 6,

    /// <summary>Given to make up for a complaint. Never a promotion.</summary>
    Goodwill = 7,

    /// <summary>The staff's own price. Never a promotion.</summary>
    Staff = 8,
}
