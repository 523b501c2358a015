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
        var gone = Enumerable.Range(0, batch.Count).Where(i => batch[i].IsGone).ToArray();
        var added = Enumerable.Range(0, batch.Count).Except(gone).ToArray();
        var rowsOf = Enumerable.Empty<int>().ToLookup(_ => "");
        if (IsUpsert)
        {
            if (await Keys(head, result, cancel) is not { } known) return result;
            rowsOf = known;
            var present = added.Where(i => rowsOf.Contains(batch[i].Identity)).ToArray();
            if (present.Length > 0) await Update(batch, present, head, rowsOf, result, cancel);
            added = [.. added.Except(present)];
        }
        if (added.Length > 0 && result.Closed is null) await Append(batch, added, head, result, cancel);
        if (gone.Length == 0 || result.Closed is not null) return result;
        if (!IsUpsert)
        {
            // Whoever is gone has as many rows as there were changes, the last of them from just now.
            if (await Keys(head, result, cancel) is not { } known) return result;
            rowsOf = known;
        }
        foreach (var i in gone.Where(i => !rowsOf.Contains(batch[i].Identity))) result.Set(i, Outcome.Delivered);
        gone = [.. gone.Where(i => rowsOf.Contains(batch[i].Identity))];
        if (gone.Length > 0) await Update(batch, gone, head, rowsOf, result, cancel);
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

    // In which rows each key stands, counted from 1.
    async Task<ILookup<string, int>?> Keys(List<string> head, SendResult result, CancellationToken cancel)
    {
        var column = Letters(head.IndexOf(Settings.Identity!.To));
        var answer = await Get($"/values/{Range($"{column}:{column}")}?majorDimension=COLUMNS", cancel);
        if (!Take(answer, result)) return null;
        return (Lists(answer).FirstOrDefault() ?? []).Index().Where(one => one.Index > 0 && one.Item.Length > 0)
            .ToLookup(one => one.Item, one => one.Index + 1);
    }

    async Task Update(IReadOnlyList<OutgoingChange> batch, int[] rows, List<string> head,
        ILookup<string, int> rowsOf, SendResult result, CancellationToken cancel)
    {
        var body = ChangeJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("valueInputOption", "RAW");
            json.WriteStartArray("data");
            foreach (var (change, row) in rows.Select(i => batch[i]).SelectMany(change => rowsOf[change.Identity]
                .Take(change.IsGone ? int.MaxValue : 1).Select(row => (change, row))))
            {
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

    // Columns that are not ours are skipped by null; ours without a value, and all of a customer who is gone, are
    // cleared.
    void Row(Utf8JsonWriter json, List<string> head, OutgoingChange change)
    {
        json.WriteStartArray();
        var fields = change.Fields.ToDictionary(field => field.Key, field => field.Value);
        foreach (var name in head)
        {
            if (change.IsGone) json.WriteStringValue("");
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
