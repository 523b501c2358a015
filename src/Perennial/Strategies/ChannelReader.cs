using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Planning;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Reads channels.yaml.</summary>
sealed class ChannelReader(Mistakes mistakes)
{
    static readonly (string Word, ContactChannel Channel)[] channels =
    [
        ("email", ContactChannel.Email), ("sms", ContactChannel.Sms), ("call", ContactChannel.Call),
        ("letter", ContactChannel.Letter), ("ads", ContactChannel.Ad),
    ];

    static readonly string[] everywhere = ["provider", "from", "reply to", "postal address", "cost", "most", "budget"];

    static readonly Dictionary<string, string[]> own = new()
    {
        ["email"] = ["clicks", "opens"], ["sms"] = ["clicks"], ["call"] = ["minutes", "queues", "prospects"],
        ["letter"] = ["printer", "print", "transit"], ["ads"] = ["networks"],
    };

    public ShopChannels Read(YamlNode root)
    {
        var keys = new Keys(root, "a file of channels", mistakes, "channels", "tasks");
        var all = keys.Find("channels") is { } node
            ? new Keys(node, "the channels", mistakes, [.. channels.Select(one => one.Word), "webhook"]) : null;
        return new ShopChannels
        {
            Channels = all is null ? [] : [.. channels.Where(one => all.Has(one.Word)).Select(one =>
                all.Get<ChannelSettings?>(one.Word, value => Channel(one.Word, one.Channel, value), null))
                .OfType<ChannelSettings>()],
            Webhooks = all?.Get("webhook", Webhooks, new Dictionary<string, string>()) ?? new Dictionary<string,
                string>(),
            Tasks = keys.Get("tasks", Tasks, []),
        };
    }

    ChannelSettings Channel(string word, ContactChannel channel, YamlNode value)
    {
        var keys = new Keys(value, $"the channel {word}", mistakes, [.. everywhere, .. own[word]]);
        var minutes = keys.Find("minutes") is { } node
            ? new Keys(node, "minutes", mistakes, "reached", "not reached") : null;
        return new ChannelSettings(channel)
        {
            Provider = keys.Get<string?>("provider", WrittenValues.Text, null) ?? keys.Get<string?>("printer",
                WrittenValues.Text, null),
            From = keys.Get<string?>("from", WrittenValues.Text, null),
            ReplyTo = keys.Get<string?>("reply to", WrittenValues.Text, null),
            PostalAddress = keys.Get<string?>("postal address", WrittenValues.Text, null),
            Cost = keys.Get("cost", WrittenValues.Price, 0), Most = keys.List("most", WrittenTimes.Cap),
            BudgetCents = keys.Get<long?>("budget", Budget, null),
            MinutesReached = minutes?.Get("reached", WrittenValues.Whole(0, 600), 0) ?? 0,
            MinutesNotReached = minutes?.Get("not reached", WrittenValues.Whole(0, 600), 0) ?? 0,
            Queues = keys.Get("queues", Queues, []),
            Prospects = keys.Get("prospects", WrittenValues.OneOf(("after customers", "after customers"),
                ("between by value", "between by value"), ("before", "before")), "after customers"),
            PrintDays = keys.Get("print", WrittenValues.Days, 0),
            TransitDays = keys.Get("transit", one => OccasionReader.ByCountry(one, WrittenValues.Days),
                new Dictionary<string, int>()),
            Networks = keys.List("networks", WrittenValues.Text),
            TracksClicks = keys.Get("clicks", Tracks, false), TracksOpens = keys.Get("opens", Tracks, false),
        };
    }

    static bool Tracks(YamlNode node) => WrittenValues.OneOf(("track", true), ("leave", false))(node);

    static long? Budget(YamlNode node)
    {
        const string month = " per month";
        var text = node.Text().Trim();
        if (text.EndsWith(month, StringComparison.Ordinal) && decimal.TryParse(text[..^month.Length],
            System.Globalization.NumberStyles.AllowDecimalPoint,
                System.Globalization.CultureInfo.InvariantCulture, out var money))
            return (long)(money * 100);
        throw node.Wrong($"\"{text}\" is no budget.", "Write 300.00 per month.");
    }

    IReadOnlyList<StaffQueue> Queues(YamlNode node) =>
    [
        .. node.Map("Queues have names.", "Write each with a colon.").Entries.Select(one =>
        {
            var keys = new Keys(one.Value, "a queue", mistakes, "most", "hours", "languages");
            return new StaffQueue(one.Key.Value)
            {
                Most = keys.List("most", WrittenTimes.Cap), Languages = keys.List("languages", WrittenValues.Text),
                Hours = keys.Get<OpenHours?>("hours", WrittenTimes.DaysAndHours, null),
            };
        }),
    ];

    IReadOnlyDictionary<string, string> Webhooks(YamlNode node)
    {
        var keys = new Keys(node, "a webhook", mistakes, "to");
        return keys.Get("to", to => to.Map("Programs have names.", "Write { crm: https://… }.").Entries
            .ToDictionary(one => one.Key.Value, one => one.Value.Text().Trim()), []);
    }

    IReadOnlyList<TaskSettings> Tasks(YamlNode node) =>
    [
        .. node.Map("Tasks have kinds.", "Write each with a colon.").Entries.Select(one =>
        {
            var keys = new Keys(one.Value, "a task", mistakes, "queue", "cost", "most");
            return new TaskSettings(one.Key.Value)
            {
                Queue = keys.Get("queue", WrittenValues.Name, ""), Cost = keys.Get("cost", WrittenValues.Price, 0),
                Most = keys.List("most", WrittenTimes.Cap),
            };
        }),
    ];
}
