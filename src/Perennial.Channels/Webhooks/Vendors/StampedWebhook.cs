using System.Security.Cryptography;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Stamped: a review of a product, or of the shop.</summary>
/// <remarks>Stamped does not sign; it sends the secret that the shop chose in a header. Its calls have no id, so that
/// the review's number and what it says make one: the same call again is the same fact, and a review that was changed
/// is another of the same thread.</remarks>
sealed class StampedWebhook(WebhookSource source) : Webhook(source)
{
    public override bool IsOneThing => true;

    public override ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel) => new(
        request.Header("X-Stamped-Webhook-Secret") is { } secret && Signature.IsOneOf(Source.Secrets, secret));

    protected override void Read(WebhookRequest request, WebhookReading reading)
    {
        using var document = Parse(request);
        var review = document.RootElement;
        if (!review.IsObject() || review.Text("id") is not { } number)
        {
            reading.Malform("missing_id", "The body is no review with an id.");
            return;
        }
        var who = new CustomerKeySet { Email = review.Text("customerEmail") };
        if (who.Email is null)
        {
            reading.Refuse("missing_id", "customerEmail", "It names nobody.");
            return;
        }
        var stars = review.Number("reviewRating");
        if (stars is { } given && Rating.Of(given, 5) is null)
        {
            reading.Refuse("bad_value", "reviewRating", "It is not from 0 to 5 stars.");
            return;
        }
        var product = review.Text("productSKU") ?? review.Text("productId");
        reading.Events.Add(new IncomingEvent
        {
            Source = Source.Source,
            MessageId = $"{number}:{Convert.ToHexStringLower(SHA256.HashData(request.Body).AsSpan(0, 8))}",
            At = review.Moment("reviewDate") ?? review.Moment("dateCreated") ?? request.ReceivedAt,
            Who = who,
            Activity = new ActivityStatement(ActivityKind.Review)
            {
                Product = product, Name = review.Text("reviewTitle"), Text = review.Text("reviewMessage"),
                Thread = number, Rating = stars is { } value ? Rating.Of(value, 5) : null,
            },
            Products = product is null ? [] : [new ProductDetails(product) { Name = review.Text("productName") }],
        });
    }
}
