namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>The vendors whose calls are understood. Whoever adds one adds it here.</summary>
public static class WebhookVendors
{
    /// <summary>Their names.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "shopify", "woocommerce", "sendgrid", "mailgun", "postmark", "ses", "twilio", "zendesk", "typeform", "stamped",
    ];

    /// <summary>What knows a source's calls.</summary>
    /// <param name="source">The source.</param>
    /// <param name="fetch">Fetches a public file, for vendors that sign with a certificate.</param>
    public static Webhook Of(WebhookSource source, FetchFile fetch) => source.Kind switch
    {
        "shopify" => new ShopifyWebhook(source),
        "woocommerce" => new WooWebhook(source),
        "sendgrid" => new SendGridWebhook(source),
        "mailgun" => new MailgunWebhook(source),
        "postmark" => new PostmarkWebhook(source),
        "ses" => new SesWebhook(source, new SnsCertificates(fetch)),
        "twilio" => new TwilioWebhook(source),
        "zendesk" => new ZendeskWebhook(source),
        "typeform" => new TypeformWebhook(source),
        "stamped" => new StampedWebhook(source),
        _ => throw new ArgumentException($"There is no vendor '{source.Kind}'.", nameof(source)),
    };

    /// <summary>Whether a text is a public key that calls can be checked by (SendGrid alone signs so).</summary>
    public static bool IsPublicKey(string text) => SendGridWebhook.CanImport(text);
}
