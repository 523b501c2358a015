using System.Text;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Values;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>Reads contacts that another tool made, and what became of them.</summary>
static class ContactReader
{
    /// <summary>What became of an e-mail. One message of a mailing to one person has no number of its own: the
    /// mailing's and the person's together are it.</summary>
    public static IncomingEvent Email(IncomingEvent made, EventObject properties, ResponseKind kind)
    {
        var mailing = properties.Text("email_id"u8);
        var number = mailing is null ? null : $"{mailing}:{Recipient(made)}";
        var topic = kind == ResponseKind.Unsubscribe ? properties.Text("topic"u8, "subscription_group"u8) : null;
        return made with
        {
            // The address is the recipient's key here; what else is known of them was said elsewhere.
            Details = kind == ResponseKind.Unsubscribe && topic is null ? new CustomerDetails { ConsentEmail = false }
                : null,
            Contact = kind != ResponseKind.Delivered ? null
                : Statement(properties, ContactChannel.Email, number ?? made.MessageId),
            Response = new ResponseStatement(kind, ContactChannel.Email)
            {
                ContactNumber = number ?? (kind == ResponseKind.Delivered ? made.MessageId : null),
                Disposition = kind == ResponseKind.Bounce ? properties.Text("bounce_type"u8, "bounce_class"u8) : null,
                Topic = topic,
                Text = kind == ResponseKind.Reply
                    ? properties.Text("reply_body"u8, TrackingLimits.CallBytes)
                        ?? properties.Text("body"u8, TrackingLimits.CallBytes) : null,
            },
        };
    }

    /// <summary>A message, letter, call or advertisement that another tool made; a call with how it ended.</summary>
    /// <param name="made">The event.</param>
    /// <param name="properties">Its properties.</param>
    /// <param name="usual">By which channel, where the properties do not say.</param>
    public static IncomingEvent Sent(IncomingEvent made, EventObject properties, ContactChannel usual)
    {
        var channel = usual;
        if (properties.Text("channel"u8) is { } word)
        {
            if (KindWords.Channel(word) is { } named) channel = named;
            else properties.Fault("channel"u8, "is none of email, sms, call, letter and ad");
        }
        else if (channel == 0) properties.Fault("channel"u8, "is missing: email, sms, call, letter or ad");
        var mailing = channel == ContactChannel.Email ? properties.Text("email_id"u8) : null;
        var number = properties.Text("contact_id"u8, "message_id"u8)
            ?? (mailing is null ? made.MessageId : $"{mailing}:{Recipient(made)}");
        var ended = channel == ContactChannel.Call ? properties.Text("disposition"u8, "outcome"u8) : null;
        return made with
        {
            Contact = Statement(properties, channel, number),
            Response = ended is null ? null : new ResponseStatement(ResponseKind.Disposition, channel)
            {
                ContactNumber = number, Disposition = ended,
            },
        };
    }

    static ContactStatement Statement(EventObject properties, ContactChannel channel, string number) =>
        new(channel, number)
        {
            Strategy = properties.Text("strategy"u8) ?? properties.Text("campaign_name"u8, "campaign_id"u8),
            Context = ContactFields.Read(name => properties.Text(Encoding.UTF8.GetBytes(name)),
                name => properties.Fault(Encoding.UTF8.GetBytes(name), "is no number that can be meant")),
        };

    static string? Recipient(IncomingEvent made) =>
        made.Who.Email?.ToLowerInvariant() ?? made.Who.External ?? made.Who.Anonymous;
}
