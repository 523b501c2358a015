using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Perennial.Channels.Outgoing;

namespace Perennial.Channels.Destinations;

/// <summary>Any receiver of Standard Webhooks: signed messages of one or more changes each.</summary>
/// <remarks>
/// Each customer belongs to one of a few chains; a chain sends its messages one after the other, so that a customer's
/// changes arrive in order although messages travel side by side.
/// </remarks>
sealed class WebhookDestination : Destination
{
    const int Chains = 4;
    // Receivers are advised to take 20 KB; the envelope needs a little of it.
    const int LargestMessage = 18_000;

    readonly Outbound outbound;
    readonly WebhookSignature signature;
    readonly Uri address;
    readonly TimeProvider time;

    public WebhookDestination(DestinationSettings settings, DestinationContext context) : base(settings)
    {
        time = context.Time;
        address = AddressGuard.Check(context.Required(settings, "url"), settings.Receiver);
        signature = new WebhookSignature(context.All(settings, "secret"), $"destination '{settings.Name}', secret");
        outbound = new Outbound(settings.Receiver, time);
    }

    public override int MostAtOnce => Settings.BatchSize * Chains;

    public override async Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var result = new SendResult(batch.Count);
        var chains = Enumerable.Range(0, batch.Count)
            .GroupBy(i => batch[i].Customer.Shard(Chains))
            .Select(chain => SendChain(batch, [.. chain], result, cancel));
        await Task.WhenAll(chains);
        return result;
    }

    async Task SendChain(IReadOnlyList<OutgoingChange> batch, int[] chain, SendResult result, CancellationToken cancel)
    {
        foreach (var message in Messages(batch, chain))
        {
            if (result.Closed is not null) return;
            if (!await SendMessage(batch, message, result, cancel)) return;
        }
    }

    // Returns false where the chain must not go on.
    async Task<bool> SendMessage(
        IReadOnlyList<OutgoingChange> batch, Message message, SendResult result, CancellationToken cancel)
    {
        var answer = await Post(batch, message, cancel);
        if (answer.IsSuccess)
        {
            foreach (var i in message.Changes) result.Set(i, Outcome.Delivered);
            return true;
        }
        if (answer.Status == 410)
            result.Close(new Closed("It is gone (HTTP 410): it asked never to be called again.", IsFinal: true));
        else if (answer.Closed is { } closed) result.Close(closed);
        else if (message.Changes.Length > 1) return await SendSingly(batch, message, result, cancel);
        else
        {
            result.Set(message.Changes[0], answer.Outcome);
            return !answer.IsPassing;
        }
        return false;
    }

    // One of them is at fault; the others need not suffer for it.
    async Task<bool> SendSingly(
        IReadOnlyList<OutgoingChange> batch, Message message, SendResult result, CancellationToken cancel)
    {
        foreach (var i in message.Changes)
        {
            var one = new Message([i], [Bytes(batch[i])]);
            if (!await SendMessage(batch, one, result, cancel)) return false;
        }
        return true;
    }

    Task<Answer> Post(IReadOnlyList<OutgoingChange> batch, Message message, CancellationToken cancel)
    {
        var body = Body(batch[message.Changes[0]], message);
        var id = Id(message.Changes.Select(i => batch[i].Key));
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var request = Outbound.Json(HttpMethod.Post, address, body);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signature.Sign(id, now, body.Span));
        return outbound.Send(request, cancel);
    }

    // The same changes make the same id, others another: a receiver that drops what it has seen loses nothing when a
    // message is put together anew.
    static string Id(IEnumerable<string> keys)
    {
        string[] all = [.. keys];
        if (all.Length == 1) return all[0];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', all)));
        return $"{all[0]}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    sealed record Message(int[] Changes, IReadOnlyList<ReadOnlyMemory<byte>> Bodies);

    IEnumerable<Message> Messages(IReadOnlyList<OutgoingChange> batch, int[] chain)
    {
        var (changes, bodies, size) = (new List<int>(), new List<ReadOnlyMemory<byte>>(), 0);
        foreach (var i in chain)
        {
            var body = Bytes(batch[i]);
            if (changes.Count == Settings.BatchSize || (changes.Count > 0 && size + body.Length > LargestMessage))
            {
                yield return new Message([.. changes], [.. bodies]);
                changes.Clear();
                bodies.Clear();
                size = 0;
            }
            changes.Add(i);
            bodies.Add(body);
            size += body.Length + 1;
        }
        if (changes.Count > 0) yield return new Message([.. changes], [.. bodies]);
    }

    static ReadOnlyMemory<byte> Body(OutgoingChange first, Message message) => ChangeJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("type", "customers.changed");
        json.WriteString("timestamp", first.At.ToString());
        json.WriteStartObject("data");
        json.WriteStartArray("changes");
        foreach (var body in message.Bodies) json.WriteRawValue(body.Span, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    ReadOnlyMemory<byte> Bytes(OutgoingChange change) => ChangeJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", change.Key);
        json.WriteString("customer_id", change.Customer.ToString());
        if (Settings.Identity is { } identity) json.WriteString(identity.To, change.Identity);
        json.WriteString("at", change.At.ToString());
        if (change.IsFirst) json.WriteBoolean("first", true);
        if (change.IsErased) json.WriteBoolean("erased", true);
        else
        {
            json.WriteStartObject("columns");
            foreach (var (name, value) in change.Fields) ChangeJson.Field(json, name, value);
            json.WriteEndObject();
        }
        if (change.MergedInto is { } other)
        {
            json.WriteStartObject("merged_into");
            json.WriteString("customer_id", other.Customer.ToString());
            if (Settings.Identity is { } known) json.WriteString(known.To, other.Identity);
            json.WriteEndObject();
        }
        ChangeJson.Segments(json, "entered", change.Entered);
        ChangeJson.Segments(json, "left", change.Left);
        if (change.Events.Count > 0) Events(json, change.Events);
        json.WriteEndObject();
    });

    static void Events(Utf8JsonWriter json, IReadOnlyList<OutgoingEvent> events)
    {
        json.WriteStartArray("events");
        foreach (var one in events)
        {
            json.WriteStartObject();
            json.WriteString("id", one.Id);
            json.WriteString("event", one.Name);
            json.WriteString("strategy", one.Strategy);
            json.WriteString("step", one.Step);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public override void Dispose() => outbound.Dispose();
}
