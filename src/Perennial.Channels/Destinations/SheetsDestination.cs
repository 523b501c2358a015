using System.Text.Json;
using Perennial.Channels.Outgoing;

namespace Perennial.Channels.Destinations;

/// <summary>A sheet of a Google spreadsheet: one row a customer, found by its key column, or one row a change.
/// </summary>
/// <remarks>Values are written RAW: nothing that a customer typed ever becomes a formula.</remarks>
sealed class SheetsDestination : Destination
{
    readonly Outbound outbound;
    readonly ServiceAccount account;
    readonly AccessToken token;
    readonly string address;
    readonly string sheet;

    public SheetsDestination(DestinationSettings settings, DestinationContext context) : base(settings)
    {
        account = new ServiceAccount(context.Required(settings, "credentials"), settings);
        outbound = new Outbound(settings.Receiver, context.Time);
        token = new AccessToken(context.Time, cancel =>
            outbound.Send(account.Request(context.Time.GetUtcNow()), cancel));
        var host = AddressGuard.Check(
            context.Optional(settings, "url") ?? "https://sheets.googleapis.com", settings.Receiver)
            .ToString().TrimEnd('/');
        address = $"{host}/v4/spreadsheets/{Uri.EscapeDataString(context.Required(settings, "spreadsheet"))}";
        sheet = $"'{context.Required(settings, "sheet").Replace("'", "''")}'";
    }

    bool IsUpsert => Settings.Mode == DestinationMode.Upsert;

    public override bool IsIdempotent => IsUpsert;

    // One reading and two writings for all that gathered: sixty requests a minute are all there are.
    public override TimeSpan Pace => TimeSpan.FromSeconds(5);

