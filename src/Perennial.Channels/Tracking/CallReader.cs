using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>What is the same for all calls of one body.</summary>
/// <param name="Source">The source whose key it came with.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="SentAt">When it was sent by the sender's clock, or null.</param>
/// <param name="Context">The context that items have in common, or nothing.</param>
/// <param name="BodyId">Stands for the body where a call has no id of its own.</param>
readonly record struct BodyFrame(
    string Source, Instant ReceivedAt, Instant? SentAt, JsonElement Context, Lazy<string> BodyId);

/// <summary>Turns one call after the other into an event, or a refusal.</summary>
sealed class CallReader
{
    const int MessageIdLength = 100;
    const string ReadSpecification = "Send it as the specification has it.";

    readonly EventFaults faults = new();
    readonly TraitReader traits;
    readonly List<ProductDetails> products = [];
    readonly EventReader events;

    /// <summary>A reader for one body.</summary>
    /// <param name="attributes">The attributes that the shop keeps.</param>
    public CallReader(AttributeSet attributes)
    {
        traits = new TraitReader(attributes);
        events = new EventReader(faults, products);
    }

    /// <summary>Why the last call was refused.</summary>
    public Refusal Refusal => faults.First!;

    /// <summary>What was left out of the last call, where it was taken.</summary>
    public IReadOnlyList<Refusal> LeftOut => faults.LeftOut;

    /// <summary>Whether the last call claimed to come from more than a day ahead.</summary>
    public bool IsAhead { get; private set; }

    /// <summary>Reads a call; null where it is refused.</summary>
    /// <param name="call">What the path says it is; <see cref="TrackingCall.Batch"/> where it says so itself.</param>
    /// <param name="json">The call.</param>
    /// <param name="raw">Its text.</param>
    /// <param name="index">Its place in the list, or −1.</param>
    /// <param name="frame">What it has in common with the others.</param>
    public IncomingEvent? Read(
        TrackingCall call, JsonElement json, ReadOnlySpan<byte> raw, int index, in BodyFrame frame)
    {
        faults.Begin(index);
        traits.Begin();
        products.Clear();
        IsAhead = false;
        if (!IsReadable(json, raw)) return null;
        var fields = CallFields.Read(json);
        if (call == TrackingCall.Batch && !TryType(fields, out call)) return null;
        var all = new EventObject(json, "", faults);
        var properties = Inner(fields.Properties, "properties"u8, "properties", all);
        ReadTraits(call, fields, all, frame);
        var at = At(fields, all, frame);
        var messageId = MessageId(fields, all, index, frame);
        var who = Who(call, fields, all);
        if (faults.First is not null || who is null) return null;
        var made = new IncomingEvent
        {
            Source = frame.Source, MessageId = messageId, At = at, Who = who, Details = traits.Details(),
        };
        made = events.Complete(made, call, fields, all, properties);
        return faults.First is null ? made : null;
    }

    bool IsReadable(JsonElement json, ReadOnlySpan<byte> raw)
    {
        if (json.ValueKind != JsonValueKind.Object)
            faults.Add("invalid_json", "", "is no object", "Send each call as an object.");
        else if (raw.Length > TrackingLimits.CallBytes)
            faults.Add("too_large", "", $"has more than {TrackingLimits.CallBytes / 1024} KB", "Send less with it.");
        else if (JsonScan.Problem(raw) is { } problem)
            faults.Add("invalid_json", "", problem, "Send text as whole characters, and objects as flat as they are.");
        return faults.First is null;
    }

    bool TryType(in CallFields fields, out TrackingCall call)
    {
        call = default;
        if (fields.Type.ValueKind == JsonValueKind.String && TrackingCalls.Find(fields.Type.GetString()!) is { } known)
        {
            call = known;
            return true;
        }
        faults.Add("type_unknown", "type", "is no type of call",
            "Use identify, track, page, screen, group or alias.");
        return false;
    }

    EventObject Inner(JsonElement value, ReadOnlySpan<byte> name, string path, EventObject of)
    {
        if (value.ValueKind == JsonValueKind.Object) return new EventObject(value, path, faults);
        if (value.ValueKind != JsonValueKind.Undefined) of.Fault(name, "is no object");
        return new EventObject(default, path, faults);
    }

    // A group's traits are the group's. Of a trait said twice, the call's own counts, then its context's.
    void ReadTraits(TrackingCall call, in CallFields fields, EventObject all, in BodyFrame frame)
    {
        var own = Inner(fields.Traits, "traits"u8, "traits", all);
        if (call == TrackingCall.Identify) traits.Read(own);
        traits.Read(Inner(fields.Context, "context"u8, "context", all).Object("traits"u8, "context.traits"));
        if (frame.Context.ValueKind == JsonValueKind.Object)
            traits.Read(new EventObject(frame.Context, "context", faults).Object("traits"u8, "context.traits"));
    }

