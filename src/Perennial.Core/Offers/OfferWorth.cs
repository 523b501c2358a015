using Perennial.Core.Strategies;

namespace Perennial.Core.Offers;

/// <summary>What offers are worth to a customer, in cents, and which of two is the better one.</summary>
/// <param name="Basket">What the customer bought last; null where that is not known.</param>
/// <param name="PriceOf">What a product costs, in cents; null where nobody knows.</param>
public sealed record OfferWorth(Basket? Basket, Func<string, long?> PriceOf)
{
    const string Category = "category ", Product = "product ";

    /// <summary>What an offer would have taken off the last basket, or given with it; null where that cannot be
    /// said. An order smaller than the offer asks for gets nothing.</summary>
    public long? Of(Offer offer)
    {
        if (Basket is not { } basket) return null;
        if (basket.GrossCents < offer.LeastOrderCents) return 0;
        return offer.Kind switch
        {
            OfferKind.Gift => PriceOf(offer.Gift!),
            OfferKind.FreeDelivery => offer.DeliveryCents,
            OfferKind.Price => basket.Lines?.Sum(line => offer.Prices.TryGetValue(line.Product, out var price)
                ? Math.Max(0, line.GrossCents - price * line.Quantity) : 0),
            _ => HeldFor(offer) is not { } cents ? null : offer.Kind == OfferKind.PercentOff
                ? (cents * offer.Percent + 50) / 100 : Math.Min(offer.AmountCents, cents),
        };
    }

    /// <summary>Whether the last basket has anything that an offer holds for: where it has not, the offer is worth
    /// nothing for it and may be worth much for another.</summary>
    public bool SaysOf(Offer offer) => offer.Kind == OfferKind.Price
        ? Basket?.Lines?.Any(line => offer.Prices.ContainsKey(line.Product)) == true : HeldFor(offer) > 0;

    // Cents of the basket that an offer holds for.
    long? HeldFor(Offer offer)
    {
        if (Basket is not { } basket) return null;
        if (offer.AppliesTo == "everything") return basket.GrossCents;
        if (offer.AppliesTo == "subscription") return basket.IsSubscription ? basket.GrossCents : 0;
        return basket.Lines?.Where(line => IsIn(offer.AppliesTo, line)).Sum(line => line.GrossCents);
    }

    static bool IsIn(string appliesTo, BasketLine line) =>
        appliesTo.StartsWith(Category, StringComparison.Ordinal) ? line.Category == appliesTo[Category.Length..]
        : appliesTo.StartsWith(Product, StringComparison.Ordinal) && line.Product == appliesTo[Product.Length..];

    /// <summary>Compares two offers for the customer: positive where the first is better, 0 where they are as good;
    /// null where nobody can say. Offers of one kind are told apart by their numbers where one asks for no larger
    /// order; all others by what they are worth.</summary>
    public int? Compare(Offer one, Offer other) =>
        ByNumbers(one, other) ?? (Of(one) is { } first && Of(other) is { } second ? first.CompareTo(second) : null);

    /// <summary>The same whatever was bought last; null where it depends on that.</summary>
    public static int? ByNumbers(Offer one, Offer other)
    {
        if (one.Kind != other.Kind || one.AppliesTo != other.AppliesTo) return null;
        var gives = one.Kind switch
        {
            OfferKind.PercentOff => one.Percent.CompareTo(other.Percent),
            OfferKind.AmountOff => one.AmountCents.CompareTo(other.AmountCents),
            OfferKind.FreeDelivery => 0,
            OfferKind.Gift => one.Gift == other.Gift ? 0 : null,
            _ => ByPrices(one.Prices, other.Prices),
        };
        if (gives is not { } value) return null;
        var asks = other.LeastOrderCents.CompareTo(one.LeastOrderCents);
        return value == 0 ? asks : asks == 0 || Math.Sign(asks) == Math.Sign(value) ? value : null;
    }

    static int? ByPrices(IReadOnlyDictionary<string, long> one, IReadOnlyDictionary<string, long> other)
    {
        if (one.Count != other.Count || one.Keys.Any(product => !other.ContainsKey(product))) return null;
        var signs = one.Select(each => other[each.Key].CompareTo(each.Value)).Where(sign => sign != 0)
            .Select(Math.Sign).Distinct().ToList();
        return signs.Count switch { 0 => 0, 1 => signs[0], _ => null };
    }

    /// <summary>Whether two offers are about the same thing, so that one order cannot have both and a customer would
    /// see two prices. Those that stand together with others never are; a subscription's next order is another than
    /// one placed by hand.</summary>
    public static bool AreOfOneThing(Offer one, Offer other)
    {
        if (one.Stacks || other.Stacks) return false;
        if (one.AppliesTo == "subscription" || other.AppliesTo == "subscription")
            return one.AppliesTo == other.AppliesTo;
        if (ProductsOf(one) is { } some && ProductsOf(other) is { } others) return some.Intersect(others).Any();
        return !one.AppliesTo.StartsWith(Category, StringComparison.Ordinal)
            || !other.AppliesTo.StartsWith(Category, StringComparison.Ordinal) || one.AppliesTo == other.AppliesTo;
    }

    static IEnumerable<string>? ProductsOf(Offer offer) => offer.Kind == OfferKind.Price ? offer.Prices.Keys
        : offer.AppliesTo.StartsWith(Product, StringComparison.Ordinal) ? [offer.AppliesTo[Product.Length..]] : null;
}
