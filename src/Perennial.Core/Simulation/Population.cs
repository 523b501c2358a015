using Perennial.Core.Statistics;

namespace Perennial.Core.Simulation;

/// <summary>The customers of a simulated shop, each to be stepped through the shop's days by whoever plays the
/// shop.</summary>
/// <remarks>
/// A customer follows from the seed and their number alone: what one does depends neither on the others nor on the
/// order in which they are made, so that customers may be stepped on as many threads as there are. What is drawn has a
/// stream of its own by purpose (own purchases, looking around, each contact), so that what the shop sends moves
/// nothing but what comes of it.
/// </remarks>
public sealed class Population
{
    // Streams of the seed by purpose. A customer's even stream is for who they are: names and addresses are no matter
    // of what they do.
    const ulong BetweenPurchases = 1UL << 62;
    const ulong OfContacts = 1UL << 61;
    const ulong OfInquiries = 1UL << 60;

    readonly ulong seed;

    internal Population(
        ulong seed, ShopClock clock, PromotionCalendar promotions, Assortment assortment, Func<int, string> countryOf)
    {
        (this.seed, Clock, Promotions, Assortment, CountryOf) = (seed, clock, promotions, assortment, countryOf);
        (Purchases, Baskets) = (new OwnPurchases(clock, promotions), new Baskets(assortment));
    }

    /// <summary>Opening day, days since 1970-01-01.</summary>
    public int FirstDay => Clock.FirstDay;

    /// <summary>The last day there is, days since 1970-01-01.</summary>
    public int LastDay => Clock.LastDay;

    /// <summary>What e-mails do.</summary>
    public MailEffect Mails { get; internal init; } = new(Ceiling: 0, Scale: 1);

    /// <summary>Multiplies how often customers buy while they are active.</summary>
    internal double Pace { get; init; } = 1;

    /// <summary>Whether customers look around and can be contacted. Without it they only buy, the same.</summary>
    internal bool Behaviour { get; init; } = true;

    internal ShopClock Clock { get; }

    internal PromotionCalendar Promotions { get; }

    internal Assortment Assortment { get; }

    internal Func<int, string> CountryOf { get; }

    internal OwnPurchases Purchases { get; }

    internal Baskets Baskets { get; }

    /// <summary>A customer on the eve of the opening day.</summary>
    /// <param name="number">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    public CustomerProcess Customer(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return new CustomerProcess(this, number);
    }

    /// <summary>What a customer buys by themselves, and what is put into those baskets.</summary>
    internal Rng OfPurchases(int customer) => Rng.ForStream(seed, 2 * (ulong)customer + 1);

    /// <summary>What a customer is like and looks at between purchases.</summary>
    internal Rng OfBehaviour(int customer) => Rng.ForStream(seed, BetweenPurchases + (ulong)customer);

    /// <summary>The seed of all that comes of what is sent to a customer.</summary>
    internal ulong SeedOfContacts(int customer) => Rng.ForStream(seed, OfContacts + (ulong)customer).NextBits();

    /// <summary>The seed of what a customer asks the shop.</summary>
    internal ulong SeedOfInquiries(int customer) => Rng.ForStream(seed, OfInquiries + (ulong)customer).NextBits();
}
