using System.Text;
using Perennial.Channels.Outgoing;

namespace Perennial.Channels.Destinations;

/// <summary>A channel in Slack: how many came into segments and left them, and are there no more. Numbers only,
/// nobody's name.</summary>
sealed class SlackDestination : Destination
{
    const int MostLines = 45;

    readonly Outbound outbound;
    readonly Uri address;

    public SlackDestination(DestinationSettings settings, DestinationContext context) : base(settings)
    {
        address = AddressGuard.Check(context.Required(settings, "url"), settings.Receiver);
        outbound = new Outbound(settings.Receiver, context.Time);
    }

    public override bool IsIdempotent => false;

    public override TimeSpan Pace => TimeSpan.FromMinutes(1);

    public override async Task<SendResult> Send(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel)
    {
        var lines = Lines(batch);
        if (lines.Count == 0) return SendResult.Of(batch.Count, Outcome.Delivered);
        var text = new StringBuilder(string.Join('\n', lines.Take(MostLines)));
        if (lines.Count > MostLines) text.Append($"\nand {lines.Count - MostLines} more lines");
        var body = ChangeJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("text", text.ToString());
            json.WriteEndObject();
        });
        var answer = await outbound.Send(Outbound.Json(HttpMethod.Post, address, body), cancel);
        if (answer.Status is 403 or 404 or 410)
        {
            // The channel is archived, or the address was withdrawn: it never comes back.
            return SendResult.Of(batch.Count,
                new Closed($"Slack does not take messages here any more (HTTP {answer.Status}).", IsFinal: true));
        }
        return answer.Closed is { } closed ? SendResult.Of(batch.Count, closed with { MayBeTheChange = false })
            : SendResult.Of(batch.Count, answer.Outcome);
    }

    // That everybody is here already is no news.
    public override Task<SendResult> SendFirst(IReadOnlyList<OutgoingChange> batch, CancellationToken cancel) =>
        Task.FromResult(SendResult.Of(batch.Count, Outcome.Delivered));

    static List<string> Lines(IReadOnlyList<OutgoingChange> batch)
    {
        var counts = new SortedDictionary<string, (int Entered, int Left)>(StringComparer.Ordinal);
        foreach (var change in batch)
        {
            foreach (var segment in change.Entered) Add(segment, 1, 0);
            foreach (var segment in change.Left) Add(segment, 0, 1);
        }
        var lines = counts.Select(one => $"*{Escape(one.Key)}*: {Words(one.Value)}").ToList();
        Say(batch.Count(change => change.MergedInto is not null), "became another");
        Say(batch.Count(change => change.IsErased), "erased");
        return lines;

        void Say(int customers, string what)
        {
            if (customers > 0) lines.Add($"{customers} {(customers == 1 ? "customer" : "customers")} {what}");
        }

        void Add(string segment, int entered, int left)
        {
            var known = counts.GetValueOrDefault(segment);
            counts[segment] = (known.Entered + entered, known.Left + left);
        }
    }

    static string Words((int Entered, int Left) count) => string.Join(", ", new[]
    {
        count.Entered > 0 ? $"{count.Entered} entered" : "", count.Left > 0 ? $"{count.Left} left" : "",
    }.Where(word => word.Length > 0));

    static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    public override void Dispose() => outbound.Dispose();
}
