using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Data;
using Perennial.Data.Customers;
using Perennial.Settings;
using Perennial.Shop;

namespace Perennial.Customers;

/// <summary>One thing that is known of a customer besides facts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, for people.</param>
/// <param name="How">Since when, and by whom.</param>
sealed record KnownLine(string Name, string Value, string How)
{
    /// <summary>Language and time zone with what they are known by, then every attribute that holds, then days on
    /// which the customer buys for somebody else, the next one first.</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="customer">Who.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<KnownLine> Of(ShopSettings shop, CustomerRecord customer, Instant now)
    {
        var places = CustomerPlaces.Of(customer, shop);
        var lines = new List<KnownLine>();
        if (places.Language is { } language) lines.Add(Place(AttributeSet.Language, language));
        lines.Add(Place(AttributeSet.TimeZone, places.Zone));
        var held = AttributeSpans.Held([.. customer.Attributes]);
        lines.AddRange(held.Where(one => one.Name is not (AttributeSet.Language or AttributeSet.TimeZone)
                && OtherDate.Of(one.Name, one.Value) is null)
            .Select(one => new KnownLine(one.Name, AttributeValue.Shown(one.Value), HowOf(one, shop))));
        var today = ShopCalendar.Date(shop.Calendar.DayOf(now));
        lines.AddRange(held.Select(one => (Date: OtherDate.Of(one.Name, one.Value), One: one))
            .Where(one => one.Date is not null)
            .OrderBy(one => one.Date!.Next(today) ?? DateOnly.MaxValue).ThenBy(one => one.Date!.Name)
            .Select(one => new KnownLine(NameOf(one.Date!), Words(one.Date!, today), HowOf(one.One, shop))));
        return lines;
    }

    /// <summary>The same of a store, with who lives at the same address.</summary>
    public static IReadOnlyList<KnownLine> Of(ShopStore store, CustomerRecord customer, Instant now) =>
        [.. OfStore(store, customer, now), .. Household(Housemates.Now(store, customer.Id, MostNames))];

    /// <summary>The same of a customer who may be looked at as of the past: then with who lived there then.</summary>
    public static IReadOnlyList<KnownLine> Of(ShopStore store, CustomerView customer, Instant now) =>
        customer.Past is not { } past ? Of(store, customer.Record, now) :
        [
            .. OfStore(store, customer.Record, past.AsOf),
            .. Household(Housemates.Then(store, customer, past, MostNames)),
        ];

    const int MostNames = 5;

    // Files and trackers may name whoever they like.
    static IEnumerable<KnownLine> OfStore(ShopStore store, CustomerRecord customer, Instant now) =>
        Of(ShopSettings.Of(store), customer, now).Select(line =>
            line.Name != AttributeSet.Owner || store.Staff.ByEmail(line.Value) is not null ? line
                : line with { How = $"{line.How}; nobody of the staff" });

    static IEnumerable<KnownLine> Household((IReadOnlyList<string> Names, int Count) others)
    {
        if (others.Count == 0) yield break;
        var more = others.Count > MostNames ? $" and {others.Count - MostNames} more" : "";
        yield return new KnownLine("household", $"with {string.Join(", ", others.Names)}{more}", "by the address");
    }

    static KnownLine Place(string name, Whereabouts where) =>
        new(name, CustomerPlaces.Names(where), CustomerPlaces.By(where));

    static string NameOf(OtherDate date) =>
        date.Recipient.Length == 0 ? date.Label : $"{date.Label} of {date.Recipient}";

    static string Words(OtherDate date, DateOnly today) => !date.HasDay
        ? $"not wanted in {string.Join(" and ", date.NotIn)}" : date.Next(today) is not { } next
        ? $"{date.Day:yyyy-MM-dd}, over" : $"{next:yyyy-MM-dd}{(date.IsYearly ? ", every year" : "")}"
            + (date.NotIn.Count > 0 ? $", not in {string.Join(" and ", date.NotIn)}" : "");

    static string HowOf(AttributeStatement said, ShopSettings shop) =>
        $"{ShopCalendar.Date(shop.Calendar.DayOf(said.SaidAt)):yyyy-MM-dd}, {said.Source}";
}
