using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Perennial.Channels.Outgoing;
using Perennial.Core;

namespace Perennial.Channels.Destinations;

/// <summary>Members of a list in Mailchimp. Who did not consent is never subscribed.</summary>
/// <remarks>Source: Mailchimp Marketing API 3.0, batch subscribe or unsubscribe.</remarks>
sealed class MailchimpDestination : Destination
{
    readonly Outbound outbound;
    readonly string address;
    readonly string list;
    readonly AuthenticationHeaderValue credentials;

    public MailchimpDestination(DestinationSettings settings, DestinationContext context) : base(settings)
    {
        var key = context.Required(settings, "key");
        var center = key.LastIndexOf('-') is >= 0 and var dash ? key[(dash + 1)..] : "";
        if (settings.Value("url") is null && !(center.Length > 0 && center.All(char.IsAsciiLetterOrDigit)))
        {
            throw new BadInputException($"destination '{settings.Name}', key",
                "The key does not end in its data centre.", "Use a whole key: it ends like -us21.");
        }
        address = AddressGuard.Check(
            context.Optional(settings, "url") ?? $"https://{center}.api.mailchimp.com", settings.Receiver)
            .ToString().TrimEnd('/') + "/3.0";
        list = context.Required(settings, "list");
        credentials = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"any:{key}")));
        outbound = new Outbound(settings.Receiver, context.Time);
    }

    public override async Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var result = new SendResult(batch.Count);
        var members = Enumerable.Range(0, batch.Count).Where(i => !batch[i].IsGone).ToArray();
        if (members.Length > 0) await Put(batch, members, result, cancel);
        foreach (var i in Enumerable.Range(0, batch.Count).Where(i => batch[i].IsGone))
            if (result.Closed is null) await Remove(batch[i], i, result, cancel);
        return result;
    }

    async Task Put(IReadOnlyList<OutgoingChange> batch, int[] rows, SendResult result, CancellationToken cancel)
    {
        var answer = await Send(HttpMethod.Post, $"/lists/{list}?skip_duplicate_check=true", Body(batch, rows), cancel);
        // It has no header for its limit, and a bare 403 may mean the same as 429.
        if (answer.Closed is { } closed) result.Close(closed);
        else if (!answer.IsSuccess)
            foreach (var i in rows) result.Set(i, answer.Outcome);
        else
        {
            var failed = Failed(answer);
            foreach (var i in rows)
            {
                result.Set(i, failed.TryGetValue(batch[i].Identity.ToLowerInvariant(), out var code)
                    ? Outcome.Refused($"Mailchimp refused it: {code}.") : Outcome.Delivered);
            }
        }
    }

    static ReadOnlyMemory<byte> Body(IReadOnlyList<OutgoingChange> batch, int[] rows) => ChangeJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("members");
        foreach (var change in rows.Select(i => batch[i]))
        {
            json.WriteStartObject();
            json.WriteString("email_address", change.Identity);
            json.WriteString("status", change.MayEmail switch
            {
                true => "subscribed",
                false => "unsubscribed",
                null => "transactional",
            });
            json.WriteStartObject("merge_fields");
            foreach (var (name, value) in change.Fields) ChangeJson.Field(json, name, value ?? "");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteBoolean("update_existing", true);
        json.WriteEndObject();
    });

    static Dictionary<string, string> Failed(Answer answer)
    {
        var failed = new Dictionary<string, string>();
        var body = answer.Json();
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("errors", out var errors)) return failed;
        foreach (var error in errors.EnumerateArray())
        {
            // Its message may hold the address; its code does not.
            if (error.GetProperty("email_address").GetString() is { } email)
                failed[email.ToLowerInvariant()] = error.TryGetProperty("error_code", out var code)
                    ? code.ToString() : "?";
        }
        return failed;
    }

    // Who is deleted for good can never be put on the list again; who is archived can.
    async Task Remove(OutgoingChange change, int place, SendResult result, CancellationToken cancel)
    {
        var path = $"/lists/{list}/members/{Hash(change.Identity)}";
        var answer = change.IsErased
            ? await Send(HttpMethod.Post, path + "/actions/delete-permanent", "{}"u8.ToArray(), cancel)
            : await Send(HttpMethod.Delete, path, "{}"u8.ToArray(), cancel);
        if (answer.Status == 404) result.Set(place, Outcome.Delivered);
        else if (answer.Closed is { } closed) result.Close(closed);
        else result.Set(place, answer.Outcome);
    }

    /// <summary>What Mailchimp calls a member by.</summary>
#pragma warning disable CA5351 // Theirs to choose; it names, and protects nothing.
    public static string Hash(string email) =>
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant())));
#pragma warning restore CA5351

    Task<Answer> Send(HttpMethod method, string path, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var request = Outbound.Json(method, new Uri(address + path), body);
        request.Headers.Authorization = credentials;
        return outbound.Send(request, cancel);
    }

    public override void Dispose() => outbound.Dispose();
}
