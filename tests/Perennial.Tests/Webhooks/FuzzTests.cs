using System.Text;
using System.Text.Json.Nodes;
using Perennial.Channels.Webhooks;
using Perennial.Core.Intake;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Webhooks;

/// <summary>Whatever a body holds, reading it ends in events that the store can take, or in refusals.</summary>
public class FuzzTests
{
    const int Bodies = 1500;

    static readonly (string Kind, string Topic, string Payload)[] Kinds =
    [
        ("shopify", "orders/updated", "shopify-order.json"), ("shopify", "refunds/create", "shopify-order.json"),
        ("shopify", "customers/update", "shopify-order.json"), ("shopify", "checkouts/create", "shopify-order.json"),
        ("shopify", "customers/redact", "shopify-order.json"), ("shopify", "shop/redact", "shopify-order.json"),
        ("woocommerce", "order.updated", "woocommerce-order.json"),
        ("woocommerce", "order.deleted", "woocommerce-order.json"),
        ("woocommerce", "customer.updated", "woocommerce-order.json"),
        ("woocommerce", "product.updated", "woocommerce-order.json"), ("sendgrid", "", "sendgrid-events.json"),
        ("mailgun", "", "mailgun-failed.json"), ("postmark", "", "postmark-bounce.json"),
        ("ses", "", "ses-bounce.json"), ("twilio", "", "mailgun-failed.json"), ("zendesk", "", "zendesk-comment.json"),
        ("zendesk", "", "zendesk-trigger.json"), ("typeform", "", "typeform-response.json"),
        ("stamped", "", "stamped-review.json"),
    ];

    static WebhookRequest Request(string topic, byte[] body) => Calls.Request(
        body, ("X-Shopify-Topic", topic), ("X-WC-Webhook-Topic", topic), ("X-Twilio-Signature", "AAAA"),
        ("X-Twilio-Email-Event-Webhook-Signature", "AAAA"), ("X-Twilio-Email-Event-Webhook-Timestamp", "1"),
        ("X-Zendesk-Webhook-Signature", "AAAA"), ("X-Zendesk-Webhook-Signature-Timestamp", "1"),
        ("Typeform-Signature", "sha256=AAAA"), ("X-Stamped-Webhook-Secret", "other"),
        ("Authorization", "Basic AAAA")) with { Addresses = [new Uri("https://shop.example/hooks")] };

    static async Task Feed(Webhook webhook, WebhookRequest request)
    {
        Assert.False(await webhook.Check(request));
        var reading = webhook.Read(request);
        foreach (var one in reading.Events) AssertPossible(one);
        Assert.All(reading.Refusals, refusal => Assert.DoesNotContain("example.com", refusal.Problem));
    }

    static void AssertPossible(IncomingEvent one)
    {
        Assert.NotEmpty(one.MessageId);
        Assert.True(one.At.HasValue);
        var who = one.Who;
        var isNamed = who.Id is not null
            || (who.External ?? who.Email ?? who.Phone ?? who.Anonymous) is { Length: > 0 };
        Assert.True(isNamed || one.Change is not null);
        if (one.Activity?.Rating is { } rating) Assert.InRange(rating.Score, 0, 100);
        if (one.Change is { } change) Assert.True(change.RefundedCents is null or > 0);
        if (one.Order is not { } order) return;
        Assert.NotEmpty(order.Number);
        Assert.InRange(order.DiscountCents, 0, order.GrossCents);
        Assert.InRange(order.RefundedCents ?? 0, 0, order.GrossCents - order.DiscountCents);
        foreach (var line in order.Lines ?? [])
        {
            Assert.NotEmpty(line.Product);
            Assert.True(line.Quantity >= 1 && line.GrossCents >= 0);
            Assert.InRange(line.DiscountCents, 0, line.GrossCents);
            Assert.InRange(line.RefundedQuantity, 0, line.Quantity);
        }
        if (order.Lines is { } lines) Assert.Equal(order.GrossCents, lines.Sum(line => line.GrossCents));
    }

