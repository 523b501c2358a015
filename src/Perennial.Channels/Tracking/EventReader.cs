using System.Text.Json;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>Reads what happened out of a call whose sender, time and person are known.</summary>
sealed class EventReader(EventFaults faults, List<ProductDetails> products)
{
    readonly OrderReader orders = new(faults);

    /// <summary>The event with what happened; faults are noted.</summary>
    public IncomingEvent Complete(
        IncomingEvent made, TrackingCall call, in CallFields fields, EventObject all, EventObject properties)
    {
        switch (call)
        {
            case TrackingCall.Track:
                return Track(made, fields, all, properties);
            case TrackingCall.Page or TrackingCall.Screen:
                return made with { Activity = Page(fields, all, properties) };
            case TrackingCall.Group:
                return made with { Activity = new ActivityStatement(ActivityKind.Other) { Name = "group" } };
            default:
                return made;
        }
    }

    IncomingEvent Track(IncomingEvent made, in CallFields fields, EventObject all, EventObject properties)
    {
        var name = fields.Event.ValueKind == JsonValueKind.Undefined ? null
            : all.TextOf(fields.Event, "event"u8, TrackingLimits.NameLength);
        if (name is null)
        {
            faults.Add("missing_event", "event", "is missing", "Say what happened, e.g. \"Product Viewed\".");
            return made;
        }
        var meaning = EventNames.Find(name);
        made = meaning.Use switch
        {
            EventUse.Order => made with { Order = orders.Order(properties, made.At, products) },
            EventUse.OrderRefunded => made with { Change = orders.Refund(properties, products) },
            EventUse.OrderCancelled => made with { Change = OrderReader.Cancellation(properties) },
            EventUse.Email => Email(made, properties, meaning.Response),
            _ => made with { Activity = Activity(name, meaning.Activity, properties) },
        };
        return made with { Products = products.Count == 0 ? [] : [.. products], Currency = Currency(made, properties) };
    }

    ActivityStatement Activity(string name, ActivityKind kind, EventObject properties)
    {
        var product = ProductReader.Id(properties);
        if (ProductReader.Read(properties, product) is { } details) products.Add(details);
        foreach (var item in ProductReader.Items(properties, faults))
            if (ProductReader.Read(item, ProductReader.Id(item)) is { } listed) products.Add(listed);
        return new ActivityStatement(kind)
        {
            Product = product,
            DurationSeconds = Duration(properties, kind == ActivityKind.Video ? "position"u8 : "duration_seconds"u8),
            Name = name,
        };
    }

    static ActivityStatement Page(in CallFields fields, EventObject all, EventObject properties)
    {
        var name = fields.Name.ValueKind == JsonValueKind.Undefined ? null : all.TextOf(fields.Name, "name"u8);
        name ??= properties.Text("name"u8) ?? properties.Text("title"u8);
        return new ActivityStatement(ActivityKind.PageView)
        {
            Product = ProductReader.Id(properties),
            DurationSeconds = Duration(properties, "duration_seconds"u8),
            Name = name?.Length > TrackingLimits.NameLength ? name[..TrackingLimits.NameLength] : name,
        };
    }

    static int Duration(EventObject properties, ReadOnlySpan<byte> name)
    {
        const int day = 24 * 60 * 60;
        return properties.Number(name) is { } seconds and > 0 ? (int)Math.Min(seconds, day) : 0;
    }

    // One message of a mailing to one person has no number of its own: the mailing's and the person's together are it.
    static IncomingEvent Email(IncomingEvent made, EventObject properties, ResponseKind kind)
    {
        var mailing = properties.Text("email_id"u8);
        var recipient = made.Who.Email?.ToLowerInvariant() ?? made.Who.External ?? made.Who.Anonymous;
        var number = mailing is null ? null : $"{mailing}:{recipient}";
        var topic = kind == ResponseKind.Unsubscribe ? properties.Text("topic"u8, "subscription_group"u8) : null;
        return made with
        {
            // The address is the recipient's key here; what else is known of them was said elsewhere.
            Details = kind == ResponseKind.Unsubscribe && topic is null ? new CustomerDetails { ConsentEmail = false }
                : null,
            Contact = kind != ResponseKind.Delivered ? null
                : new ContactStatement(ContactChannel.Email, number ?? made.MessageId)
                {
                    Strategy = properties.Text("campaign_name"u8, "campaign_id"u8),
                },
            Response = new ResponseStatement(kind, ContactChannel.Email)
            {
                ContactNumber = number ?? (kind == ResponseKind.Delivered ? made.MessageId : null),
                Disposition = kind == ResponseKind.Bounce ? properties.Text("bounce_type"u8, "bounce_class"u8) : null,
                Topic = topic,
            },
        };
    }

    string? Currency(IncomingEvent made, EventObject properties)
    {
        if (properties.Text("currency"u8) is not { } currency) return null;
        if (currency.Length == 3 && currency.All(char.IsAsciiLetter))
            return made.Order is null && made.Change?.RefundedCents is null
                && !products.Exists(product => product.PriceCents is not null) ? null : currency.ToUpperInvariant();
        properties.Fault("currency"u8, "is no ISO 4217 code");
        return null;
    }
}
