using Perennial.Channels.Phones;
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
        var country = customer.Details.Country?.Trim();
        // What the shop reads as its own country's is in the shop's own zone, and says nothing more.
        var phone = customer.Details.Phone ?? (customer.KeyKind == "phone" ? customer.Key : "");
        string? Said(string name) => AttributeSpans.Holding(customer.Attributes, name)?.Value;
        var language = Whereabouts.Of(Said(AttributeSet.Language), CountryLanguages.Of(country),
            CountryLanguages.Of(DialPlan.CountryOf(phone)), shop.Options.Language);
        var zone = Whereabouts.Of(Said(AttributeSet.TimeZone), ShopCalendars.ZonesOf(country), DialPlan.ZonesOf(phone),
            shop.Calendar.Zone);
        return new CustomerPlaces(language, zone!);
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
