using System.Security.Cryptography;
using System.Text;
using Perennial.Channels.Webhooks;
using Perennial.Channels.Webhooks.Vendors;
using Perennial.Core;

namespace Perennial.Tests.Webhooks;

/// <summary>Makes calls of webhooks, signed as their vendors do.</summary>
static class Calls
{
    public static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    public static readonly FetchFile NoFile = (_, _) => Task.FromResult<byte[]?>(null);

    public static WebhookRequest Request(string body, params (string Name, string Value)[] headers) =>
        Request(Encoding.UTF8.GetBytes(body), headers);

    public static WebhookRequest Request(byte[] body, params (string Name, string Value)[] headers) => new()
    {
        Body = body,
        ReceivedAt = Now,
        Headers = headers.ToDictionary(one => one.Name, one => one.Value, StringComparer.OrdinalIgnoreCase),
    };

    public static Webhook Of(string kind, params string[] secrets) =>
        WebhookVendors.Of(new WebhookSource(kind, "main") { Secrets = secrets }, NoFile);

    public static Task<bool> Check(this Webhook webhook, WebhookRequest request) =>
        webhook.IsGenuine(request, CancellationToken.None).AsTask();

    /// <summary>A payload beside the tests.</summary>
    public static string Payload(string name) =>
        File.ReadAllText(Repository.PathTo("tests", "Perennial.Tests", "Webhooks", "Payloads", name));

    public static string Hmac(string secret, string body) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    public static WebhookReading Shopify(string topic, string body, string id = "w-1") =>
        Of("shopify", "s").Read(Request(body, ("X-Shopify-Topic", topic), ("X-Shopify-Webhook-Id", id)));

    public static WebhookReading Woo(string topic, string body, string id = "d-1") =>
        Of("woocommerce", "s").Read(Request(body, ("X-WC-Webhook-Topic", topic), ("X-WC-Webhook-Delivery-ID", id)));
}