    [Fact]
    public async Task Random_bytes_are_refused()
    {
        var random = new Rng(11);
        foreach (var (kind, topic, _) in Kinds)
        {
            var webhook = Calls.Of(kind, "secret");
            for (var i = 0; i < 200; i++)
            {
                var body = new byte[random.NextInt(200)];
                for (var at = 0; at < body.Length; at++) body[at] = (byte)random.NextInt(256);
                await Feed(webhook, Request(topic, body));
            }
        }
    }

    [Fact]
    public async Task Payloads_with_anything_in_any_place_never_crash_and_never_lie()
    {
        var random = new Rng(12);
        foreach (var (kind, topic, payload) in Kinds)
        {
            var webhook = Calls.Of(kind, "secret");
            var text = Calls.Payload(payload);
            for (var i = 0; i < Bodies / 10; i++)
            {
                var body = JsonNode.Parse(text)!;
                for (var times = random.NextInt(1, 3); times > 0; times--) Spoil(body, random);
                await Feed(webhook, Request(topic, Encoding.UTF8.GetBytes(body.ToJsonString())));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("\"text\"")]
    [InlineData("[[[[")]
    [InlineData("{\"a\":1")]
    [InlineData("{} {}")]
    [InlineData("{\"id\":\"\\ud800\",\"email\":\"\\ud800\",\"created_at\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("[{\"event\":\"\\ud800\"}]")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"id\":1e999,\"created_at\":1e999,\"line_items\":[{\"price\":1e999,\"quantity\":1e999}]}")]
    public async Task Bodies_that_are_nothing_are_refused(string body)
    {
        foreach (var (kind, topic, _) in Kinds)
        {
            var webhook = Calls.Of(kind, "secret");
            await Feed(webhook, Request(topic, Encoding.UTF8.GetBytes(body)));
            Assert.Empty(webhook.Read(Request(topic, Encoding.UTF8.GetBytes(body))).Events);
        }
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        foreach (var (kind, topic, _) in Kinds)
        {
            await Feed(Calls.Of(kind, "secret"), Request(topic, Encoding.UTF8.GetBytes(deep)));
            await Feed(Calls.Of(kind, "secret"), Request(topic, Encoding.UTF8.GetBytes($"{{\"id\":{deep}}}")));
        }
    }

    // Puts something else into one place, or takes it out.
    static void Spoil(JsonNode node, Rng random)
    {
        while (true)
        {
            var children = node switch
            {
                JsonObject map => map.Select(one => one.Value).ToList(),
                JsonArray list => [.. list],
                _ => [],
            };
            if (children.Count == 0) return;
            var index = random.NextInt(children.Count);
            if (children[index] is JsonObject or JsonArray && random.Chance(0.7))
            {
                node = children[index]!;
                continue;
            }
            var value = Anything(random);
            if (node is JsonObject inside) inside[inside.ElementAt(index).Key] = value;
            else ((JsonArray)node)[index] = value;
            return;
        }
    }

    static JsonNode? Anything(Rng random) => random.NextInt(14) switch
    {
        0 => null,
        1 => JsonValue.Create(-1),
        2 => JsonValue.Create(long.MaxValue),
        3 => JsonNode.Parse("1e400"),
        4 => JsonValue.Create(""),
        5 => JsonValue.Create("\0"),
        6 => JsonValue.Create(new string('9', 5000)),
        7 => new JsonArray(1, "two", null),
        8 => new JsonObject { ["id"] = 1 },
        9 => JsonValue.Create(true),
        10 => JsonValue.Create("0001-01-01T00:00:00+14:00"),
        11 => JsonValue.Create("9999-12-31T23:59:59-14:00"),
        12 => JsonValue.Create("-0.005"),
        _ => JsonValue.Create("9999999999.99"),
    };
}
