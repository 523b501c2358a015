using System.Text.Json;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Reads who somebody is.</summary>
static class WooPeople
{
    /// <summary>The keys of a customer; null where there is none. A guest has the number 0.</summary>
    public static CustomerKeySet? Keys(WebhookSource source, string? id, string? email, string? phone)
    {
        var who = new CustomerKeySet { External = source.CustomerKey(id), Email = email };
        if (who.External is not null || who.Email is not null) return who;
        // A telephone may be a household's: it says who somebody is only where nothing else does.
        return new CustomerKeySet { Phone = phone } is { Phone: not null } called ? called : null;
    }

    /// <summary>What a billing address says.</summary>
    public static CustomerDetails Details(JsonElement billing) => new()
    {
        FirstName = billing.Text("first_name"),
        LastName = billing.Text("last_name"),
        Email = billing.Text("email"),
        Phone = billing.Text("phone"),
        Address1 = billing.Text("address_1"),
        Address2 = billing.Text("address_2"),
        City = billing.Text("city"),
        Region = billing.Text("state"),
        Postcode = billing.Text("postcode"),
        Country = billing.Text("country"),
    };
}
