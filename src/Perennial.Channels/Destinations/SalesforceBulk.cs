using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Perennial.Channels.Files;
using Perennial.Channels.Outgoing;

namespace Perennial.Channels.Destinations;

/// <summary>Many records at once: a job that is given a CSV, works it off, and says which rows failed.</summary>
/// <remarks>Source: Salesforce Bulk API 2.0, ingest jobs.</remarks>
sealed class SalesforceBulk(
    Func<Func<HttpRequestMessage>, CancellationToken, Task<Answer>> send, string kind, DestinationSettings settings,
    TimeProvider time, string version)
{
    // Its way to say "no value"; an empty cell means "leave as it is".
    const string Null = "#N/A";
    static readonly TimeSpan longestWait = TimeSpan.FromMinutes(30);
    const double LongestPauseSeconds = 10;

    string ExternalId => settings.Identity!.To;

    /// <summary>Sends all rows as one job and waits for it.</summary>
    public async Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var answer = await Json(HttpMethod.Post, "", json =>
        {
            json.WriteString("object", kind);
            json.WriteString("operation", "upsert");
            json.WriteString("externalIdFieldName", ExternalId);
            json.WriteString("contentType", "CSV");
            json.WriteString("lineEnding", "LF");
        }, cancel);
        if (!answer.IsSuccess) return Failed(batch, answer);
        var id = answer.Json().GetProperty("id").GetString()!;
        var content = Csv(batch);
        answer = await send(() => new HttpRequestMessage(HttpMethod.Put, Path($"/{id}/batches"))
        {
            Content = new ReadOnlyMemoryContent(content) { Headers = { ContentType = new("text/csv") } },
        }, cancel);
        if (!answer.IsSuccess) return Failed(batch, answer);
        answer = await Json(HttpMethod.Patch, $"/{id}", json => json.WriteString("state", "UploadComplete"), cancel);
        if (!answer.IsSuccess) return Failed(batch, answer);
        return await Finished(id, cancel) switch
        {
            { IsSuccess: true } => await Results(id, batch, cancel),
            var failed => Failed(batch, failed),
        };
    }

    // A success once the job is done; else why it is not.
    async Task<Answer> Finished(string id, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        for (var pause = 0.2; ; pause = Math.Min(pause * 1.5, LongestPauseSeconds))
        {
            var answer = await send(() => new HttpRequestMessage(HttpMethod.Get, Path($"/{id}")), cancel);
            if (!answer.IsSuccess) return answer;
            var state = answer.Json().GetProperty("state").GetString();
            if (state == "JobComplete") return answer;
            if (state is "Failed" or "Aborted") return new Answer(0, $"Salesforce's job ended as {state}.");
            if (time.GetElapsedTime(began) > longestWait) return new Answer(0, "Salesforce's job does not end.");
            await Task.Delay(TimeSpan.FromSeconds(pause), time, cancel);
        }
    }

    async Task<SendResult> Results(string id, IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var result = new SendResult(batch.Count);
        foreach (var (name, outcome) in new (string, Func<string, Outcome>)[]
        {
            ("failedResults", error => Outcome.Refused($"Salesforce refused it: {error}.")),
            ("unprocessedrecords", _ => Outcome.Retry("Salesforce did not get to it.")),
        })
        {
            var answer = await send(() => new HttpRequestMessage(HttpMethod.Get, Path($"/{id}/{name}")), cancel);
            if (!answer.IsSuccess) return Failed(batch, answer);
            var placeOf = batch.Index().ToDictionary(one => one.Item.Identity, one => one.Index);
            foreach (var (identity, error) in Rows(answer.Body))
                if (placeOf.TryGetValue(identity, out var place)) result.Set(place, outcome(error));
        }
        result.SetRest(Outcome.Delivered);
        return result;
    }

    // External id and code of the error of each row of a result.
    List<(string Identity, string Error)> Rows(string csv)
    {
        var rows = new List<(string, string)>();
        if (csv.AsSpan().Trim().Length == 0) return rows;
        using var reader = CsvReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "results",
            new CsvOptions { Delimiter = ',', HasHeader = true });
        var header = reader.Header.ToList();
        var (identity, error) = (header.IndexOf(ExternalId), header.IndexOf("sf__Error"));
        while (identity >= 0 && reader.Read())
        {
            // CODE:message:field; the message may quote a value.
            rows.Add((reader.Text(identity), error < 0 ? "?" : reader.Text(error).Split(':')[0]));
        }
        return rows;
    }

    ReadOnlyMemory<byte> Csv(IReadOnlyList<OutgoingChange> batch)
    {
        var csv = new StringBuilder(Quoted(ExternalId));
        foreach (var field in settings.Mapping) csv.Append(',').Append(Quoted(field.To));
        csv.Append('\n');
        foreach (var change in batch)
        {
            csv.Append(Quoted(change.Identity));
            foreach (var field in settings.Mapping)
                csv.Append(',').Append(Quoted(FieldTransforms.Text(change[field.To]) ?? Null));
            csv.Append('\n');
        }
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"")}\"";

    static SendResult Failed(IReadOnlyList<OutgoingChange> batch, Answer answer) => SendResult.Of(
        batch.Count, answer.Closed is { } closed ? closed with { MayBeTheChange = false }
            : new Closed(answer.Problem, answer.After));

    Task<Answer> Json(HttpMethod method, string path, Action<Utf8JsonWriter> write, CancellationToken cancel)
    {
        var body = ChangeJson.Of(json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        });
        return send(() => new HttpRequestMessage(method, Path(path))
        {
            Content = new ReadOnlyMemoryContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        }, cancel);
    }

    Uri Path(string rest) => new($"/services/data/{version}/jobs/ingest{rest}", UriKind.Relative);
}
