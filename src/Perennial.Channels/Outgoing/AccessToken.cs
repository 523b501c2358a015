using System.Net.Http.Headers;
using System.Text.Json;

namespace Perennial.Channels.Outgoing;

/// <summary>A token that has to be fetched, lasts a while, and is fetched anew when it ends or is refused.</summary>
sealed class AccessToken(TimeProvider time, Func<CancellationToken, Task<Answer>> fetch)
{
    const double SecondsUnlessSaid = 1800;
    static readonly TimeSpan margin = TimeSpan.FromSeconds(60);

    string? token;
    DateTimeOffset validUntil;

    /// <summary>Sends a request with the token; once more with a new one where the token was refused.</summary>
    /// <param name="outbound">By which it is sent.</param>
    /// <param name="make">Makes the request: one can be sent only once.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<Answer> Send(Outbound outbound, Func<HttpRequestMessage> make, CancellationToken cancel)
    {
        var fresh = false;
        while (true)
        {
            if (token is null || time.GetUtcNow() >= validUntil)
            {
                if (await Fetch(cancel) is { } failure) return failure;
                fresh = true;
            }
            var request = make();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var answer = await outbound.Send(request, cancel);
            if (answer.Status != 401) return answer;
            token = null;
            if (fresh) return answer;
        }
    }

    // Null where it succeeded.
    async Task<Answer?> Fetch(CancellationToken cancel)
    {
        var answer = await fetch(cancel);
        if (!answer.IsSuccess)
        {
            // Refused credentials come as 400, too.
            return answer.Status is 400 or 401 or 403
                ? new Answer(401, answer.Body) { Headers = answer.Headers } : answer;
        }
        var json = answer.Json();
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("access_token", out var value)
            || value.GetString() is not { Length: > 0 } text) return new Answer(401, "");
        var seconds = json.TryGetProperty("expires_in", out var lasts) && lasts.TryGetDouble(out var said)
            ? said : SecondsUnlessSaid;
        token = text;
        validUntil = time.GetUtcNow() + TimeSpan.FromSeconds(seconds) - margin;
        return null;
    }
}
