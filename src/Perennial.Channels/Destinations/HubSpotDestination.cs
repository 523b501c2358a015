using System.Net.Http.Headers;
using System.Text.Json;
using Perennial.Channels.Outgoing;

namespace Perennial.Channels.Destinations;

/// <summary>Contacts in HubSpot, by batches that answer row by row.</summary>
/// <remarks>Source: HubSpot contacts API v3, batch/upsert.</remarks>
sealed class HubSpotDestination : Destination
{
    readonly Outbound outbound;
    readonly Uri address;
    readonly string token;

    public HubSpotDestination(DestinationSettings settings, DestinationContext context) : base(settings)
    {
        address = AddressGuard.Check(context.Optional(settings, "url") ?? "https://api.hubapi.com", settings.Receiver);
        token = context.Required(settings, "token");
        outbound = new Outbound(settings.Receiver, context.Time);
    }

    string Property => Settings.Identity!.To;

    public override async Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var result = new SendResult(batch.Count);
        var changed = Enumerable.Range(0, batch.Count).Where(i => !batch[i].IsGone).ToArray();
        if (changed.Length > 0) await Upsert(batch, changed, result, cancel);
        foreach (var i in Enumerable.Range(0, batch.Count).Where(i => batch[i].IsGone))
        {
            if (result.Closed is not null) break;
            if (batch[i].IsErased) await Erase(batch[i], i, result, cancel);
            else await Archive(batch[i], i, result, cancel);
        }
        return result;
    }

    async Task Upsert(
        IReadOnlyList<OutgoingChange> batch, int[] rows, SendResult result, CancellationToken cancel)
    {
        var answer = await Post("/crm/v3/objects/contacts/batch/upsert", Body(batch, rows), cancel);
        if (answer.Closed is { } closed) result.Close(closed);
        else if (answer.Status == 207 && Failed(answer, rows) is { } failed)
        {
            foreach (var i in rows) result.Set(i, failed.GetValueOrDefault(i, Outcome.Delivered));
        }
        else if (answer.IsSuccess && answer.Status != 207)
            foreach (var i in rows) result.Set(i, Outcome.Delivered);
        else if (rows.Length == 1) result.Set(rows[0], answer.Status == 207
            ? Outcome.Refused("HubSpot refused it.") : answer.Outcome);
        else
        {
            // It does not say which of them: each on its own.
            foreach (var i in rows)
                if (result.Closed is null) await Upsert(batch, [i], result, cancel);
        }
    }

    ReadOnlyMemory<byte> Body(IReadOnlyList<OutgoingChange> batch, int[] rows) => ChangeJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("inputs");
        foreach (var i in rows)
        {
            json.WriteStartObject();
            json.WriteString("id", batch[i].Identity);
            json.WriteString("idProperty", Property);
            json.WriteString("objectWriteTraceId", $"row-{i}");
            json.WriteStartObject("properties");
            json.WriteString(Property, batch[i].Identity);
            // An empty text clears a property; all properties travel as texts.
            foreach (var (name, value) in batch[i].Fields)
                json.WriteString(name, FieldTransforms.Text(value) ?? "");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    // Null where an error names no row.
    static Dictionary<int, Outcome>? Failed(Answer answer, int[] rows)
    {
        var failed = new Dictionary<int, Outcome>();
        var body = answer.Json();
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("errors", out var errors)) return null;
        foreach (var error in errors.EnumerateArray())
        {
            var category = error.TryGetProperty("category", out var said) ? said.GetString() : null;
            var outcome = category is "RATE_LIMITS" or "INTERNAL_ERROR"
                ? Outcome.Retry($"HubSpot: {category}.") : Outcome.Refused($"HubSpot refused it: {category ?? "?"}.");
            var named = error.TryGetProperty("context", out var context)
                && context.TryGetProperty("objectWriteTraceId", out var traces)
                ? traces.ValueKind == JsonValueKind.Array
                    ? [.. traces.EnumerateArray().Select(one => one.GetString())] : [traces.GetString()]
                : Array.Empty<string?>();
            int[] found = [.. rows.Where(i => named.Contains($"row-{i}"))];
            if (found.Length == 0) return null;
            foreach (var i in found) failed[i] = outcome;
        }
        return failed;
    }

    // What was one person twice: put away there, from where it can be brought back. Only their own id names it.
    async Task Archive(OutgoingChange change, int place, SendResult result, CancellationToken cancel)
    {
        var path = $"/crm/v3/objects/contacts/{Uri.EscapeDataString(change.Identity)}"
            + $"?idProperty={Uri.EscapeDataString(Property)}";
        var answer = await Send(new HttpRequestMessage(HttpMethod.Get, new Uri(address, path)), cancel);
        if (answer.IsSuccess && answer.Json() is { ValueKind: JsonValueKind.Object } found
            && found.TryGetProperty("id", out var id))
        {
            var theirs = Uri.EscapeDataString(id.ToString());
            answer = await Send(new HttpRequestMessage(
                HttpMethod.Delete, new Uri(address, $"/crm/v3/objects/contacts/{theirs}")), cancel);
        }
        Settle(answer, place, result);
    }

    static void Settle(Answer answer, int place, SendResult result)
    {
        if (answer.Status == 404) result.Set(place, Outcome.Delivered);
        else if (answer.Closed is { } closed) result.Close(closed);
        else result.Set(place, answer.Outcome);
    }

    async Task Erase(OutgoingChange change, int place, SendResult result, CancellationToken cancel)
    {
        var body = ChangeJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("objectId", change.Identity);
            json.WriteString("idProperty", Property);
            json.WriteEndObject();
        });
        Settle(await Post("/crm/v3/objects/contacts/gdpr-delete", body, cancel), place, result);
    }

    Task<Answer> Post(string path, ReadOnlyMemory<byte> body, CancellationToken cancel) =>
        Send(Outbound.Json(HttpMethod.Post, new Uri(address, path), body), cancel);

    Task<Answer> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return outbound.Send(request, cancel);
    }

    public override void Dispose() => outbound.Dispose();
}
