using System.Text.Json;
using Perennial.Channels.Outgoing;

namespace Perennial.Channels.Destinations;

/// <summary>Profiles in Klaviyo, by import jobs. Consent is not touched.</summary>
/// <remarks>Source: Klaviyo API, revision 2026-07-15, bulk import of profiles.</remarks>
sealed class KlaviyoDestination : Destination
{
    const string Revision = "2026-07-15";
    const string JsonApi = "application/vnd.api+json";
    static readonly TimeSpan longestWait = TimeSpan.FromMinutes(10);

    static readonly HashSet<string> theirs =
    [
        "email", "phone_number", "external_id", "first_name", "last_name", "organization", "locale", "title", "image",
    ];

    static readonly HashSet<string> location =
        ["address1", "address2", "city", "country", "region", "zip", "timezone"];

    readonly Outbound outbound;
    readonly Uri address;
    readonly TimeProvider time;
    readonly string key;
    readonly string? list;
    readonly KlaviyoMerge merge;

    public KlaviyoDestination(DestinationSettings settings, DestinationContext context) : base(settings)
    {
        time = context.Time;
        address = AddressGuard.Check(context.Optional(settings, "url") ?? "https://a.klaviyo.com", settings.Receiver);
        key = context.Required(settings, "key");
        list = context.Optional(settings, "list");
        outbound = new Outbound(settings.Receiver, time);
        merge = new KlaviyoMerge(Send, settings.Identity!.To);
    }

    // A job for every single change would use up the allowance.
    public override TimeSpan Pace => TimeSpan.FromSeconds(5);

