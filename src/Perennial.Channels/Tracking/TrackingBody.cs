using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>One request's body: parsed first, for the key that may stand in it, then read into events.</summary>
public sealed class TrackingBody : IDisposable
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = TrackingLimits.BodyDepth };

    readonly JsonDocument document;
    readonly ReadOnlyMemory<byte> text;
    readonly TrackingCall call;

    TrackingBody(JsonDocument document, ReadOnlyMemory<byte> text, TrackingCall call)
    {
        this.document = document;
        this.text = text;
        this.call = call;
    }

    /// <summary>Parses a body; null where it is no JSON object, or too large.</summary>
    /// <param name="body">Its bytes, unpacked; they must stay as they are until this is disposed of.</param>
    /// <param name="call">What the path says it is.</param>
    /// <param name="refusal">Why it was not taken.</param>
    public static TrackingBody? Parse(ReadOnlyMemory<byte> body, TrackingCall call, out Refusal? refusal)
    {
        var most = call == TrackingCall.Batch ? TrackingLimits.BatchBytes : TrackingLimits.CallBytes;
        if (body.Length > most)
        {
            refusal = new Refusal("too_large", $"the body has more than {most / 1024} KB",
                call == TrackingCall.Batch ? "Send fewer calls at a time." : "Send less with the call.");
            return null;
        }
        refusal = new Refusal("invalid_json", "the body is no JSON object", "Send one object, in UTF-8.");
        if (body.Span.StartsWith("\uFEFF"u8)) body = body[3..];
        if (!Utf8.IsValid(body.Span)) return null;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, Options);
        }
        catch (JsonException)
        {
            return null;
        }
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            refusal = null;
            return new TrackingBody(document, body, call);
        }
        document.Dispose();
        return null;
    }

    /// <summary>The write key in the body, or null.</summary>
    public string? WriteKey => Text("writeKey"u8);

    /// <summary>Reads every call.</summary>
    /// <param name="source">The source that the write key stands for; part of every fact's id.</param>
    /// <param name="receivedAt">When the request was received.</param>
    /// <param name="attributes">The attributes that the shop keeps; null for those of every shop.</param>
    public TrackingResult Read(string source, Instant receivedAt, AttributeSet? attributes = null)
    {
        var reader = new CallReader(attributes ?? AttributeSet.Everywhere);
        var root = document.RootElement;
        var bodyId = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(text.Span)[..16]));
        if (call != TrackingCall.Batch)
            return One(reader, root, new BodyFrame(source, receivedAt, null, default, bodyId));
        var batch = Find("batch"u8);
        if (batch.ValueKind != JsonValueKind.Array)
            return Whole("invalid_json", "batch is no list of calls", "Send {\"batch\": [...]}.");
        if (batch.GetArrayLength() == 0)
            return Whole("missing_event", "batch is empty", "Send nothing where there is nothing to send.");
        if (batch.GetArrayLength() > TrackingLimits.Calls)
            return Whole("too_many", $"batch has more than {TrackingLimits.Calls} calls", "Send fewer at a time.");
        var context = Find("context"u8);
        if (context.ValueKind == JsonValueKind.Object
            && JsonScan.Problem(JsonMarshal.GetRawUtf8Value(context)) is { } problem)
            return Whole("invalid_json", $"context {problem}", "Send text as whole characters.");
        Instant? sentAt = Text("sentAt"u8) is { } sent && TimeText.TryParse(sent, out var at) ? at : null;
        return All(reader, batch, new BodyFrame(source, receivedAt, sentAt, context, bodyId));
    }

    TrackingResult One(CallReader reader, JsonElement root, in BodyFrame frame)
    {
        return reader.Read(call, root, JsonMarshal.GetRawUtf8Value(root), -1, frame) is { } made
            ? new TrackingResult([made], [], reader.IsAhead ? 1 : 0) { LeftOut = [.. reader.LeftOut] }
            : new TrackingResult([], [reader.Refusal], 0);
    }

    static TrackingResult All(CallReader reader, JsonElement batch, in BodyFrame frame)
    {
        var events = new List<IncomingEvent>(batch.GetArrayLength());
        List<Refusal>? refusals = null, leftOut = null;
        var (index, ahead) = (0, 0);
        foreach (var item in batch.EnumerateArray())
        {
            if (reader.Read(TrackingCall.Batch, item, JsonMarshal.GetRawUtf8Value(item), index++, frame) is { } made)
            {
                events.Add(made);
                if (reader.IsAhead) ahead++;
                if (reader.LeftOut.Count > 0) (leftOut ??= []).AddRange(reader.LeftOut);
            }
            else (refusals ??= []).Add(reader.Refusal);
        }
        return new TrackingResult(events, (IReadOnlyList<Refusal>?)refusals ?? [], ahead)
        {
            LeftOut = (IReadOnlyList<Refusal>?)leftOut ?? [],
        };
    }

    static TrackingResult Whole(string reason, string problem, string remedy) =>
        new([], [new Refusal(reason, problem, remedy)], 0);

    // Half a surrogate pair is no text.
    string? Text(ReadOnlySpan<byte> name)
    {
        var value = Find(name);
        if (value.ValueKind != JsonValueKind.String) return null;
        return JsonScan.Problem(JsonMarshal.GetRawUtf8Value(value)) is null ? value.GetString() : null;
    }

    // Names as they stand: among them may be one that is no text, which JsonElement would stumble over.
    JsonElement Find(ReadOnlySpan<byte> name)
    {
        var found = default(JsonElement);
        foreach (var field in document.RootElement.EnumerateObject())
            if (JsonMarshal.GetRawUtf8PropertyName(field).SequenceEqual(name)) found = field.Value;
        return found;
    }

    /// <summary>Gives its memory back.</summary>
    public void Dispose() => document.Dispose();
}
