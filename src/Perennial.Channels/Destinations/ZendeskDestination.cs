using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Perennial.Channels.Outgoing;

namespace Perennial.Channels.Destinations;

/// <summary>People in Zendesk, by jobs that are asked how they went.</summary>
/// <remarks>Source: Zendesk support API, create or update many; job statuses are kept for about an hour.</remarks>
sealed class ZendeskDestination : Destination
{
    // Fields of a person; whatever else is mapped is one of the account's own.
    static readonly HashSet<string> theirs =
        ["name", "email", "external_id", "phone", "notes", "details", "locale", "time_zone", "alias"];

    static readonly TimeSpan longestWait = TimeSpan.FromMinutes(5);

    readonly Outbound outbound;
    readonly Uri address;
    readonly TimeProvider time;
    readonly AuthenticationHeaderValue credentials;

    public ZendeskDestination(DestinationSettings settings, DestinationContext context) : base(settings)
    {
        time = context.Time;
        address = AddressGuard.Check(context.Required(settings, "url"), settings.Receiver);
        var (email, token) = (context.Required(settings, "email"), context.Required(settings, "token"));
        credentials = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{email}/token:{token}")));
        outbound = new Outbound(settings.Receiver, time);
    }

    public override async Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var result = new SendResult(batch.Count);
        var changed = Enumerable.Range(0, batch.Count).Where(i => !batch[i].IsGone).ToArray();
        if (changed.Length > 0)
        {
            var body = Body(batch, changed);
            await Job(Outbound.Json(HttpMethod.Post, new Uri(address, "/api/v2/users/create_or_update_many"), body),
                changed, result, cancel);
        }
        var gone = Enumerable.Range(0, batch.Count).Where(i => batch[i].IsGone).ToArray();
        if (gone.Length > 0 && result.Closed is null) await Remove(batch, gone, result, cancel);
        return result;
    }

    ReadOnlyMemory<byte> Body(IReadOnlyList<OutgoingChange> batch, int[] rows) => ChangeJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("users");
        foreach (var change in rows.Select(i => batch[i]))
        {
            json.WriteStartObject();
            json.WriteString(Settings.Identity!.To, change.Identity);
            // Nobody is created without a name.
            if (change["name"] is null) json.WriteString("name", change.Identity);
            foreach (var (name, value) in change.Fields.Where(field => theirs.Contains(field.Key)))
                if (name != "name" || value is not null) ChangeJson.Field(json, name, value);
            json.WriteStartObject("user_fields");
            foreach (var (name, value) in change.Fields.Where(field => !theirs.Contains(field.Key)))
                ChangeJson.Field(json, name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    async Task Job(HttpRequestMessage request, int[] rows, SendResult result, CancellationToken cancel)
    {
        var answer = await Send(request, cancel);
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
                foreach (var i in rows) result.Set(i, answer.Outcome);
                return;
            }
            var job = answer.Json().GetProperty("job_status");
            var state = job.GetProperty("status").GetString();
            if (state == "completed") Settle(job, rows, result);
            else if (state is "failed" or "killed" || time.GetElapsedTime(began) > longestWait)
                foreach (var i in rows) result.Set(i, Outcome.Retry($"Zendesk's job ended as {state}."));
            else
            {
                await Task.Delay(TimeSpan.FromSeconds(pause), time, cancel);
                var id = job.GetProperty("id").GetString()!;
                answer = await Send(new HttpRequestMessage(HttpMethod.Get,
                    new Uri(address, $"/api/v2/job_statuses/{Uri.EscapeDataString(id)}")), cancel);
                continue;
            }
            return;
        }
    }

    static void Settle(JsonElement job, int[] rows, SendResult result)
    {
        if (job.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Array)
        {
            foreach (var (order, one) in results.EnumerateArray().Index())
            {
                var place = one.TryGetProperty("index", out var index) && index.TryGetInt32(out var said)
                    ? said : order;
                if (place < 0 || place >= rows.Length) continue;
                // What goes with it may quote values; the name of the error does not.
                if (one.TryGetProperty("status", out var status) && status.GetString() == "Failed")
                {
                    var name = one.TryGetProperty("error", out var error) ? error.GetString() : "?";
                    result.Set(rows[place], Outcome.Refused($"Zendesk refused it: {name}."));
                }
            }
        }
        foreach (var i in rows)
            if (result.Outcomes[i].Kind == OutcomeKind.NotTried) result.Set(i, Outcome.Delivered);
    }

    async Task Remove(IReadOnlyList<OutgoingChange> batch, int[] rows, SendResult result, CancellationToken cancel)
    {
        foreach (var i in rows)
        {
            if (result.Closed is not null) return;
            var query = Uri.EscapeDataString($"{Settings.Identity!.To}:\"{batch[i].Identity.Replace("\"", "")}\"");
            var found = await Send(new HttpRequestMessage(HttpMethod.Get,
                new Uri(address, $"/api/v2/users/search?query={query}")), cancel);
            if (!Take(found, i, result)) continue;
            var id = found.Json().GetProperty("users").EnumerateArray()
                .Where(one => one.TryGetProperty(Settings.Identity.To, out var key)
                    && string.Equals(key.GetString(), batch[i].Identity, StringComparison.OrdinalIgnoreCase))
                .Select(one => one.GetProperty("id").GetRawText()).FirstOrDefault();
            if (id is not null)
            {
                var removed = await Send(new HttpRequestMessage(HttpMethod.Delete,
                    new Uri(address, $"/api/v2/users/{id}")), cancel);
                if (removed.Status != 404 && !Take(removed, i, result)) continue;
            }
            result.Set(i, Outcome.Delivered);
        }
    }

    static bool Take(Answer answer, int place, SendResult result)
    {
        if (answer.IsSuccess) return true;
        if (answer.Closed is { } closed) result.Close(closed);
        else result.Set(place, answer.Outcome);
        return false;
    }

    Task<Answer> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        request.Headers.Authorization = credentials;
        return outbound.Send(request, cancel);
    }

    public override void Dispose() => outbound.Dispose();
}
