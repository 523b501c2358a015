using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Perennial.Channels.Outgoing;

/// <summary>What came back on a request.</summary>
/// <param name="Status">The HTTP status; 0 where nothing came back.</param>
/// <param name="Body">The text that came; of a failed connection, what failed.</param>
public sealed record Answer(int Status, string Body)
{
    // Longer than any receiver may ask for: a day.
    static readonly TimeSpan longestWait = TimeSpan.FromDays(1);

    /// <summary>How long the receiver asks to wait; null where it did not say.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Its headers; null where nothing came back.</summary>
    public HttpResponseHeaders? Headers { get; init; }

    /// <summary>Whether it was taken.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether the same may be taken later: the network, too many, or a fault of theirs.</summary>
    public bool IsPassing => Status is 0 or 408 or 425 or 429 or 500 or 502 or 503 or 504;

    /// <summary>Whether the receiver as a whole is out of reach, rather than at odds with what was sent.</summary>
    public bool IsOutage => Status is 0 or 429 or 502 or 503 or 504;

    /// <summary>Whether it does not let us in, or is not there: somebody has to see to it.</summary>
    public bool IsLockedOut => Status is 401 or 403 or 404 or (>= 300 and < 400);

    /// <summary>What went wrong, for people. Bodies are not quoted: they may repeat personal data.</summary>
    public string Problem => Status switch
    {
        0 => Body,
        401 or 403 => $"It does not let us in (HTTP {Status}): look at its credentials.",
        404 => "Its address leads nowhere (HTTP 404).",
        >= 300 and < 400 => $"It wants us to go elsewhere (HTTP {Status}): set the final address.",
        429 => "It asks for fewer requests (HTTP 429).",
        _ => $"It answered HTTP {Status}.",
    };

    /// <summary>Why the receiver as a whole takes nothing; null where the answer is about what was sent.</summary>
    public Closed? Closed => IsOutage || IsLockedOut
        ? new Closed(Problem, After, MayBeTheChange: Status is 0 or 502 or 503 or 504) : null;

    /// <summary>What came of a change, where the answer is about it alone.</summary>
    public Outcome Outcome => IsSuccess ? Outcome.Delivered
        : IsPassing ? Outcome.Retry(Problem, After) : Outcome.Refused(Problem);

    /// <summary>A header's first value; null where it did not come.</summary>
    public string? Header(string name) =>
        Headers is not null && Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>The body as JSON; an undefined element where it is none.</summary>
    public JsonElement Json()
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The wait that a Retry-After header asks for, in either of its forms; null where it asks for none.
    /// </summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (!headers.TryGetValues("Retry-After", out var values)) return null;
        var text = values.First().Trim();
        TimeSpan? wait = null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds < longestWait.TotalSeconds) wait = TimeSpan.FromSeconds(seconds);
        else if (DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) wait = at - now;
        if (wait is null) return null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > longestWait ? longestWait : wait;
    }
}
