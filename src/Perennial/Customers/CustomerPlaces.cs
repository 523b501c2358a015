using Perennial.Core.Attributes;
using Perennial.Data.Customers;
using Perennial.Settings;

namespace Perennial.Customers;

/// <summary>In which language a customer is written to, and by which clock.</summary>
/// <param name="Language">The language; null where nothing is known of it.</param>
/// <param name="Zone">The time zone.</param>
sealed record CustomerPlaces(Whereabouts? Language, Whereabouts Zone)
{
    /// <summary>Of one customer as they are known now.</summary>
    public static CustomerPlaces Of(CustomerRecord customer, ShopSettings shop)
    {
        var country = customer.Details.Country;
        // What the shop reads as its own country's is in the shop's own zone, and says nothing more.
        var phone = customer.Details.Phone ?? (customer.KeyKind == "phone" ? customer.Key : null);
        Whereabouts? Of(string name, Whereabouts? place, string? shops) =>
            AttributeSpans.Holding(customer.Attributes, name) is { } said ? new(KnownBy.Said, [said.Value])
                : place ?? Whereabouts.Of(null, [], [], shops);
        return new CustomerPlaces(
            Of(AttributeSet.Language, ShopSettings.Places.Language(country, phone), shop.Options.Language),
            Of(AttributeSet.TimeZone, ShopSettings.Places.Zone(country, phone), shop.Calendar.Zone)!);
    }

    /// <summary>What it may be: "Europe/Paris", "de or fr or it", "America/Adak or one of 28 more".</summary>
    public static string Names(Whereabouts where)
    {
        const int most = 3;
        return where.Candidates.Count <= most ? string.Join(" or ", where.Candidates)
            : $"{where.Candidates[0]} or one of {where.Candidates.Count - 1} more";
    }

    /// <summary>By what it is known, in words.</summary>
    public static string By(Whereabouts where) => where.By switch
    {
        KnownBy.Said => "as was said",
        KnownBy.Address => "by the address",
        KnownBy.Phone => "by the telephone number",
        _ => "as the shop's",
    };
}
