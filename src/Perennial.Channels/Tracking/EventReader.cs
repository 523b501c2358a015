using System.Text.Json;
using Perennial.Channels.Intake.Formats;
using Perennial.Core.Consent;
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
            EventUse.Email => ContactReader.Email(made, properties, meaning.Response),
            EventUse.Contact => ContactReader.Sent(made, properties, meaning.Channel),
            _ => made with { Activity = Activity(name, meaning.Activity, properties, fields) },
        };
        if (made.Activity?.Kind == ActivityKind.Confirmation) made = Confirmed(made, properties);
        return made with { Products = products.Count == 0 ? [] : [.. products], Currency = Currency(made, properties) };
    }

    ActivityStatement Activity(string name, ActivityKind kind, EventObject properties, in CallFields fields)
    {
        var product = ProductReader.Id(properties);
        if (ProductReader.Read(properties, product) is { } details) products.Add(details);
        foreach (var item in ProductReader.Items(properties, faults))
            if (ProductReader.Read(item, ProductReader.Id(item)) is { } listed) products.Add(listed);
        var activity = new ActivityStatement(kind)
        {
            Product = product,
            DurationSeconds = Duration(properties, kind == ActivityKind.Video ? "position"u8 : "duration_seconds"u8),
            Name = kind == ActivityKind.Form ? FormName(properties) ?? name : name,
        };
        return kind.HasDetail() ? FeedbackReader.Read(activity, properties)
            : activity with { Properties = PropertyReader.Read(properties, fields) };
    }

    // Every form is the same event; which it was, trackers say beside it.
    static string? FormName(EventObject properties)
    {
        var name = properties.Text("form_name"u8, "name"u8) ?? properties.Text("form_id"u8, "form"u8);
        return name?.Length > TrackingLimits.NameLength ? name[..TrackingLimits.NameLength] : name;
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
            Properties = PropertyReader.Read(properties, fields),
        };
    }

    static int Duration(EventObject properties, ReadOnlySpan<byte> name)
    {
        const int day = 24 * 60 * 60;
        return properties.Number(name) is { } seconds and > 0 ? (int)Math.Min(seconds, day) : 0;
    }

    // A link in a message was followed, so whoever reads mail there agrees.
    static IncomingEvent Confirmed(IncomingEvent made, EventObject properties)
    {
        var channel = properties.Text("channel"u8) is { } word ? KindWords.Channel(word) : ContactChannel.Email;
        if (channel is null) properties.Fault("channel"u8, "is none of email, sms, call, letter and ad");
        var details = made.Details ?? new CustomerDetails();
        return made with
        {
            Details = details with
            {
                Consents = [.. details.Consents, new ConsentStatement(channel ?? ContactChannel.Email, true)
                {
                    Basis = ConsentBasis.Confirmed, Topic = Topic.Of(properties.Text("topic"u8, "list_name"u8)),
                    Wording = properties.Text("wording"u8, "consent_text"u8) ?? "",
                }],
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
