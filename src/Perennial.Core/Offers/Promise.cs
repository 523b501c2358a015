using Perennial.Core.History;
using Perennial.Core.Strategies;

namespace Perennial.Core.Offers;

/// <summary>An offer as it was told to a customer: it stands until its deadline, whatever becomes of the offer.
/// </summary>
/// <param name="Terms">The offer as it was when it was told.</param>
/// <param name="Channel">By which channel it was told.</param>
/// <param name="MadeAt">When.</param>
/// <param name="LastDay">The last day of the shop's on which it holds.</param>
public sealed record Promise(Offer Terms, ContactChannel Channel, Instant MadeAt, DateOnly LastDay)
{
    /// <summary>The contact that told it; none where its id is not known.</summary>
    public FactId Contact { get; init; } = FactId.None;

    /// <summary>The strategy that told it; null where another tool did.</summary>
    public string? Strategy { get; init; }

    /// <summary>What brought the customer into that strategy; null where another tool told it.</summary>
    public string? Occurrence { get; init; }

    /// <summary>The code that goes with it; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>Whether it would have been told to somebody who is held out: it was told to nobody, and binds nothing
    /// but what would go to the held out.</summary>
    public bool IsPhantom { get; init; }

    /// <summary>The first instant at which it does not hold any more.</summary>
    public Instant EndsAt(ShopCalendar shop) => shop.StartOf(ShopCalendar.Day(LastDay) + 1);

    /// <summary>Whether it holds at an instant.</summary>
    public bool IsOpen(Instant now, ShopCalendar shop) => now < EndsAt(shop);
}

/// <summary>What a contact promises.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="IsCarried">Whether it was made before, and is only told again with its own deadline.</param>
public sealed record Promised(Promise Promise, bool IsCarried);
