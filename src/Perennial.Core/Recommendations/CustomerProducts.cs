using System.Runtime.InteropServices;
using Perennial.Core.History;

namespace Perennial.Core.Recommendations;

/// <summary>The products of one customer, read from the history: one list, used again for the next customer.</summary>
public sealed class CustomerProducts
{
    const double MsPerDay = 86_400_000;

    readonly Instant asOf;
    readonly ShopCalendar calendar;
    readonly double halfLifeDays;
    readonly List<ProductPurchases> products = [];
    readonly Dictionary<int, int> placeOf = [];
    readonly List<int> counted = [];

    /// <summary>Prepares for reading histories as of an instant.</summary>
    /// <param name="asOf">Facts after it are not seen.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="halfLifeDays">Of <see cref="ProductPurchases.Affinity"/>; null for no decay.</param>
    public CustomerProducts(Instant asOf, ShopCalendar calendar, double? halfLifeDays = null)
    {
        (this.asOf, this.calendar) = (asOf, calendar);
        this.halfLifeDays = halfLifeDays ?? double.PositiveInfinity;
    }

    /// <summary>What the customer did with each product, in the order in which products turned up.</summary>
    public ReadOnlySpan<ProductPurchases> All => CollectionsMarshal.AsSpan(products);

    /// <summary>Whether the customer has bought a product and not given it all back.</summary>
    public bool Has(int product) => placeOf.TryGetValue(product, out var place) && products[place].Orders > 0;

    /// <summary>What the customer did with a product; nothing where they did nothing.</summary>
    public ProductPurchases Of(int product) => placeOf.TryGetValue(product, out var place) ? products[place]
        : Nothing(product);

    /// <summary>Whether the customer has bought a product, kept or not.</summary>
    public bool HasOrReturned(int product) =>
        placeOf.TryGetValue(product, out var place) && (products[place].Orders > 0 || products[place].Returned);

    /// <summary>Reads a history.</summary>
    /// <param name="history">The customer's.</param>
    /// <param name="numberOf">The number of each product of the history's table; −1 for one to leave out.</param>
    public void Read(CustomerHistory history, int[] numberOf)
    {
        products.Clear();
        placeOf.Clear();
        ReadOrders(history.Orders, numberOf);
        ReadViews(history.Activities, numberOf);
    }

    void ReadOrders(OrderSlice orders, int[] numberOf)
    {
        if (!orders.HasLines) return;
        for (var order = 0; order < orders.Count; order++)
        {
            var at = orders.At[order];
            if (at > asOf) return;
            var lines = orders.Lines(order);
            var wholeReturned = IsWhollyReturned(orders, order);
            for (var line = 0; line < lines.Count; line++)
            {
                if (numberOf[lines.Product[line]] is not (>= 0 and var product)) continue;
                var given = lines.RefundedQuantity[line];
                var whole = wholeReturned || given >= lines.Quantity[line];
                Note(product, at, whole);
                if (given > 0 && !whole) Place(product).PartlyReturnedAt = at;
            }
        }
    }

    static bool IsWhollyReturned(OrderSlice orders, int order)
    {
        if (orders.RefundedCents.IsEmpty || orders.RefundedCents[order] == 0) return false;
        var discount = orders.DiscountCents.IsEmpty ? 0 : orders.DiscountCents[order];
        return orders.RefundedCents[order] >= orders.GrossCents[order] - discount;
    }

    static ProductPurchases Nothing(int product) => new()
    {
        Product = product, LastAt = Instant.None, PartlyReturnedAt = Instant.None, LastViewedAt = Instant.None,
    };

    ref ProductPurchases Place(int product)
    {
        if (!placeOf.TryGetValue(product, out var place))
        {
            placeOf.Add(product, place = products.Count);
            products.Add(Nothing(product));
        }
        return ref CollectionsMarshal.AsSpan(products)[place];
    }

    void Note(int product, Instant at, bool returned)
    {
        ref var bought = ref Place(product);
        if (returned)
        {
            bought.Returned = true;
            return;
        }
        // Two lines of one order are one purchase; so are two orders of one instant.
        if (bought.LastAt == at) return;
        var day = calendar.DayOf(at);
        if (bought.Orders == 0 || day > bought.LastDay)
        {
            if (bought.Orders > 0)
            {
                bought.GapDays += day - bought.LastDay;
                bought.LogGapDays += Math.Log(day - bought.LastDay);
            }
            bought.PurchaseDays++;
            bought.LastDay = day;
        }
        bought.Orders++;
        bought.LastAt = at;
        bought.Affinity += double.IsInfinity(halfLifeDays) ? 1
            : TimeDecay.Of((asOf.UnixMs - at.UnixMs) / MsPerDay, halfLifeDays);
    }

    void ReadViews(ActivitySlice activities, int[] numberOf)
    {
        for (var i = 0; i < activities.Count; i++)
        {
            var at = activities.At[i];
            if (at > asOf) return;
            var kind = activities.Kind[i];
            if (kind is not (ActivityKind.ProductView or ActivityKind.CartAdd) || activities.Product[i] < 0) continue;
            if (numberOf[activities.Product[i]] is not (>= 0 and var product)) continue;
            ref var viewed = ref Place(product);
            viewed.LastViewedAt = at;
            if (kind == ActivityKind.CartAdd && (viewed.Orders == 0 || viewed.LastAt < at)) viewed.InCart = true;
        }
    }

    /// <summary>The products that count in <see cref="CoOccurrence"/>: those bought, the latest if there are too many,
    /// ascending by number.</summary>
    /// <param name="most">How many at most.</param>
    public ReadOnlySpan<int> Counted(int most)
    {
        counted.Clear();
        foreach (ref readonly var product in All)
            if (product.Orders > 0) counted.Add(product.Product);
        if (counted.Count > most)
        {
            // Ties by which turned up first, so that the same history counts the same however products are numbered.
            counted.Sort((a, b) =>
            {
                var later = products[placeOf[b]].LastAt.CompareTo(products[placeOf[a]].LastAt);
                return later != 0 ? later : placeOf[a].CompareTo(placeOf[b]);
            });
            counted.RemoveRange(most, counted.Count - most);
        }
        counted.Sort();
        return CollectionsMarshal.AsSpan(counted);
    }
}
