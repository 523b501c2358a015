using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>WooCommerce: orders, customers and products.</summary>
/// <remarks>The signature is HMAC-SHA256 over the body, with the secret freed of HTML entities. When a webhook is made,
/// WooCommerce sends an unsigned ping and wants a 200.</remarks>
sealed partial class WooWebhook(WebhookSource source) : Webhook(source)
{
    [GeneratedRegex("^webhook_id=[0-9]{1,18}$")]
    private static partial Regex Ping();

    public override bool IsOneThing => true;

    public override ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel)
    {
        var secrets = Source.Secrets.SelectMany(secret => new[] { secret, WebUtility.HtmlDecode(secret) }).Distinct();
        return new(Signature.IsBase64HmacSha256(secrets, request.Body, request.Header("X-WC-Webhook-Signature")));
    }

    public override bool IsPing(WebhookRequest request) => request.Header("X-WC-Webhook-Topic") is null
        && request.Body.Length < 64 && Ping().IsMatch(System.Text.Encoding.ASCII.GetString(request.Body).Trim());

    protected override void Read(WebhookRequest request, WebhookReading reading)
    {
        using var document = Parse(request);
        var body = document.RootElement;
        if (!body.IsObject())
        {
            reading.Malform("type_unknown", "The body is no JSON object.");
            return;
        }
        switch (request.Header("X-WC-Webhook-Topic")?.ToLowerInvariant())
        {
            case "order.created" or "order.updated" or "order.restored":
                new WooOrders(Source).Read(body, MessageId(request), reading);
                break;
            case "order.deleted":
                OrderDeletion.Read(Source, body, request.ReceivedAt, reading);
                break;
            case "customer.created" or "customer.updated":
                Customer(body, MessageId(request), reading);
                break;
            case "product.created" or "product.updated" or "product.restored":
                if (WooProducts.Read(body) is { } product) reading.Products.Add(product);
                else reading.Refuse("missing_id", "product", "It has neither sku nor id.");
                break;
            default:
                // A deleted account is still somebody who bought; a deleted product is still what was bought.
                reading.LeftOut++;
                break;
        }
    }

    static string MessageId(WebhookRequest request) => request.Header("X-WC-Webhook-Delivery-ID")
        ?? Convert.ToHexStringLower(SHA256.HashData(request.Body));

    void Customer(JsonElement customer, string messageId, WebhookReading reading)
    {
        if (WooPeople.Keys(Source, customer.Text("id"), customer.Text("email"), null) is not { } who)
        {
            reading.Refuse("missing_id", "customer", "It has neither id nor email.");
            return;
        }
        if ((customer.Moment("date_modified_gmt") ?? customer.Moment("date_created_gmt")) is not { } at)
        {
            reading.Refuse("bad_value", "customer.date_modified_gmt", "It is no instant.");
            return;
        }
        var details = WooPeople.Details(customer.At("billing"));
        reading.Events.Add(new IncomingEvent
        {
            Source = Source.Source,
            MessageId = messageId,
            At = at,
            Who = who,
            Details = details with
            {
                FirstName = customer.Text("first_name") ?? details.FirstName,
                LastName = customer.Text("last_name") ?? details.LastName,
                Email = customer.Text("email") ?? details.Email,
                BeganAt = customer.Moment("date_created_gmt"),
            },
        });
    }
}
