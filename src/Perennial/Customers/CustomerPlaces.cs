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
        string? Said(string name) => AttributeRuns.Holding(customer.Attributes, name)?.Value;
        var language = Whereabouts.Of(Said(AttributeSet.Language), CountryLanguages.Of(country),
            CountryLanguages.Of(DialPlan.CountryOf(phone)), shop.Options.Language);
        var zone = Whereabouts.Of(Said(AttributeSet.TimeZone), ShopCalendars.ZonesOf(country), DialPlan.ZonesOf(phone),
            shop.Calendar.Zone);
        return new CustomerPlaces(language, zone!);
    }

    /// <summary>In words: "Europe/Paris, by the address".</summary>
    public static string Words(Whereabouts where)
    {
        const int most = 3;
        var names = string.Join(" or ", where.Candidates.Take(most))
            + (where.Candidates.Count > most ? $" or one of {where.Candidates.Count - most} more" : "");
        return $"{names}, {where.By switch
        {
            KnownBy.Said => "as was said",
            KnownBy.Address => "by the address",
            KnownBy.Phone => "by the telephone number",
            _ => "as the shop's",
        }}";
    }
}
