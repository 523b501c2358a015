using System.Text;
using System.Text.Json;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Zendesk: tickets opened, answered, resolved and reopened, and how good the help was found.</summary>
/// <remarks>
/// Signed are the timestamp and the body. There are two kinds of calls. Those that follow events name the requester by
/// a number alone, and the requester's own event says whose it is: that number is a tracker's id here, and becomes the
/// customer's whatever comes first. Those of triggers send what the shop wrote: <c>{"ticket": {...}}</c>, with the
/// requester's address in it.
/// </remarks>
sealed class ZendeskWebhook(WebhookSource source) : Webhook(source)
{
    const string Event = "zen:event-type:";

    public override bool IsOneThing => true;

    public override ValueTask<bool> IsGenuine(WebhookRequest request, CancellationToken cancel)
    {
        var timestamp = request.Header("X-Zendesk-Webhook-Signature-Timestamp");
        if (timestamp is null or { Length: > 64 }) return new(false);
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. request.Body];
        return new(Signature.IsBase64HmacSha256(
            Source.Secrets, signed, request.Header("X-Zendesk-Webhook-Signature")));
    }

    protected override void Read(WebhookRequest request, WebhookReading reading)
    {
        using var document = Parse(request);
        var body = document.RootElement;
        if (body.Text("type") is { } type && type.StartsWith(Event, StringComparison.Ordinal))
            OfEvent(type[Event.Length..], body, request.ReceivedAt, reading);
        else if (body.At("ticket").IsObject()) OfTrigger(body.At("ticket"), request.ReceivedAt, reading);
        else reading.Malform("type_unknown", "The body is no event of Zendesk, and has no ticket.");
    }

    void OfEvent(string type, JsonElement body, Instant now, WebhookReading reading)
    {
        var (detail, change) = (body.At("detail"), body.At("event"));
        if (body.Text("id") is not { } id)
        {
            reading.Refuse("missing_id", type, "It has no id.");
            return;
        }
        var at = body.Moment("time") ?? detail.Moment("updated_at") ?? now;
        if (type.StartsWith("user.", StringComparison.Ordinal))
        {
            Requester(detail, id, at, reading);
            return;
        }
        // Of satisfaction Zendesk's list of ticket events knows nothing: a trigger tells of it.
        var (said, text) = type switch
        {
            "ticket.created" => (ActivityKind.SupportOpened, detail.Text("description")),
            "ticket.status_changed" => (Moved(change.Text("previous"), change.Text("current")), null),
            "ticket.comment_added" => (Answered(change.At("comment")), change.At("comment").Text("body")),
            _ => (default(ActivityKind?), default(string)),
        };
        var who = detail.Text("requester_id") is { } requester
            ? new CustomerKeySet { Anonymous = Number(requester) } : null;
        Add(who, said, detail.Text("id"), detail.Text("subject"), text, null, id, at, reading);
    }

    void OfTrigger(JsonElement ticket, Instant now, WebhookReading reading)
    {
        var requester = ticket.At("requester");
        var who = new CustomerKeySet
        {
            External = Source.CustomerKey(requester.Text("external_id")),
            Email = requester.Text("email") ?? ticket.Text("requester_email"),
            Phone = requester.Text("phone"),
            Anonymous = requester.Text("id") is { } id ? Number(id) : null,
        };
        var number = ticket.Text("id");
        var at = ticket.Moment("updated_at") ?? now;
        ActivityKind? said = (ticket.Text("event") ?? ticket.Text("status"))?.ToLowerInvariant() switch
        {
            "opened" or "created" or "new" => ActivityKind.SupportOpened,
            "answered" or "pending" or "hold" or "on-hold" => ActivityKind.SupportAnswered,
            "resolved" or "solved" or "closed" => ActivityKind.SupportResolved,
            "reopened" => ActivityKind.SupportReopened,
            // A ticket is open when it is taken up, and when it comes back: whoever wants the latter says reopened.
            "open" => ActivityKind.SupportOpened,
            "rated" => ActivityKind.Rating,
            _ => null,
        };
        Add(who is { External: null, Email: null, Phone: null, Anonymous: null } ? null : who, said, number,
            ticket.Text("subject"), ticket.Text("comment") ?? ticket.Text("description"),
            said == ActivityKind.Rating ? Score(ticket.Text("satisfaction")) : null,
            $"{number}:{said}:{at.UnixMs}", at, reading);
    }

    void Add(CustomerKeySet? who, ActivityKind? kind, string? ticket, string? subject, string? text, Rating? score,
        string id, Instant at, WebhookReading reading)
    {
        if (kind is not { } said || (said == ActivityKind.Rating && score is null)) reading.LeftOut++;
        else if (ticket is null) reading.Refuse("missing_id", "ticket", "It has no id.");
        else if (who is null) reading.Refuse("missing_id", "ticket", "It names no requester.");
        else
        {
            reading.Events.Add(new IncomingEvent
            {
                Source = Source.Source, MessageId = id, At = at, Who = who,
                Activity = new ActivityStatement(said)
                {
                    Name = subject, Text = text, Thread = ticket, Rating = score,
                },
            });
        }
    }

    // Whoever works there is nobody's customer.
    void Requester(JsonElement person, string id, Instant at, WebhookReading reading)
    {
        if (person.Text("id") is not { } number || person.Text("email") is not { } email
            || person.Text("role") is "admin" or "agent")
        {
            reading.LeftOut++;
            return;
        }
        reading.Events.Add(new IncomingEvent
        {
            Source = Source.Source, MessageId = id, At = at,
            Who = new CustomerKeySet
            {
                External = Source.CustomerKey(person.Text("external_id")), Email = email, Anonymous = Number(number),
            },
            Details = new CustomerDetails { Email = email },
        });
    }

    static string Number(string requester) => $"zendesk:{requester}";

    static ActivityKind? Moved(string? from, string? to) => (from?.ToUpperInvariant(), to?.ToUpperInvariant()) switch
    {
        (not ("SOLVED" or "CLOSED"), "SOLVED" or "CLOSED") => ActivityKind.SupportResolved,
        ("SOLVED" or "CLOSED", "NEW" or "OPEN" or "PENDING" or "HOLD") => ActivityKind.SupportReopened,
        _ => null,
    };

    // What staff write among themselves is no answer, and what the customer writes is none of the shop's.
    static ActivityKind? Answered(JsonElement comment) =>
        comment.Is("is_public") && comment.At("author").Is("is_staff") ? ActivityKind.SupportAnswered : null;

    static Rating? Score(string? word) => word?.ToLowerInvariant() switch
    {
        "good" or "goodwithcomment" => new Rating(100, 1),
        "bad" or "badwithcomment" => new Rating(0, 1),
        { } number when int.TryParse(number, out var stars) => Rating.Of(stars, 5),
        _ => null,
    };
}
