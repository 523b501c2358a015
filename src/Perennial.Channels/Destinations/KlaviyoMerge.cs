using System.Text.Json;
using Perennial.Channels.Outgoing;

namespace Perennial.Channels.Destinations;

/// <summary>Makes two profiles of Klaviyo's one, where they turned out to be one person's.</summary>
/// <remarks>Source: Klaviyo API, merge profiles; only its own ids name them.</remarks>
sealed class KlaviyoMerge(
    Func<HttpMethod, string, ReadOnlyMemory<byte>?, CancellationToken, Task<Answer>> send, string identity)
{
    /// <summary>Merges the profile of a customer who has become another into that one's.</summary>
    public async Task Send(OutgoingChange change, int place, SendResult result, CancellationToken cancel)
    {
        if (await Find(change.Identity, place, result, cancel) is not { } former) return;
        if (former.Length == 0)
        {
            result.Set(place, Outcome.Delivered);
            return;
        }
        if (await Find(change.MergedInto!.Identity, place, result, cancel) is not { } other) return;
        if (other.Length == 0)
        {
            result.Set(place, Outcome.Retry("Klaviyo does not know yet whom the customer has become."));
            return;
        }
        if (other == former) result.Set(place, Outcome.Delivered);
        else if (await Taken(send(HttpMethod.Post, "/api/profile-merge", Body(former, other), cancel), place, result)
            is not null) result.Set(place, Outcome.Delivered);
    }

    // Klaviyo's own id of a profile; empty where there is none, null where it did not say.
    async Task<string?> Find(string key, int place, SendResult result, CancellationToken cancel)
    {
        if (key.Length == 0) return "";
        var text = key.Replace("\\", "\\\\").Replace("\"", "\\\"");
        var filter = Uri.EscapeDataString($"equals({identity},\"{text}\")");
        var path = $"/api/profiles?filter={filter}";
        if (await Taken(send(HttpMethod.Get, path, null, cancel), place, result) is not { } answer) return null;
        var json = answer.Json();
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("data", out var data)
            && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0
            ? data[0].GetProperty("id").GetString() : "";
    }

    static async Task<Answer?> Taken(Task<Answer> asked, int place, SendResult result)
    {
        var answer = await asked;
        if (answer.IsSuccess) return answer;
        if (answer.Closed is { } closed) result.Close(closed);
        else result.Set(place, answer.Outcome);
        return null;
    }

    static ReadOnlyMemory<byte> Body(string former, string other) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        data = new
        {
            type = "profile-merge", id = other,
            relationships = new { profiles = new { data = new[] { new { type = "profile", id = former } } } },
        },
    });
}
