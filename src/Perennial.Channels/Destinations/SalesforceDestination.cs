using System.Text.Json;
using Perennial.Channels.Outgoing;

namespace Perennial.Channels.Destinations;

/// <summary>Records of one object in Salesforce, found by an external id.</summary>
/// <remarks>Source: Salesforce REST API, sObject collections; Bulk API 2.0 for a first sync of many.</remarks>
sealed class SalesforceDestination : Destination
{
    const string DefaultVersion = "v62.0";
    const int ManyRows = 2000;
    static readonly TimeSpan limitWait = TimeSpan.FromMinutes(15);

    readonly Outbound outbound;
    readonly AccessToken token;
    readonly SalesforceBulk bulk;
    readonly Uri address;
    readonly string version;
    readonly string kind;

    public SalesforceDestination(DestinationSettings settings, DestinationContext context) : base(settings)
    {
        address = AddressGuard.Check(context.Required(settings, "url"), settings.Receiver);
        version = context.Optional(settings, "version") ?? DefaultVersion;
        kind = context.Optional(settings, "object") ?? "Contact";
        var (id, secret) = (context.Required(settings, "client_id"), context.Required(settings, "client_secret"));
        outbound = new Outbound(settings.Receiver, context.Time);
        token = new AccessToken(context.Time, cancel => outbound.Send(
            new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/services/oauth2/token"))
            {
                Content = new FormUrlEncodedContent(
                [
                    new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret),
                ]),
            }, cancel));
        bulk = new SalesforceBulk(Send, kind, settings, context.Time, version);
    }

    string ExternalId => Settings.Identity!.To;

    public override int MostFirstAtOnce => 10_000;

    public override async Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var result = new SendResult(batch.Count);
        var changed = Enumerable.Range(0, batch.Count).Where(i => !batch[i].IsGone).ToArray();
        foreach (var rows in changed.Chunk(Settings.BatchSize))
            if (result.Closed is null) await Upsert(batch, rows, result, cancel);
        foreach (var i in Enumerable.Range(0, batch.Count).Where(i => batch[i].IsGone))
            if (result.Closed is null) await Remove(batch[i], i, result, cancel);
        return result;
    }

    public override Task<SendResult> SendFirst(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel) =>
        batch.Count > ManyRows ? bulk.Send(batch, cancel) : Send(batch, cancel);

    async Task Upsert(IReadOnlyList<OutgoingChange> batch, int[] rows, SendResult result, CancellationToken cancel)
    {
        var answer = await Send(() => Outbound.Json(HttpMethod.Patch,
            Path($"composite/sobjects/{kind}/{ExternalId}"), Body(batch, rows)), cancel);
        if (Limit(answer) is { } limit) result.Close(limit);
        else if (answer.Closed is { } closed) result.Close(closed);
        else if (!answer.IsSuccess)
            foreach (var i in rows) result.Set(i, answer.Outcome);
        else if (answer.Json() is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() == rows.Length)
            foreach (var (place, item) in items.EnumerateArray().Index()) result.Set(rows[place], OutcomeOf(item));
        else result.Close(new Closed("Salesforce's answer cannot be understood."));
    }

    ReadOnlyMemory<byte> Body(IReadOnlyList<OutgoingChange> batch, int[] rows) => ChangeJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("allOrNone", false);
        json.WriteStartArray("records");
        foreach (var change in rows.Select(i => batch[i]))
        {
            json.WriteStartObject();
            json.WriteStartObject("attributes");
            json.WriteString("type", kind);
            json.WriteEndObject();
            json.WriteString(ExternalId, change.Identity);
            foreach (var (name, value) in change.Fields) ChangeJson.Field(json, name, value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    static Outcome OutcomeOf(JsonElement item)
    {
        if (item.TryGetProperty("success", out var success) && success.ValueKind == JsonValueKind.True)
            return Outcome.Delivered;
        var code = item.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
            && errors.GetArrayLength() > 0 && errors[0].TryGetProperty("statusCode", out var said)
            ? said.GetString() : null;
        return code is "UNABLE_TO_LOCK_ROW" or "SERVER_UNAVAILABLE" or "REQUEST_LIMIT_EXCEEDED"
            or "CANNOT_EXECUTE_FLOW_TRIGGER"
            ? Outcome.Retry($"Salesforce: {code}.") : Outcome.Refused($"Salesforce refused it: {code ?? "?"}.");
    }

    // A used-up allowance comes as 403, as missing rights do; only its code tells them apart.
    static Closed? Limit(Answer answer) =>
        answer.Status == 403 && answer.Body.Contains("REQUEST_LIMIT_EXCEEDED", StringComparison.Ordinal)
            ? new Closed("Salesforce's requests for today are used up.", limitWait) : null;

    async Task Remove(OutgoingChange change, int place, SendResult result, CancellationToken cancel)
    {
        var path = Path($"sobjects/{kind}/{ExternalId}/{Uri.EscapeDataString(change.Identity)}");
        var answer = await Send(() => new HttpRequestMessage(HttpMethod.Delete, path), cancel);
        if (answer.Status == 404) result.Set(place, Outcome.Delivered);
        else if (Limit(answer) is { } limit) result.Close(limit);
        else if (answer.Closed is { } closed) result.Close(closed);
        else result.Set(place, answer.Outcome);
    }

    Uri Path(string rest) => new(address, $"/services/data/{version}/{rest}");

    Task<Answer> Send(Func<HttpRequestMessage> make, CancellationToken cancel) =>
        token.Send(outbound, () =>
        {
            var request = make();
            // Addresses that Salesforce gives are parts of its own.
            if (!request.RequestUri!.IsAbsoluteUri) request.RequestUri = new Uri(address, request.RequestUri);
            return request;
        }, cancel);

    public override void Dispose() => outbound.Dispose();
}