    public override async Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var result = new SendResult(batch.Count);
        var changed = Enumerable.Range(0, batch.Count).Where(i => !batch[i].IsGone).ToArray();
        if (changed.Length > 0) await Import(batch, changed, result, cancel);
        foreach (var i in Enumerable.Range(0, batch.Count).Where(i => batch[i].IsGone))
        {
            if (result.Closed is not null) break;
            if (batch[i].IsErased) await Erase(batch[i], i, result, cancel);
            else await merge.Send(batch[i], i, result, cancel);
        }
        return result;
    }

    async Task Import(IReadOnlyList<OutgoingChange> batch, int[] rows, SendResult result, CancellationToken cancel)
    {
        var answer = await Send(HttpMethod.Post, "/api/profile-bulk-import-jobs", Body(batch, rows), cancel);
        var began = time.GetTimestamp();
        for (var pause = 0.1; ; pause = Math.Min(pause * 1.5, 5))
        {
            if (answer.Closed is { } closed)
            {
                result.Close(closed);
                return;
            }
            if (!answer.IsSuccess)
            {
                await Refused(batch, rows, answer, result, cancel);
                return;
            }
            var job = answer.Json().GetProperty("data");
            var id = Uri.EscapeDataString(job.GetProperty("id").GetString()!);
            var state = job.TryGetProperty("attributes", out var said) && said.TryGetProperty("status", out var status)
                ? status.GetString() : "queued";
            if (state == "complete")
            {
                await Errors(id, batch, rows, result, cancel);
                return;
            }
            if (state == "cancelled" || time.GetElapsedTime(began) > longestWait)
            {
                foreach (var i in rows) result.Set(i, Outcome.Retry($"Klaviyo's job ended as {state}."));
                return;
            }
            await Task.Delay(TimeSpan.FromSeconds(pause), time, cancel);
            answer = await Send(HttpMethod.Get, $"/api/profile-bulk-import-jobs/{id}", null, cancel);
        }
    }

    // A job is refused as a whole where one profile of it is malformed: each on its own, then.
    async Task Refused(
        IReadOnlyList<OutgoingChange> batch, int[] rows, Answer answer, SendResult result, CancellationToken cancel)
    {
        if (rows.Length == 1 || answer.IsPassing)
        {
            foreach (var i in rows) result.Set(i, answer.Outcome);
            return;
        }
        foreach (var half in new[] { rows[..(rows.Length / 2)], rows[(rows.Length / 2)..] })
            if (result.Closed is null) await Import(batch, half, result, cancel);
    }

    async Task Errors(
        string id, IReadOnlyList<OutgoingChange> batch, int[] rows, SendResult result, CancellationToken cancel)
    {
        var path = $"/api/profile-bulk-import-jobs/{id}/import-errors";
        while (path is not null)
        {
            var answer = await Send(HttpMethod.Get, path, null, cancel);
            if (!answer.IsSuccess)
            {
                // What was imported may be imported again; what failed must not be forgotten.
                result.Close(answer.Closed ?? new Closed(answer.Problem, answer.After));
                return;
            }
            var page = answer.Json();
            foreach (var error in page.GetProperty("data").EnumerateArray())
            {
                var attributes = error.GetProperty("attributes");
                var code = attributes.TryGetProperty("code", out var said) ? said.GetString() : "?";
                if (Place(attributes, batch, rows) is { } place)
                    result.Set(place, Outcome.Refused($"Klaviyo refused it: {code}."));
            }
            path = page.TryGetProperty("links", out var links) && links.TryGetProperty("next", out var next)
                && Uri.TryCreate(next.GetString(), UriKind.Absolute, out var more) ? more.PathAndQuery : null;
        }
        foreach (var i in rows)
            if (result.Outcomes[i].Kind == OutcomeKind.NotTried) result.Set(i, Outcome.Delivered);
    }

    int? Place(JsonElement error, IReadOnlyList<OutgoingChange> batch, int[] rows)
    {
        if (!error.TryGetProperty("original_payload", out var payload)
            || !payload.TryGetProperty(Settings.Identity!.To, out var identity)) return null;
        var found = rows.Where(i => batch[i].Identity == identity.GetString()).ToList();
        return found.Count > 0 ? found[0] : null;
    }

    ReadOnlyMemory<byte> Body(IReadOnlyList<OutgoingChange> batch, int[] rows) => ChangeJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteString("type", "profile-bulk-import-job");
        json.WriteStartObject("attributes");
        json.WriteStartObject("profiles");
        json.WriteStartArray("data");
        foreach (var i in rows) Profile(json, batch[i]);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        if (list is not null)
        {
            json.WriteStartObject("relationships");
            json.WriteStartObject("lists");
            json.WriteStartArray("data");
            json.WriteStartObject();
            json.WriteString("type", "list");
            json.WriteString("id", list);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    });

    void Profile(Utf8JsonWriter json, OutgoingChange change)
    {
        json.WriteStartObject();
        json.WriteString("type", "profile");
        json.WriteStartObject("attributes");
        json.WriteString(Settings.Identity!.To, change.Identity);
        foreach (var (name, value) in change.Fields.Where(field => theirs.Contains(field.Key)))
            ChangeJson.Field(json, name, value);
        Part(json, "location", change.Fields.Where(field => location.Contains(field.Key)));
        Part(json, "properties",
            change.Fields.Where(field => !theirs.Contains(field.Key) && !location.Contains(field.Key)));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Part(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        json.WriteStartObject(name);
        foreach (var (field, value) in fields) ChangeJson.Field(json, field, value);
        json.WriteEndObject();
    }

    async Task Erase(OutgoingChange change, int place, SendResult result, CancellationToken cancel)
    {
        var body = ChangeJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("data");
            json.WriteString("type", "data-privacy-deletion-job");
            json.WriteStartObject("attributes");
            json.WriteStartObject("profile");
            json.WriteStartObject("data");
            json.WriteString("type", "profile");
            json.WriteStartObject("attributes");
            json.WriteString(Settings.Identity!.To, change.Identity);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
        var answer = await Send(HttpMethod.Post, "/api/data-privacy-deletion-jobs", body, cancel);
        if (answer.Status == 404) result.Set(place, Outcome.Delivered);
        else if (answer.Closed is { } closed) result.Close(closed);
        else result.Set(place, answer.Outcome);
    }

    Task<Answer> Send(HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancel)
    {
        var where = new Uri(address, path);
        var request = body is { } bytes ? Outbound.Json(method, where, bytes, JsonApi)
            : new HttpRequestMessage(method, where);
        request.Headers.TryAddWithoutValidation("Authorization", $"Klaviyo-API-Key {key}");
        request.Headers.Add("revision", Revision);
        request.Headers.TryAddWithoutValidation("Accept", JsonApi);
        return outbound.Send(request, cancel);
    }

    public override void Dispose() => outbound.Dispose();
}
