using Microsoft.AspNetCore.WebUtilities;

namespace Perennial.Serving;

/// <summary>Problem and remedy of what the framework answers with a mere number.</summary>
static class StatusWords
{
    public static (string Problem, string Remedy) Of(HttpContext http) => http.Response.StatusCode switch
    {
        // Nothing else refuses before it is known which door is asked for.
        StatusCodes.Status400BadRequest when http.GetEndpoint() is null => (
            "The request names no host that is served here.",
            "Use the address that perennial serve prints, or have it serve this name too (--host)."),
        StatusCodes.Status401Unauthorized => (
            "Whoever sends this is not known here.", "Compare the sender's settings with those of perennial sources."),
        StatusCodes.Status404NotFound => ("Nothing is at this address.", "Compare it with the reference."),
        StatusCodes.Status405MethodNotAllowed => (
            $"{http.Request.Method} is nothing that this address takes.", $"Use {http.Response.Headers.Allow}."),
        StatusCodes.Status413PayloadTooLarge => ("What was sent is too large.", "Send less at a time."),
        StatusCodes.Status503ServiceUnavailable => ("Not now.", "Come again in a few seconds."),
        var status => ($"{ReasonPhrases.GetReasonPhrase(status)}.", "Compare the request with the reference."),
    };
}
