using Perennial.Channels.Webhooks;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Engines;
using Perennial.Live;
using Perennial.Loops;
using Perennial.Watch;

namespace Perennial.Api.Webhooks;

/// <summary>Answers calls of stores and providers.</summary>
/// <param name="webhooks">Who may call.</param>
/// <param name="sinks">Where what they say goes.</param>
/// <param name="fetch">Calls a vendor's address to confirm a subscription.</param>
/// <param name="counts">Counts what came.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where refusals are logged, without personal data.</param>
/// <remarks>2xx means that everything in the call is committed, or is refused for good and counted. Only where the shop
/// itself cannot take it now is the answer 503, and the vendor comes again.</remarks>
sealed partial class WebhookDoor(
    WebhookSet webhooks, WebhookSinks sinks, FetchFile fetch, IntakeCounts counts, TimeProvider time,
    ILogger<WebhookDoor> log)
{
    /// <summary>The longest body that is read.</summary>
    public const int MostBytes = 1 << 20;

    static readonly Refusal Unknown = new("unknown_key", "No source has the address of a webhook that was called.",
        "Compare the vendor's settings with the addresses that perennial sources lists.");

    readonly Seldom busy = new(time);

    public async Task<IResult> Answer(string kind, string name, HttpRequest http, CancellationToken cancel)
    {
        var now = Instant.From(time.GetUtcNow());
        // A name that nobody gave is the caller's text: it is neither counted apart nor logged.
        var door = "";
        try
        {
            if (webhooks.Find(kind, name) is not { } found)
            {
                counts.Refused(door, Unknown, now);
                return Results.NotFound();
            }
            door = $"{kind}/{name}";
            // Its secrets are read when it is first called.
            var webhook = found.Value;
            if (await Body(http, cancel) is not { } body)
                return Refuse(door, now, 413, "too_large", $"The body is longer than {MostBytes} bytes.");
            return await Answer(webhook, door, Request(http, body, now), cancel);
        }
        catch (BadInputException bad)
        {
            // What comes again is counted when it does.
            if (bad is not StoreAwayException && busy.May()) LogBusy(door, bad.Message);
            http.HttpContext.Response.Headers.RetryAfter = "5";
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        catch (BadHttpRequestException cut)
        {
            return Results.StatusCode(cut.StatusCode);
        }
    }

    async Task<IResult> Answer(Webhook webhook, string door, WebhookRequest request, CancellationToken cancel)
    {
        var now = request.ReceivedAt;
        if (webhook.IsPing(request)) return Results.Ok();
        if (!await webhook.IsGenuine(request, cancel))
            return Refuse(door, now, 401, "bad_signature", "The call is not signed as its source's calls are.");
        var reading = webhook.Read(request);
        if (reading.Confirm is { } address && await fetch(address, cancel) is null)
            throw new BadInputException(door, "The subscription could not be confirmed.", "The vendor asks again.");
        await Take(webhook.Source.Source, door, reading, now, cancel);
        foreach (var refusal in reading.Refusals) Refused(door, refusal, now);
        if (reading.IsMalformed) return Results.StatusCode(webhook.MalformedStatus);
        var isNothing = reading.Events.Count + reading.Privacy.Count + reading.Products.Count == 0;
        if (webhook.IsOneThing && isNothing && reading.Refusals.Count > 0)
            return Results.StatusCode(webhook.MalformedStatus);
        return reading.Answer.Length == 0 ? Results.Ok() : Results.Text(reading.Answer, reading.AnswerType);
    }

    async Task Take(string source, string door, WebhookReading reading, Instant now, CancellationToken cancel)
    {
        var events = new List<IncomingEvent>(reading.Events.Count);
        foreach (var one in reading.Events) events.Add(await Named(one, source, cancel));
        if (events.Count > 0) await sinks.Events(door, events, cancel);
        if (reading.Products.Count > 0) await sinks.Products(reading.Products, source, cancel);
        foreach (var request in reading.Privacy)
        {
            if (request.Act == PrivacyAct.Erase) await sinks.Erasures(request.Who, source, cancel);
            else await sinks.DataRequests(request, source, cancel);
        }
        // Events are counted where they are committed. Of a call that held nothing of interest it is noted that it
        // came.
        counts.Taken(door, reading.Products.Count + reading.Privacy.Count, now);
    }

    // What became of an order that nobody has told of yet is nobody's until the order comes.
    async Task<IncomingEvent> Named(IncomingEvent one, string source, CancellationToken cancel)
    {
        if (one.Who is not { Id: null, External: null, Email: null, Phone: null, Anonymous: null }) return one;
        var owner = one.Change is { } change ? await sinks.Owner(source, change.Number, cancel) : null;
        return one with { Who = new CustomerKeySet { Id = owner ?? CustomerId.Nobody } };
    }

    IResult Refuse(string door, Instant now, int status, string reason, string problem)
    {
        Refused(door, new Refusal(reason, problem, "Compare the vendor's settings with those of the source."), now);
        return Results.StatusCode(status);
    }

    void Refused(string door, Refusal refusal, Instant now)
    {
        counts.Refused(door, refusal, now);
        LogRefusal(door, refusal.Reason, refusal.Problem);
    }

    static async Task<byte[]?> Body(HttpRequest http, CancellationToken cancel)
    {
        if (http.ContentLength > MostBytes) return null;
        var body = new byte[http.ContentLength ?? 16 * 1024];
        for (var length = 0; ;)
        {
            if (length == body.Length)
            {
                // Room for a byte more than was said: who says less than is sent is found out.
                if (length > MostBytes) return null;
                Array.Resize(ref body, Math.Min(MostBytes + 1, Math.Max(length + 1, length * 2)));
            }
            var read = await http.Body.ReadAsync(body.AsMemory(length), cancel);
            if (read == 0) return length > MostBytes ? null : body[..length];
            length += read;
        }
    }

    WebhookRequest Request(HttpRequest http, byte[] body, Instant now)
    {
        var path = http.PathBase.Add(http.Path).ToUriComponent() + http.QueryString.ToUriComponent();
        var addresses = new List<Uri>();
        foreach (var server in new[] { webhooks.Address.TrimEnd('/'), $"{http.Scheme}://{http.Host}" })
            if (server.Length > 0 && Uri.TryCreate(server + path, UriKind.Absolute, out var one)) addresses.Add(one);
        return new WebhookRequest
        {
            Body = body,
            ReceivedAt = now,
            Headers = http.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Addresses = addresses,
            Query = http.QueryString.Value ?? "",
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Door} refused ({Reason}): {Problem}")]
    partial void LogRefusal(string door, string reason, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Door} cannot be answered now: {Problem}")]
    partial void LogBusy(string door, string problem);
}