    Instant At(in CallFields fields, EventObject all, in BodyFrame frame)
    {
        var original = Time(fields.Original, "originalTimestamp"u8, all)
            ?? Time(fields.Timestamp, "timestamp"u8, all);
        var sent = frame.SentAt ?? Time(fields.Sent, "sentAt"u8, all);
        var at = EventClock.Correct(original, sent, frame.ReceivedAt, out var isAhead);
        IsAhead = isAhead;
        if (at.UnixMs < 0) all.Fault("timestamp"u8, "is before 1970");
        return at;
    }

    static Instant? Time(JsonElement value, ReadOnlySpan<byte> name, EventObject all)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return null;
        if (value.ValueKind == JsonValueKind.String && TimeText.TryParse(value.GetString()!, out var at)) return at;
        all.Fault(name, "is no ISO 8601 time");
        return null;
    }

    static string MessageId(in CallFields fields, EventObject all, int index, in BodyFrame frame)
    {
        var id = fields.Message.ValueKind == JsonValueKind.Undefined ? null
            : all.TextOf(fields.Message, "messageId"u8, TrackingLimits.CallBytes);
        if (id is null) return index < 0 ? frame.BodyId.Value : $"{frame.BodyId.Value}-{index}";
        return id.Length < MessageIdLength ? id
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
    }

    CustomerKeySet? Who(TrackingCall call, in CallFields fields, EventObject all)
    {
        if (call == TrackingCall.Merge && fields.Merged.ValueKind != JsonValueKind.Undefined)
            return MergedKeys.Read(fields.Merged, all, faults);
        var who = new CustomerKeySet
        {
            External = Key(fields.CustomerNumber, "userId"u8, all),
            Anonymous = Key(fields.Anonymous, "anonymousId"u8, all),
            Phone = traits.Phone,
        };
        who = who with { Email = KeyText.Written(CustomerKeyKind.Email, traits.Email) ?? who.External };
        if (who is { External: null, Anonymous: null } && !(who.Email is not null && IsNamedByEmail(call, fields)))
        {
            if (faults.First is not null) return null;
            // A refund is whoever's the order is that it names.
            if (IsOfOrder(call, fields)) return new CustomerKeySet { Id = CustomerId.Nobody };
            FaultNobody(fields);
            return null;
        }
        var previous = call is TrackingCall.Alias or TrackingCall.Merge
            ? Required(fields.Previous, "previousId"u8, all) : null;
        if (call is TrackingCall.Alias or TrackingCall.Merge && who.External is null)
            faults.Add("missing_id", "userId", "is missing: an alias says whose the previous id is", ReadSpecification);
        if (call == TrackingCall.Group) Required(fields.Group, "groupId"u8, all);
        return previous is null ? who : who with { Previous = [previous] };
    }

    // Of a message the address says who; and where a program wrote a placeholder for who somebody is, it still wrote
    // the address.
    static bool IsNamedByEmail(TrackingCall call, in CallFields fields) => IsSent(fields.CustomerNumber)
        || IsSent(fields.Anonymous) || (call == TrackingCall.Track && fields.Event.ValueKind == JsonValueKind.String
            && EventNames.Find(fields.Event.GetString()!).Use is EventUse.Email or EventUse.Contact);

    static bool IsOfOrder(TrackingCall call, in CallFields fields) =>
        call == TrackingCall.Track && fields.Event.ValueKind == JsonValueKind.String
        && EventNames.Find(fields.Event.GetString()!).Use is EventUse.OrderRefunded or EventUse.OrderCancelled;

    static bool IsSent(JsonElement key) => key.ValueKind != JsonValueKind.Undefined;

    void FaultNobody(in CallFields fields)
    {
        if (IsSent(fields.CustomerNumber) || IsSent(fields.Anonymous))
            faults.Add("missing_id", "", "names nobody: its userId or anonymousId is what stands where one is missing",
                "Send it only where the customer is known, and anonymousId otherwise.");
        else faults.Add("missing_id", "", "has neither userId nor anonymousId", "Send one of them, or both.");
    }

    string? Required(JsonElement value, ReadOnlySpan<byte> name, EventObject all)
    {
        var key = KeyText.Written(CustomerKeyKind.External, Key(value, name, all));
        if (key is null) faults.Add("missing_id", Encoding.UTF8.GetString(name), "is missing", ReadSpecification);
        return key;
    }

    // Yes and no are what a program's comparison left behind, and nobody's key.
    static string? Key(JsonElement value, ReadOnlySpan<byte> name, EventObject all) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.True or JsonValueKind.False ? null
            : all.TextOf(value, name, TrackingLimits.KeyLength);
}
