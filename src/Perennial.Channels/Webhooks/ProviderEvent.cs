using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks;

/// <summary>What became of a message, in one form for all providers.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">What tells it from every other event of its provider.</param>
/// <param name="At">When.</param>
sealed record ProviderEvent(ProviderEventKind Kind, string Id, Instant At)
{
    /// <summary>Whom the message went to: an e-mail address or a telephone number.</summary>
    public string? Recipient { get; init; }

    /// <summary>What the provider calls the message.</summary>
    public string? MessageNumber { get; init; }

    /// <summary>What we gave the provider to bring back (<see cref="ContactToken"/>).</summary>
    public string? Token { get; init; }

    /// <summary>A bounce's class, or what else tells events of one kind apart.</summary>
    public string? Disposition { get; init; }

    /// <summary>The topic that is left or joined; null for everything.</summary>
    public string? Topic { get; init; }

    /// <summary>What was answered.</summary>
    public string? Text { get; init; }

    /// <summary>The mailing that the message was part of.</summary>
    public string? Strategy { get; init; }

    /// <summary>What else it was part of.</summary>
    public ContactContext? Context { get; init; }

    /// <summary>The event as the store takes it; null where it names nobody.</summary>
    public IncomingEvent? ToIncoming(WebhookSource source, ContactChannel channel)
    {
        var isOurs = ContactToken.TryParse(Token, out var token);
        // The contact knows whose it is. The address may have gone to somebody else since, so it joins nobody.
        var who = isOurs ? new CustomerKeySet { Id = token.Customer }
            : channel == ContactChannel.Email ? new CustomerKeySet { Email = Recipient }
            : new CustomerKeySet { Phone = Recipient };
        if (who is { Id: null, Email: null, Phone: null }) return null;
        return new IncomingEvent
        {
            Source = source.Source,
            MessageId = Id,
            At = At,
            Who = who,
            Details = Consent(channel),
            Contact = isOurs ? null : Sent(source, channel),
            Response = Response is not { } kind ? null : new ResponseStatement(kind, channel)
            {
                ContactId = isOurs ? token.Contact : null,
                ContactNumber = isOurs ? null : MessageNumber,
                Disposition = Disposition,
                Topic = Kind == ProviderEventKind.LeftTopic ? Topic : null,
                Text = Text,
            },
        };
    }

    // A message that we did not send somebody else did, by this provider. Whatever is told of it first says that it
    // went; the earliest instant counts.
    ContactStatement? Sent(WebhookSource source, ContactChannel channel)
    {
        var went = Kind is ProviderEventKind.Delivered or ProviderEventKind.Opened or ProviderEventKind.Clicked
            || (Kind == ProviderEventKind.Bounced && Disposition != BounceClass.Dropped);
        return !went || MessageNumber is not { } number ? null : new ContactStatement(channel, number)
        {
            Strategy = Strategy,
            Context = (Context ?? new ContactContext()) with { Tool = Context?.Tool ?? source.Kind },
        };
    }

    ResponseKind? Response => Kind switch
    {
        ProviderEventKind.Delivered => ResponseKind.Delivered,
        ProviderEventKind.Opened => ResponseKind.Open,
        ProviderEventKind.Clicked => ResponseKind.Click,
        ProviderEventKind.Replied => ResponseKind.Reply,
        ProviderEventKind.Bounced => ResponseKind.Bounce,
        ProviderEventKind.Complained => ResponseKind.Complaint,
        ProviderEventKind.Unsubscribed or ProviderEventKind.LeftTopic => ResponseKind.Unsubscribe,
        _ => null,
    };

    // Whoever unsubscribes from everything takes the consent back; leaving one topic is a no to that one, and the store
    // makes a complaint what it is: never again.
    CustomerDetails? Consent(ContactChannel channel)
    {
        if (Kind == ProviderEventKind.JoinedTopic)
        {
            return new CustomerDetails
            {
                Consents = [new ConsentStatement(channel, true) { Topic = Core.Consent.Topic.Of(Topic) }],
            };
        }
        bool? consent = Kind switch
        {
            ProviderEventKind.Unsubscribed => false,
            ProviderEventKind.Resubscribed => true,
            _ => null,
        };
        if (consent is null) return null;
        return channel == ContactChannel.Sms
            ? new CustomerDetails { ConsentSms = consent } : new CustomerDetails { ConsentEmail = consent };
    }
}

/// <summary>What a provider may tell of a message, as far as it says something of the customer.</summary>
enum ProviderEventKind
{
    Delivered,
    Opened,
    Clicked,
    Replied,
    Bounced,
    Complained,
    Unsubscribed,
    LeftTopic,
    JoinedTopic,
    Resubscribed,
}
