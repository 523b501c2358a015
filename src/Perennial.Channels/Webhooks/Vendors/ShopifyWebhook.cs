using System.Security.Cryptography;
using System.Text.Json;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Shopify: orders, refunds, customers, checkouts, and its privacy requests.</summary>
/// <remarks>
/// The signature is HMAC-SHA256 over the body; after a change of the secret Shopify signs with the old one for up to an
/// hour. Calls come in any order and more than once, so every statement carries the instant at which it was true.
/// </remarks>
sealed class ShopifyWebhook(WebhookSource source) : Webhook(source)
{
    public override bool IsOneThing => true;

    public override ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel) =>
        new(Signature.IsBase64HmacSha256(Source.Secrets, request.Body, request.Header("X-Shopify-Hmac-SHA256")));

    protected override void Read(WebhookRequest request, WebhookReading reading)
    {
        using var document = Parse(request);
        var body = document.RootElement;
        if (!body.IsObject())
        {
            reading.Malform("type_unknown", "The body is no JSON object.");
            return;
        }
        var people = new ShopifyCustomers(Source);
        switch (request.Header("X-Shopify-Topic")?.ToLowerInvariant())
        {
            case "orders/create" or "orders/updated" or "orders/paid" or "orders/cancelled" or "orders/fulfilled"
                or "orders/partially_fulfilled":
                new ShopifyOrders(Source, people).Read(body, MessageId(request), reading);
                break;
            case "orders/delete":
                OrderDeletion.Read(Source, body, request.ReceivedAt, reading);
                break;
            case "refunds/create":
                new ShopifyOrders(Source, people).ReadRefund(body, reading);
                break;
            case "customers/create" or "customers/update" or "customers/enable" or "customers/disable":
                people.Read(body, MessageId(request), reading);
                break;
            case "customers/merge":
                people.ReadMerge(body, MessageId(request), request.ReceivedAt, reading);
                break;
            case "checkouts/create" or "checkouts/update":
                Checkout(body, people, reading);
                break;
            case "customers/redact":
                Privacy(PrivacyAct.Erase, body, people, reading);
                break;
            case "customers/data_request":
                Privacy(PrivacyAct.Tell, body, people, reading);
                break;
            case "shop/redact":
                reading.Privacy.Add(new PrivacyRequest(
                    PrivacyAct.EraseShop, new CustomerKeySet(), body.Text("shop_id") ?? ""));
                break;
            default:
                reading.LeftOut++;
                break;
        }
    }

    // The same delivery again has the same id; without one, the same body is the same message.
    static string MessageId(WebhookRequest request) => request.Header("X-Shopify-Webhook-Id")
        ?? Convert.ToHexStringLower(SHA256.HashData(request.Body));

    // A checkout is stated again at every field that is filled in; it began once.
    void Checkout(JsonElement body, ShopifyCustomers people, WebhookReading reading)
    {
        if ((body.Text("token") ?? body.Text("id")) is not { } number || body.Moment("created_at") is not { } at)
        {
            reading.Refuse("bad_value", "checkout", "It has no id, or no created_at that is an instant.");
            return;
        }
        if (people.WhoseOrder(body) is not { } who)
        {
            reading.LeftOut++;
            return;
        }
        reading.Events.Add(new IncomingEvent
        {
            Source = Source.Source,
            MessageId = $"checkout:{number}",
            At = at,
            Who = who,
            Activity = new ActivityStatement(ActivityKind.CheckoutStart),
        });
    }

    static void Privacy(PrivacyAct act, JsonElement body, ShopifyCustomers people, WebhookReading reading)
    {
        if (people.Keys(body.At("customer")) is not { } who)
        {
            reading.Refuse("missing_id", "customer", "It has neither id nor email nor phone.");
            return;
        }
        var number = body.At("data_request").Text("id") ?? body.At("customer").Text("id") ?? "";
        reading.Privacy.Add(new PrivacyRequest(act, who, number));
    }
}
