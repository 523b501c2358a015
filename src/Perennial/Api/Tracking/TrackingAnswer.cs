using System.Text.Json;
using Perennial.Core.Intake;

namespace Perennial.Api.Tracking;

/// <summary>What the tracking API answers.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Json">Body.</param>
/// <param name="RetrySeconds">When to come again; 0 for never.</param>
sealed record TrackingAnswer(int Status, byte[] Json, int RetrySeconds = 0)
{
    const int MostProblems = 10;

    /// <summary>Everything was taken.</summary>
    public static readonly TrackingAnswer Taken = new(StatusCodes.Status200OK, "{\"success\":true}"u8.ToArray());

    /// <summary>Some calls were taken, others not or not whole: to be looked at, not to be sent again.</summary>
    public static TrackingAnswer Partly(IReadOnlyList<Refusal> refusals, IReadOnlyList<Refusal> leftOut) =>
        new(StatusCodes.Status200OK, Problems([.. refusals, .. leftOut], taken: true, refusals.Count));

    /// <summary>Nothing was taken.</summary>
    public static TrackingAnswer Refused(int status, params IReadOnlyList<Refusal> refusals) =>
        new(status, Problems(refusals, taken: false));

    /// <summary>Nothing was taken; the same may be taken later.</summary>
    public static TrackingAnswer Later(int status, int seconds, string problem) => new(
        status, Problems([new Refusal("", problem, $"Send it again in {seconds} seconds.")], taken: false), seconds);

    /// <summary>Sends it.</summary>
    public Task Write(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = "application/json";
        response.ContentLength = Json.Length;
        if (RetrySeconds > 0) response.Headers.RetryAfter = RetrySeconds.ToString();
        if (Status == StatusCodes.Status429TooManyRequests)
            response.Headers["X-RateLimit-Reset"] = RetrySeconds.ToString();
        return response.Body.WriteAsync(Json, 0, Json.Length);
    }

    static byte[] Problems(IReadOnlyList<Refusal> refusals, bool taken, int refused = 0)
    {
        var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteBoolean("success", taken);
            if (taken) json.WriteNumber("refused", refused);
            else json.WriteString("error", Text(refusals[0]));
            if (taken || refusals.Count > 1)
            {
                json.WriteStartArray("problems");
                foreach (var refusal in refusals.Take(MostProblems)) json.WriteStringValue(Text(refusal));
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return body.ToArray();
    }

    static string Text(Refusal refusal) => $"{refusal.Problem}. {refusal.Remedy}";
}
