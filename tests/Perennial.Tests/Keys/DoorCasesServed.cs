using System.Text;
using System.Text.Json;
using Perennial.Data.Access;
using Perennial.Data.Customers;
using Perennial.Sources;
using Perennial.Tests.Watch;
using Perennial.Tests.Webhooks;

namespace Perennial.Tests.Keys;

/// <summary>Calls that shops really send, sent to a shop that is served: through its doors and into its store.
/// </summary>
public sealed class DoorCasesServed(WatchedShop shop) : IClassFixture<WatchedShop>
{
    const string Variable = "PERENNIAL_TEST_DOORS", Secret = "hush-hush";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    async Task Send(string name, bool backwards = false, string suffix = "")
    {
        var lines = File.ReadAllLines(DoorCases.Case(name)).Where(line => line.Length > 0).ToList();
        if (backwards) lines.Reverse();
        foreach (var line in lines)
        {
            using var call = JsonDocument.Parse(line);
            if (call.RootElement.TryGetProperty("topic", out var topic))
            {
                // The same case once more is another order of another customer.
                var body = call.RootElement.GetProperty("body").GetRawText();
                if (suffix.Length > 0) body = body.Replace("910002", "91" + suffix).Replace("910007", "92" + suffix)
                    .Replace("s@example.com", $"s{suffix}@example.com").Replace("\"id\": 2,", $"\"id\": 2{suffix},");
                await Hook(topic.GetString()!, body);
            }
            else
            {
                var path = call.RootElement.GetProperty("type").GetString() == "identify" ? "identify" : "track";
                Assert.Equal(200, await shop.Track($"/v1/{path}", line));
            }
        }
    }

    async Task Hook(string topic, string body)
    {
        var kind = topic.Contains('/') ? "shopify" : "woocommerce";
        Environment.SetEnvironmentVariable(Variable, Secret);
        SourceEditing.Load(shop.Store, $$"""
            sources:
              - {kind: shopify, name: doors, secrets: ["${{{Variable}}}"]}
              - {kind: woocommerce, name: doors, secrets: ["${{{Variable}}}"]}
            """, "doors.yaml", Actor.Terminal("tests"), WatchedShop.Now);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{kind}/doors")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        var (signature, id) = (Calls.Hmac(Secret, body), Calls.Hmac("id", body));
        foreach (var (header, value) in kind == "shopify"
            ? new[] { ("X-Shopify-Topic", topic), ("X-Shopify-Webhook-Id", id), ("X-Shopify-Hmac-Sha256", signature) }
            : [("X-WC-Webhook-Topic", topic), ("X-WC-Webhook-Delivery-ID", id), ("X-WC-Webhook-Signature", signature)])
            request.Headers.Add(header, value);
        using var answer = await shop.Client.SendAsync(request, Stop);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    CustomerRecord? Whoever(string key) =>
        shop.Store.Customers.Find(key) is [var id] ? shop.Store.Customers.ById(id) : null;

    /// <summary>Orders of whoever is known by a key: "gross -refunded" each.</summary>
    string Orders(string key) => Whoever(key) is not { History.Orders: var orders } ? "nobody"
        : string.Join(' ', orders.At.Select((_, i) => $"{orders.GrossCents[i]}"
            + $" -{(orders.RefundedCents.Length == 0 ? 0 : orders.RefundedCents[i])}"));

    [Fact]
    public async Task Undefined_joins_nobody()
    {
        await Send("01-undefined-user.jsonl");
        Assert.Equal("1000 -0, 1000 -0, 1000 -0",
            string.Join(", ", Orders("ann@example.com"), Orders("bob@example.com"), Orders("cia@example.com")));
        foreach (var nobody in (string[])["undefined", "null", "0"]) Assert.Null(Whoever(nobody));
    }

    [Fact]
    public async Task A_refund_with_tax_is_reckoned_in_the_unit_of_its_order()
    {
        await Send("02-segment-refund-with-tax.jsonl");
        Assert.Equal("10000 -5000", Orders("rf2"));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "0055")]
    public async Task A_refund_finds_its_order_whichever_comes_first(bool orderFirst, string suffix)
    {
        await Send("13-shopify-refund-then-order.jsonl", orderFirst, suffix);
        var buyer = $"s{suffix}@example.com";
        Assert.Equal("10000 -4000", Orders(buyer));
        Assert.Equal(4_000, Assert.Single(Whoever(buyer)!.History.Orders.Refunds.Cents));
    }

    [Fact]
    public async Task An_order_of_one_and_a_half_pieces_is_taken()
    {
        await Send("14-woo-webhook-fraction.jsonl");
        Assert.Equal("3000 -0", Orders("w@example.com"));
    }
}
