using System.Text;
using Perennial.Channels.Webhooks;

namespace Perennial.Tests.Webhooks;

/// <summary>Signatures that others made: vendors' published examples, and openssl.</summary>
public class SignatureTests
{
    // The example in Twilio's documentation of request validation.
    static WebhookRequest TwilioCall(string address, string body = "Digits=1234&To=%2B18005551212&From=%2B14158675309"
        + "&Caller=%2B14158675309&CallSid=CA1234567890ABCDE") =>
        Calls.Request(body, ("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")) with
        {
            Addresses = [new Uri(address)],
        };

    [Theory]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2")]
    [InlineData("https://mycompany.com:443/myapp.php?foo=1&bar=2")]
    public async Task Twilios_own_example_is_genuine(string address)
    {
        Assert.True(await Calls.Of("twilio", "12345").Check(TwilioCall(address)));
        Assert.True(await Calls.Of("twilio", "another", "12345").Check(TwilioCall(address)));
    }

    [Fact]
    public async Task Twilios_example_changed_is_not_genuine()
    {
        var twilio = Calls.Of("twilio", "12345");
        const string address = "https://mycompany.com/myapp.php?foo=1&bar=2";
        Assert.False(await Calls.Of("twilio", "12346").Check(TwilioCall(address)));
        Assert.False(await twilio.Check(TwilioCall("https://mycompany.com/myapp.php?foo=1&bar=3")));
        Assert.False(await twilio.Check(TwilioCall(address, "Digits=1235")));
        Assert.False(await twilio.Check(TwilioCall(address) with { Headers = new Dictionary<string, string>() }));
        Assert.False(await Calls.Of("twilio").Check(TwilioCall(address)));
    }

    // From sendgrid-csharp's RequestValidatorTests.
    const string SendGridKey = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTb"
        + "hdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==";
    const string SendGridOtherKey = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqTxd43gyp8IOEto2LdIfjRQrIbsd4SXZkLW6jDut"
        + "dhXSJCWHw8REntlo7aNDthvj+y7GjUuFDb/R1NGe1OPzpA==";
    const string SendGridSignature = "MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRam"
        + "r2nlxFDWYNH2j/0=";

    static WebhookRequest SendGridCall(
        string body = """{"category":"example_payload","event":"test_event","message_id":"message_id"}""",
        string signature = SendGridSignature, string timestamp = "1588788367") => Calls.Request(body,
            ("X-Twilio-Email-Event-Webhook-Signature", signature),
            ("X-Twilio-Email-Event-Webhook-Timestamp", timestamp));

    [Fact]
    public async Task SendGrids_own_example_is_genuine_and_nothing_near_it()
    {
        Assert.True(await Calls.Of("sendgrid", SendGridKey).Check(SendGridCall()));
        Assert.True(await Calls.Of("sendgrid", SendGridOtherKey, SendGridKey).Check(SendGridCall()));
        Assert.False(await Calls.Of("sendgrid", SendGridOtherKey).Check(SendGridCall()));
        Assert.False(await Calls.Of("sendgrid", SendGridKey).Check(SendGridCall(body: "payload")));
        Assert.False(await Calls.Of("sendgrid", SendGridKey).Check(SendGridCall(signature: "signature")));
        Assert.False(await Calls.Of("sendgrid", SendGridKey).Check(SendGridCall(timestamp: "timestamp")));
        Assert.False(await Calls.Of("sendgrid", "no key").Check(SendGridCall()));
    }

    // printf '{"id":450789469,"name":"#1001"}' | openssl dgst -sha256 -hmac SECRET -binary | base64
    const string Body = """{"id":450789469,"name":"#1001"}""";
    const string ByHushHush = "c6F9kUXUREp4TAJIllY8sSuDBmZco1SFimIFS/2xH9A=";
    const string ByAAndB = "dCFnoCWgE7Jz4EWsq9I9MfL3LW/AjrTLxoqy5oY1c3M=";

