using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Reads who somebody is, alone and inside an order.</summary>
sealed class ShopifyCustomers(WebhookSource source)
{
    /// <summary>A customer created or changed.</summary>
    public void Read(JsonElement customer, string messageId, WebhookReading reading)
    {
        if (Keys(customer) is not { } who)
        {
            reading.Refuse("missing_id", "customer", "It has neither id nor email nor phone.");
            return;
        }
        if ((customer.Moment("updated_at") ?? customer.Moment("created_at")) is not { } at)
        {
            reading.Refuse("bad_value", "customer.updated_at", "It is no instant.");
            return;
        }
        reading.Events.Add(new IncomingEvent
        {
            Source = source.Source, MessageId = messageId, At = at, Who = who, Details = Details(customer, default),
        });
    }

    /// <summary>Two customers of the store who are one now.</summary>
    public void ReadMerge(JsonElement merge, string messageId, Instant receivedAt, WebhookReading reading)
    {
        // It tells of attempts too.
        if (merge.Text("status")?.ToLowerInvariant() is not (null or "completed"))
        {
            reading.LeftOut++;
            return;
        }
        var (kept, gone) = (Number(merge, "admin_graphql_api_customer_kept_id"),
            Number(merge, "admin_graphql_api_customer_deleted_id"));
        if (kept is null || gone is null)
        {
            reading.Refuse("missing_id", "customer", "It does not name the customer kept and the customer deleted.");
            return;
        }
        reading.Events.Add(new IncomingEvent
        {
            Source = source.Source,
            MessageId = messageId,
            At = receivedAt,
            Who = new CustomerKeySet { External = kept, Previous = [gone] },
        });
    }

    // gid://shopify/Customer/1
    string? Number(JsonElement merge, string name) =>
        merge.Text(name) is { } id ? source.CustomerKey(id[(id.LastIndexOf('/') + 1)..]) : null;

    /// <summary>The keys of a customer object; null where it has none.</summary>
    public CustomerKeySet? Keys(JsonElement customer) =>
        Set(customer.Text("id"), customer.Text("email"), customer.Text("phone"));

    /// <summary>Whose an order or a checkout is; null for a sale over the counter to nobody known.</summary>
    /// <remarks>A billing address may give the telephone of a whole household: it says who somebody is only where
    /// nothing else does.</remarks>
    public CustomerKeySet? WhoseOrder(JsonElement order)
    {
        var customer = order.At("customer");
        return Set(customer.Text("id"),
            customer.Text("email") ?? order.Text("email") ?? order.Text("contact_email"),
            customer.Text("phone") ?? order.Text("phone"))
            ?? Set(null, null, order.At("billing_address").Text("phone") ?? order.At("shipping_address").Text("phone"));
    }

    /// <summary>What an order says of its customer.</summary>
    public static CustomerDetails DetailsOf(JsonElement order)
    {
        var billing = order.At("billing_address");
        var details = Details(order.At("customer"), billing.IsObject() ? billing : order.At("shipping_address"));
        return details with
        {
            Email = details.Email ?? order.Text("email") ?? order.Text("contact_email"),
            Consents = [.. details.Consents, .. Ticked(order)],
        };
    }

    // Ticked when the order was placed, however often it is told anew: an old yes must not lift a later no. An order
    // without the tick takes no consent back that was given elsewhere.
    static IEnumerable<ConsentStatement> Ticked(JsonElement order) =>
        !order.Is("buyer_accepts_marketing") ? []
            : [new ConsentStatement(ContactChannel.Email, true)
            {
                SaidAt = order.Moment("processed_at") ?? order.Moment("created_at") ?? Instant.None,
                Basis = ConsentBasis.Agreed,
            }];

    static CustomerDetails Details(JsonElement customer, JsonElement address)
    {
        var home = customer.At("default_address") is { ValueKind: JsonValueKind.Object } own ? own : address;
        var (email, sms) = (customer.At("email_marketing_consent"), customer.At("sms_marketing_consent"));
        return new CustomerDetails
        {
            FirstName = customer.Text("first_name") ?? address.Text("first_name"),
            LastName = customer.Text("last_name") ?? address.Text("last_name"),
            Email = customer.Text("email"),
            Phone = customer.Text("phone") ?? home.Text("phone"),
            Address1 = home.Text("address1"),
            Address2 = home.Text("address2"),
            City = home.Text("city"),
            Region = home.Text("province_code") ?? home.Text("province"),
            Postcode = home.Text("zip"),
            Country = home.Text("country_code") ?? home.Text("country"),
            BeganAt = customer.Moment("created_at"),
            ConsentEmail = Dated(email) ? null : Consent(email),
            ConsentSms = Dated(sms) ? null : Consent(sms),
            Consents = [.. Statements(ContactChannel.Email, email), .. Statements(ContactChannel.Sms, sms)],
        };
    }

    static bool Dated(JsonElement consent) => consent.Moment("consent_updated_at") is not null;

    // Said when Shopify says so, however often the customer is told anew: an old yes must not lift a later no.
    static IEnumerable<ConsentStatement> Statements(ContactChannel channel, JsonElement consent)
    {
        if (Consent(consent) is not { } granted || consent.Moment("consent_updated_at") is not { } at) return [];
        var basis = !granted ? ConsentBasis.Unsaid
            : consent.Text("opt_in_level")?.ToLowerInvariant() switch
            {
                "confirmed_opt_in" => ConsentBasis.Confirmed,
                "single_opt_in" => ConsentBasis.Agreed,
                _ => ConsentBasis.Unsaid,
            };
        return [new ConsentStatement(channel, granted) { SaidAt = at, Basis = basis }];
    }

    // Pending is a confirmation that has not come: neither yes nor no.
    static bool? Consent(JsonElement consent) => consent.Text("state")?.ToLowerInvariant() switch
    {
        "subscribed" => true,
        "unsubscribed" or "not_subscribed" or "redacted" or "invalid" => false,
        _ => null,
    };

    CustomerKeySet? Set(string? id, string? email, string? phone)
    {
        var who = new CustomerKeySet
        {
            External = source.CustomerKey(id), Email = email, Phone = phone,
        };
        return who is { External: null, Email: null, Phone: null } ? null : who;
    }
}
