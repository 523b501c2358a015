using Perennial.Channels.Tracking;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;
using Perennial.Data.Engines;
using Perennial.Live;
using Perennial.Loops;
using Perennial.Watch;

namespace Perennial.Api.Tracking;

/// <summary>
/// The tracking API: takes what trackers send, by Segment's and RudderStack's addresses, and answers 200 when it is
/// committed and on disk.
/// </summary>
/// <remarks>
/// Libraries send a list again after 5xx, 429 and 401, and drop it after 400. So a bad call within a list never fails
/// the others: they are taken, the answer is 200 and names what was not. Only a body of which nothing could be taken
/// is answered with 400.
/// </remarks>
sealed partial class TrackingDoor(RequestDelegate next, TrackingOptions options, ILogger<TrackingDoor> log)
{
    const int RetrySeconds = 5;
    const string NoSource = "";

    // Taken all the same, but worth knowing.
    static readonly Refusal ClockAhead = new(
        "clock_ahead", "timestamp is more than a day ahead: taken as of its receipt", "Set the sender's clock.");

    readonly Seldom seldom = new(options.Time);
    readonly SendingLimits limits = new(options.EventsPerSecond);

    public async Task Invoke(HttpContext context)
    {
        var path = context.Request.Path;
        try
        {
            if (TrackingPaths.Post(path) is { } posted) await Answer(context, posted);
            else if (TrackingPaths.Picture(path) is { } shown) await Show(context, shown);
            else await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The sender went away: nobody waits for an answer.
        }
    }

    async Task Answer(HttpContext context, TrackingCall call)
    {
        var request = context.Request;
        if (HttpMethods.IsOptions(request.Method))
        {
            CrossOrigin.AnswerPreflight(context);
            return;
        }
        CrossOrigin.Allow(context);
        if (!HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = "POST, OPTIONS";
            await TrackingAnswer.Refused(StatusCodes.Status405MethodNotAllowed,
                new Refusal("", "events are posted to this address", "Use POST.")).Write(context.Response);
            return;
        }
        var (body, status, problem) = await RequestBody.Read(request);
        if (body is null)
        {
            var reason = status == StatusCodes.Status413PayloadTooLarge ? "too_large" : "invalid_json";
            var refusal = new Refusal(reason, problem, "Send less at a time, as JSON, plain or packed by gzip.");
            await Refuse(NoSource, status, refusal).Write(context.Response);
            return;
        }
        using (body) await (await Take(context, call, body.Bytes)).Write(context.Response);
    }

    // Whoever shows a picture cannot do anything about an error: the picture is there in any case.
    async Task Show(HttpContext context, TrackingCall call)
    {
        if (HttpMethods.IsGet(context.Request.Method))
            await Take(context, call, PixelBody.Of(context.Request.Query) ?? []);
        context.Response.ContentType = "image/gif";
        context.Response.ContentLength = PixelBody.Gif.Length;
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(PixelBody.Gif);
    }

    async Task<TrackingAnswer> Take(HttpContext context, TrackingCall call, ReadOnlyMemory<byte> bytes)
    {
        var text = WriteKeys.OfRequest(context.Request);
        using var body = TrackingBody.Parse(bytes, call, out var unreadable);
        text ??= body?.WriteKey;
        TrackingKey? key;
        AttributeSet attributes;
        try
        {
            key = text is null ? null : options.FindKey(text);
            attributes = key is null ? AttributeSet.Everywhere : options.Attributes();
        }
        catch (Exception error)
        {
            // Out of reach, it is the store that is at fault: what is refused with 4xx would never come again.
            Say(error, "the look-up of write keys and attributes");
            return TrackingAnswer.Later(StatusCodes.Status503ServiceUnavailable, RetrySeconds,
                $"write keys and attributes cannot be looked up{Why(error)}");
        }
        if (body is null) return Refuse(key?.Source ?? NoSource, StatusCodes.Status400BadRequest, unreadable!);
        if (key is null)
        {
            var problem = text is null ? "there is no write key" : "the write key is not known";
            return Refuse(NoSource, StatusCodes.Status401Unauthorized, new Refusal("unknown_key", problem,
                "Send a key of scope track as Basic authorization, or as writeKey in the body."));
        }
        var now = Instant.From(options.Time.GetUtcNow());
        var result = body.Read(key.Source, now, attributes);
        var answer = await Write(key, result, context.RequestAborted);
        // What comes again is counted when it does.
        if (answer.RetrySeconds > 0) return answer;
        foreach (var refusal in result.Refusals.Concat(result.LeftOut))
            options.Counts.Refused(key.Source, refusal, now);
        options.Counts.Refused(key.Source, ClockAhead, now, result.ClockAhead);
        return answer;
    }

    async Task<TrackingAnswer> Write(TrackingKey key, TrackingResult result, CancellationToken cancel)
    {
        if (result.Events.Count == 0)
            return TrackingAnswer.Refused(StatusCodes.Status400BadRequest, result.Refusals);
        if (!limits.TryTake(key.Key, result.Events.Count, out var wait))
            return TrackingAnswer.Later(StatusCodes.Status429TooManyRequests, wait, "there are too many events");
        try
        {
            await options.Sink(key.Source, result.Events, cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            Say(error, "the writing of events");
            return TrackingAnswer.Later(
                StatusCodes.Status503ServiceUnavailable, RetrySeconds, $"the events could not be written{Why(error)}");
        }
        return result.Refusals.Count + result.LeftOut.Count == 0 ? TrackingAnswer.Taken
            : TrackingAnswer.Partly(result.Refusals, result.LeftOut);
    }

    TrackingAnswer Refuse(string source, int status, Refusal refusal)
    {
        options.Counts.Refused(source, refusal, Instant.From(options.Time.GetUtcNow()));
        return TrackingAnswer.Refused(status, refusal);
    }

    static string Why(Exception error) =>
        error is StoreAwayException away ? $" ({away.Fault.Words().ToLowerInvariant()})" : "";

    // That the store is away is said for everybody, and for this not once a request.
    void Say(Exception error, string what)
    {
        if (!Fault.IsExpected(error)) Fault.Report(log, what, error);
        else if (error is not StoreAwayException && seldom.May())
            LogRefused((error as BadInputException)?.Problem ?? Fault.Kind(error));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events have to come again: {Problem}")]
    partial void LogRefused(string problem);
}