    [Fact]
    public async Task Shopify_signs_the_raw_bytes_by_the_new_secret_or_the_old()
    {
        var call = Calls.Request(Body, ("X-Shopify-Hmac-SHA256", ByHushHush));
        Assert.True(await Calls.Of("shopify", "hush-hush").Check(call));
        Assert.True(await Calls.Of("shopify", "new-secret", "hush-hush").Check(call));
        Assert.False(await Calls.Of("shopify", "new-secret").Check(call));
        // The same JSON, other bytes.
        var other = call with { Body = Encoding.UTF8.GetBytes(Body.Replace(":", ": ")) };
        Assert.False(await Calls.Of("shopify", "hush-hush").Check(other));
        Assert.False(await Calls.Of("shopify", "").Check(call));
        Assert.False(await Calls.Of("shopify", "hush-hush").Check(Calls.Request(Body)));
        Assert.False(await Calls.Of("shopify", "hush-hush").Check(
            Calls.Request(Body, ("X-Shopify-Hmac-SHA256", ByHushHush[..20]))));
    }

    [Fact]
    public async Task WooCommerce_signs_with_the_secret_freed_of_entities()
    {
        var call = Calls.Request(Body, ("X-WC-Webhook-Signature", ByAAndB));
        Assert.True(await Calls.Of("woocommerce", "a&amp;b").Check(call));
        Assert.True(await Calls.Of("woocommerce", "a&b").Check(call));
        Assert.False(await Calls.Of("woocommerce", "a&c").Check(call));
    }

    // printf TIMESTAMP TOKEN | openssl dgst -sha256 -hmac key-mailgun-signing
    const string ByMailgunsKey = "382f1362077a4f904d689d6f83b12f7f8a7b2a03aaca4053eadd3f6568f950ab";

    static WebhookRequest MailgunCall(string eventId, string signature = ByMailgunsKey) => Calls.Request(
        $$$"""
        {"signature":{"timestamp":"1529006854","token":"a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0",
         "signature":"{{{signature}}}"},"event-data":{"event":"opened","id":"{{{eventId}}}"}}
        """);

    [Fact]
    public async Task Mailguns_token_is_good_for_one_event_and_its_retries()
    {
        var mailgun = Calls.Of("mailgun", "key-mailgun-signing");
        Assert.True(await mailgun.Check(MailgunCall("first")));
        Assert.True(await mailgun.Check(MailgunCall("first")));
        Assert.False(await mailgun.Check(MailgunCall("second")));
        Assert.True(await Calls.Of("mailgun", "key-mailgun-signing").Check(MailgunCall("second")));
        Assert.False(await Calls.Of("mailgun", "another").Check(MailgunCall("first")));
        Assert.False(await Calls.Of("mailgun", "key-mailgun-signing").Check(MailgunCall("first", new string('0', 64))));
        Assert.False(await Calls.Of("mailgun", "key-mailgun-signing").Check(Calls.Request("[]")));
        Assert.False(await Calls.Of("mailgun", "key-mailgun-signing").Check(Calls.Request("no json")));
    }

    [Fact]
    public async Task Postmark_shows_a_name_and_password_or_a_secret_header()
    {
        var postmark = Calls.Of("postmark", "perennial:s3cret");
        // printf perennial:s3cret | base64
        Assert.True(await postmark.Check(Calls.Request("{}", ("Authorization", "Basic cGVyZW5uaWFsOnMzY3JldA=="))));
        Assert.True(await postmark.Check(Calls.Request("{}", ("X-Perennial-Secret", "perennial:s3cret"))));
        Assert.False(await postmark.Check(Calls.Request("{}", ("X-Perennial-Secret", "perennial:s3cre"))));
        Assert.False(await postmark.Check(Calls.Request("{}", ("Authorization", "Basic cGVyZW5uaWFsOm90aGVy"))));
        Assert.False(await postmark.Check(Calls.Request("{}")));
    }
}