    public override async Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var result = new SendResult(batch.Count);
        if (await Head(result, cancel) is not { } head) return result;
        Dictionary<string, int> rowOf = [];
        if (IsUpsert)
        {
            if (await Keys(head, result, cancel) is not { } known) return result;
            rowOf = known;
        }
        var present = Enumerable.Range(0, batch.Count).Where(i => rowOf.ContainsKey(batch[i].Identity)).ToArray();
        var added = Enumerable.Range(0, batch.Count).Except(present).ToArray();
        foreach (var i in added.Where(i => batch[i].IsErased)) result.Set(i, Outcome.Delivered);
        added = [.. added.Where(i => !batch[i].IsErased)];
        if (present.Length > 0) await Update(batch, present, head, rowOf, result, cancel);
        if (added.Length > 0 && result.Closed is null) await Append(batch, added, head, result, cancel);
        return result;
    }

    // The names of the first row; ours that lack there are added behind them.
    async Task<List<string>?> Head(SendResult result, CancellationToken cancel)
    {
        var answer = await Get($"/values/{Range("1:1")}?majorDimension=ROWS", cancel);
        if (!Take(answer, result)) return null;
        List<string> head = [.. Lists(answer).FirstOrDefault() ?? []];
        string[] missing = [.. Names().Except(head)];
        if (missing.Length == 0) return head;
        head.AddRange(missing);
        var range = $"{sheet}!A1:{Letters(head.Count - 1)}1";
        var body = ChangeJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("range", range);
            json.WriteString("majorDimension", "ROWS");
            json.WriteStartArray("values");
            json.WriteStartArray();
            foreach (var name in head) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteEndObject();
        });
        var path = $"/values/{Uri.EscapeDataString(range)}?valueInputOption=RAW";
        answer = await Send(HttpMethod.Put, path, body, cancel);
        return Take(answer, result) ? head : null;
    }

    IEnumerable<string> Names() =>
        [.. Settings.Identity is { } identity ? new[] { identity.To } : [], .. Settings.Mapping.Select(one => one.To)];

    // In which row each key stands, counted from 1.
    async Task<Dictionary<string, int>?> Keys(List<string> head, SendResult result, CancellationToken cancel)
    {
        var column = Letters(head.IndexOf(Settings.Identity!.To));
        var answer = await Get($"/values/{Range($"{column}:{column}")}?majorDimension=COLUMNS", cancel);
        if (!Take(answer, result)) return null;
        var rowOf = new Dictionary<string, int>();
        foreach (var (i, key) in (Lists(answer).FirstOrDefault() ?? []).Index())
            if (i > 0 && key.Length > 0) rowOf.TryAdd(key, i + 1);
        return rowOf;
    }

    async Task Update(IReadOnlyList<OutgoingChange> batch, int[] rows, List<string> head,
        Dictionary<string, int> rowOf, SendResult result, CancellationToken cancel)
    {
        var body = ChangeJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("valueInputOption", "RAW");
            json.WriteStartArray("data");
            foreach (var change in rows.Select(i => batch[i]))
            {
                var row = rowOf[change.Identity];
                json.WriteStartObject();
                json.WriteString("range", $"{sheet}!A{row}:{Letters(head.Count - 1)}{row}");
                json.WriteString("majorDimension", "ROWS");
                json.WriteStartArray("values");
                Row(json, head, change);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
        Settle(await Send(HttpMethod.Post, "/values:batchUpdate", body, cancel), rows, result);
    }

    async Task Append(IReadOnlyList<OutgoingChange> batch, int[] rows, List<string> head, SendResult result,
        CancellationToken cancel)
    {
        var body = ChangeJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("majorDimension", "ROWS");
            json.WriteStartArray("values");
            foreach (var i in rows) Row(json, head, batch[i]);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        var path = $"/values/{Range("A1")}:append?valueInputOption=RAW&insertDataOption=INSERT_ROWS";
        Settle(await Send(HttpMethod.Post, path, body, cancel), rows, result);
    }

    // Columns that are not ours are skipped by null; ours without a value, and all of an erased customer, are cleared.
    void Row(Utf8JsonWriter json, List<string> head, OutgoingChange change)
    {
        json.WriteStartArray();
        var fields = change.Fields.ToDictionary(field => field.Key, field => field.Value);
        foreach (var name in head)
        {
            if (change.IsErased) json.WriteStringValue("");
            else if (name == Settings.Identity?.To) json.WriteStringValue(change.Identity);
            else if (fields.TryGetValue(name, out var value)) ChangeJson.Value(json, value ?? "");
            else json.WriteNullValue();
        }
        json.WriteEndArray();
    }

    static void Settle(Answer answer, int[] rows, SendResult result)
    {
        if (answer.Closed is { } closed) result.Close(closed);
        else
            foreach (var i in rows) result.Set(i, answer.Outcome);
    }

    // Whether a reading succeeded; if not, the whole sheet is closed for now.
    static bool Take(Answer answer, SendResult result)
    {
        if (answer.IsSuccess) return true;
        result.Close(answer.Closed ?? new Closed(answer.Problem, answer.After));
        return false;
    }

    static IEnumerable<List<string>> Lists(Answer answer)
    {
        var json = answer.Json();
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("values", out var lists)) yield break;
        foreach (var list in lists.EnumerateArray()) yield return [.. list.EnumerateArray().Select(one => $"{one}")];
    }

    string Range(string cells) => Uri.EscapeDataString($"{sheet}!{cells}");

    static string Letters(int column) =>
        column < 26 ? $"{(char)('A' + column)}" : Letters(column / 26 - 1) + Letters(column % 26);

    Task<Answer> Get(string path, CancellationToken cancel) => token.Send(outbound,
        () => new HttpRequestMessage(HttpMethod.Get, new Uri(address + path)), cancel);

    Task<Answer> Send(HttpMethod method, string path, ReadOnlyMemory<byte> body, CancellationToken cancel) =>
        token.Send(outbound, () => Outbound.Json(method, new Uri(address + path), body), cancel);

    public override void Dispose()
    {
        account.Dispose();
        outbound.Dispose();
    }
}
