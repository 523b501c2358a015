using Perennial.Core.History;
using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>What an offer gives.</summary>
public enum OfferKind
{
    /// <summary>Percent off.</summary>
    PercentOff,

    /// <summary>An amount off.</summary>
    AmountOff,

    /// <summary>Free delivery.</summary>
    FreeDelivery,

    /// <summary>A product as a gift.</summary>
    Gift,

    /// <summary>Products at a price.</summary>
    Price,
}

/// <summary>What may be promised.</summary>
/// <param name="Name">What strategies call it.</param>
/// <param name="Kind">What it gives.</param>
public sealed record Offer(string Name, OfferKind Kind)
{
    /// <summary>What customers read, by language; under an empty one for any.</summary>
    public IReadOnlyDictionary<string, string> Title { get; init; } = new Dictionary<string, string>();

    /// <summary>Percent, 1..90; 0 for other kinds.</summary>
    public int Percent { get; init; }

    /// <summary>Cents off; 0 for other kinds.</summary>
    public long AmountCents { get; init; }

    /// <summary>Of free delivery what delivery costs otherwise, in cents; null where nobody said.</summary>
    public long? DeliveryCents { get; init; }

    /// <summary>The product that is given.</summary>
    public string? Gift { get; init; }

    /// <summary>Cents by product.</summary>
    public IReadOnlyDictionary<string, long> Prices { get; init; } = new Dictionary<string, long>();

    /// <summary>One code for everybody; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>A file of codes, one a customer; null for none.</summary>
    public string? Codes { get; init; }

    /// <summary>Warn where fewer than this share of the codes is left, 0..1.</summary>
    public double WarnBelow { get; init; } = 0.2;

    /// <summary>"everything", "subscription", "category NAME" or "product NUMBER".</summary>
    public string AppliesTo { get; init; } = "everything";

    /// <summary>For how many orders.</summary>
    public int Orders { get; init; } = 1;

    /// <summary>Cents that an order must have; 0 for no limit.</summary>
    public long LeastOrderCents { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>The customer's own deadline, so long after the promise; null for the last day alone.</summary>
    public TimeLength? ValidFor { get; init; }

    /// <summary>Channels it may be promised on; none for all.</summary>
    public IReadOnlyList<ContactChannel> OnlyOn { get; init; } = [];

    /// <summary>Whether the site shows it too.</summary>
    public bool OnSite { get; init; }

    /// <summary>Whether it is the offer of the month.</summary>
    public bool OfTheMonth { get; init; }

    /// <summary>Whether it stands together with others.</summary>
    public bool Stacks { get; init; }

    /// <summary>Cents that it may cost; null for no limit.</summary>
    public long? CostsAtMostCents { get; init; }

    /// <summary>Whether it takes money off.</summary>
    public bool IsDiscount => Kind is OfferKind.PercentOff or OfferKind.AmountOff or OfferKind.Price;

    /// <summary>Whether it may be promised on a channel.</summary>
    public bool MayGoBy(ContactChannel channel) => OnlyOn.Count == 0 || OnlyOn.Contains(channel);
}
