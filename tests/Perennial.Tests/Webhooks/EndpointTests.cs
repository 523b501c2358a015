using System.Net;
using System.Security.Cryptography;
using System.Text;
using Perennial.Core;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Webhooks;

public sealed class EndpointTests : IAsyncLifetime
{
    readonly WebhookServer server = new();

    public ValueTask InitializeAsync() => server.InitializeAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    async Task<HttpResponseMessage> Post(
        string path, string body, string type, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{path}")
        {
            Content = new StringContent(body, Encoding.UTF8, type),
        };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await server.Web.SendAsync(request);
    }

    async Task<HttpStatusCode> Shopify(string topic, string body, string secret = WebhookServer.Secret) =>
        (await Post("shopify/main", body, "application/json", ("X-Shopify-Topic", topic),
            ("X-Shopify-Hmac-SHA256", Calls.Hmac(secret, body)), ("X-Shopify-Webhook-Id", "w"))).StatusCode;

    async Task<HttpStatusCode> Postmark(string body, string name = "main") =>
        (await Post($"postmark/{name}", body, "application/json",
            ("X-Perennial-Secret", WebhookServer.Secret))).StatusCode;

    [Fact]
    public async Task A_signed_order_is_taken_by_the_new_secret_and_the_old()
    {
        var order = Calls.Payload("shopify-order.json");
        Assert.Equal(HttpStatusCode.OK, await Shopify("orders/create", order));
        Assert.Equal(HttpStatusCode.OK, await Shopify("orders/create", order, "old-secret"));
        Assert.Equal(4, server.Events.Count);
        Assert.Equal(4, server.Counted("shopify/main", ""));
    }

    [Fact]
    public async Task A_bad_signature_is_refused_and_counted()
    {
        Assert.Equal(HttpStatusCode.Unauthorized,
            await Shopify("orders/create", Calls.Payload("shopify-order.json"), "guessed"));
        var unsigned = await Post("shopify/main", "{}", "application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        Assert.Empty(server.Events);
        Assert.Equal(2, server.Counted("shopify/main", "bad_signature"));
        Assert.Contains("not signed", Assert.Single(server.Counts.Counted()).Problem);
    }

    [Fact]
    public async Task Nobody_answers_for_a_source_that_is_not_there()
    {
        foreach (var path in (string[])["shopify/other", "magento/main", "shopify/Main"])
            Assert.Equal(HttpStatusCode.NotFound, (await Post(path, "{}", "application/json")).StatusCode);
        Assert.Equal(3, server.Counted("", "unknown_key"));
        Assert.Single(server.Counts.Counted());
    }

    [Fact]
    public async Task What_is_signed_and_no_order_is_a_bad_request()
    {
        Assert.Equal(HttpStatusCode.BadRequest, await Shopify("orders/create", "{\"id\":"));
        Assert.Equal(HttpStatusCode.BadRequest, await Shopify("orders/create", "[]"));
        Assert.Equal(HttpStatusCode.BadRequest, await Shopify("orders/create", "{\"id\":1}"));
        Assert.Equal(1, server.Counted("shopify/main", "invalid_json"));
        Assert.Equal(1, server.Counted("shopify/main", "bad_value"));
        Assert.Empty(server.Events);
    }

    [Fact]
    public async Task A_topic_that_nobody_needs_is_taken_without_a_word()
    {
        Assert.Equal(HttpStatusCode.OK, await Shopify("themes/update", "{\"id\":1}"));
        var heard = Assert.Single(server.Counts.Counted());
        Assert.Equal(("shopify/main", "", 0, Calls.Now),
            (heard.Source, heard.Reason, heard.Events, heard.LastReceivedAt));
    }

    [Fact]
    public async Task A_refund_by_itself_goes_to_whose_order_it_is()
    {
        const string refund = """
            {"id":1,"order_id":2,"created_at":"2026-02-28T10:00:00Z","transactions":[{"kind":"refund","amount":"6.00"}]}
            """;
        Assert.Equal(HttpStatusCode.OK, await Shopify("refunds/create", refund));
        // Nobody has told of the order yet: its refund waits for it.
        Assert.Equal(CustomerId.Nobody, server.Events.Single().Who.Id);
        server.Events.Clear();
        server.Owners["2"] = new CustomerId(42);
        Assert.Equal(HttpStatusCode.OK, await Shopify("refunds/create", refund));
        Assert.Equal(new CustomerId(42), server.Events.Single().Who.Id);
    }

    [Fact]
    public async Task Privacy_requests_reach_who_answers_them()
    {
        const string body = """{"shop_id":1,"customer":{"id":191167,"email":"john@example.com"}}""";
        Assert.Equal(HttpStatusCode.OK, await Shopify("customers/redact", body));
        Assert.Equal(HttpStatusCode.OK, await Shopify("customers/data_request", body));
        Assert.Equal(HttpStatusCode.OK, await Shopify("shop/redact", body));
        Assert.Equal(["shopify 191167 john@example.com"], server.Erased);
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task A_shop_that_cannot_take_it_now_is_asked_again()
    {
        server.IsFull = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable,
            await Shopify("orders/create", Calls.Payload("shopify-order.json")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Postmark("{}", "unset"));
        // What comes again is counted when it does.
        Assert.Empty(server.Counts.Counted());
        server.IsFull = false;
        Assert.Equal(HttpStatusCode.OK, await Shopify("orders/create", Calls.Payload("shopify-order.json")));
    }

    [Fact]
    public async Task WooCommerces_ping_is_answered_and_nothing_else_that_is_unsigned()
    {
        async Task<HttpStatusCode> Woo(string body, string type) =>
            (await Post("woocommerce/main", body, type)).StatusCode;
        Assert.Equal(HttpStatusCode.OK, await Woo("webhook_id=12", "application/x-www-form-urlencoded"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Woo("{\"id\":1}", "application/json"));
        var product = """{"id":1,"sku":"a","name":"A"}""";
        var signed = await Post("woocommerce/main", product, "application/json",
            ("X-WC-Webhook-Topic", "product.created"),
            ("X-WC-Webhook-Signature", Calls.Hmac(WebhookServer.Secret, product)));
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        Assert.Equal("a", server.Products.Single().Id);
    }

    [Fact]
    public async Task Postmark_and_mailgun_are_answered_as_they_understand_it()
    {
        Assert.Equal(HttpStatusCode.OK, await Postmark(Calls.Payload("postmark-bounce.json")));
        Assert.Equal(HttpStatusCode.BadRequest, await Postmark("{}"));
        var signature = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookServer.Secret), "1t"u8));
        var body = $$$"""{"signature":{"timestamp":"1","token":"t","signature":"{{{signature}}}"},"event-data":{}}""";
        // "Not acceptable" is how Mailgun is told not to come again.
        Assert.Equal(HttpStatusCode.NotAcceptable, (await Post("mailgun/main", body, "application/json")).StatusCode);
    }

    [Fact]
    public async Task Twilio_signs_the_address_that_it_called()
    {
        var url = new Uri(server.Web.BaseAddress!, "/hooks/twilio/main?step=1").AbsoluteUri;
        var signed = $"{url}BodySTOPFrom+14155550100MessageSidSM1";
#pragma warning disable CA5350 // Twilio signs with SHA-1.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(
            Encoding.UTF8.GetBytes(WebhookServer.Secret), Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350
        var answer = await Post("twilio/main?step=1", "MessageSid=SM1&From=%2B14155550100&Body=STOP",
            "application/x-www-form-urlencoded", ("X-Twilio-Signature", signature));
        Assert.Equal("<Response/>", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("+14155550100", server.Events.Single().Who.Phone);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_not_read()
    {
        var answer = await Post("shopify/main", new string(' ', (1 << 20) + 1), "application/json");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/shopify/main")
        {
            // Chunked: its length stands nowhere.
            Content = new StreamContent(new MemoryStream(new byte[(1 << 20) + 1])),
        };
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.Web.SendAsync(request)).StatusCode);
        Assert.Equal(2, server.Counted("shopify/main", "too_large"));
    }

    [Fact]
    public async Task A_body_of_the_longest_length_is_read_whole()
    {
        var body = """{"id":1}""" + new string(' ', (1 << 20) - 8);
        Assert.Equal(HttpStatusCode.OK, await Shopify("themes/update", body));
    }

    [Fact]
    public async Task Signed_nonsense_is_a_bad_request_and_never_an_error()
    {
        const string letters = "{}[]\",:0159ae.-\\ud8 \n";
        var random = new Rng(3);
        for (var i = 0; i < 60; i++)
        {
            var body = new string([.. Enumerable.Range(0, random.NextInt(1, 80))
                .Select(_ => letters[random.NextInt(letters.Length)])]);
            Assert.Equal(HttpStatusCode.BadRequest, await Shopify("orders/create", body));
            Assert.Equal(HttpStatusCode.BadRequest, await Postmark(body));
        }
        Assert.Empty(server.Events);
    }

    [Fact]
    public async Task Another_sites_header_keeps_no_vendor_out()
    {
        const string body = "{\"id\":1}";
        var answer = await Post("shopify/main", body, "application/json", ("Origin", "https://elsewhere.example"),
            ("X-Shopify-Topic", "themes/update"), ("X-Shopify-Hmac-SHA256", Calls.Hmac(WebhookServer.Secret, body)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
