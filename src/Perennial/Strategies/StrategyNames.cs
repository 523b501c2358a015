using Perennial.Core.Attributes;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>An offer and the line of offers.yaml that says on which channels it may go; its first where none
/// does.</summary>
sealed record PlacedOffer(Offer Offer, int Line);

/// <summary>The names that strategies may use, and what is said of others.</summary>
sealed class StrategyNames
{
    public IReadOnlyList<PlacedOffer> Offers { get; init; } = [];

    public IReadOnlyList<string> Occasions { get; init; } = [];

    public IReadOnlyList<string> Lists { get; init; } = [];

    public ContactPolicies Policies { get; init; } = ContactPolicies.None;

    public ShopChannels Channels { get; init; } = ShopChannels.None;

    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>Filled while strategies are read, and asked behind the last.</summary>
    public Dictionary<string, YamlNode> Strategies { get; } = [];

    /// <summary>The attributes that the shop keeps.</summary>
    public AttributeSet Attributes { get; init; } = AttributeSet.Everywhere;

    public string DefaultTopic =>
        Policies.Topics.FirstOrDefault(topic => topic.IsDefault)?.Name
        ?? (Policies.Topics.Count > 0 ? Policies.Topics[0].Name : "");

    public string Topic(YamlNode node) => One(node, "topic", [.. Policies.Topics.Select(topic => topic.Name)],
        "Topics stand in policies.yaml.");

    public string Occasion(YamlNode node, string name) =>
        One(node, "occasion", Occasions, "Occasions stand in occasions.yaml.", name);

    public string List(YamlNode node) =>
        One(node, "list", Lists, "A list is lists/NAME.csv: customer, and a key a line.");

    public string Segment(YamlNode node) => One(node, "segment", Segments, "Segments stand in segments/.");

    public string Queue(YamlNode node) => One(node, "queue",
        [.. Channels.Of(ContactChannel.Call)?.Queues.Select(queue => queue.Name) ?? []],
        "Queues stand in channels.yaml, at call.");

    public string Webhook(YamlNode node) =>
        One(node, "webhook", [.. Channels.Webhooks.Keys], "Webhooks stand in channels.yaml.");

    public string Task(YamlNode node) =>
        One(node, "kind of task", [.. Channels.Tasks.Select(task => task.Kind)], "Tasks stand in channels.yaml.");

    public string Strategy(YamlNode node, string name) =>
        One(node, "strategy", Strategies.Keys, "Each stands in a file of its own.", name);

    static string One(
        YamlNode node, string what, IReadOnlyCollection<string> known, string where, string? name = null)
    {
        name ??= node.Text().Trim();
        return known.Contains(name) ? name
            : throw node.Wrong($"There is no {what} '{name}'.", $"{YamlChoice.Remedy(name, known)} {where}");
    }

    /// <summary>The offer that a contact names, checked against its channel.</summary>
    public string Offer(YamlNode node, ContactKind kind)
    {
        var name = node.Text().Trim();
        if (name == ContactContent.ThisMonths)
        {
            return Offers.Any(one => one.Offer.OfTheMonth) ? name : throw node.Wrong("No offer is of the month.",
                "Write 'of the month: yes' at one in offers.yaml.");
        }
        One(node, "offer", [.. Offers.Select(one => one.Offer.Name)], "Offers stand in offers.yaml.");
        var found = Offers.First(one => one.Offer.Name == name);
        if (kind.Channel() is not { } channel || found.Offer.MayGoBy(channel)) return name;
        throw node.Wrong($"The offer '{name}' may be promised by {Channels(found.Offer)} only (offers.yaml line "
            + $"{found.Line}), and this is {A(kind)}.", Nearest(found.Offer, channel) is { } near
            ? $"Nearest that may go by {By(channel)}: '{near}'." : $"None may go by {By(channel)} yet.");

        static string Channels(Offer offer) => string.Join(" and ", offer.OnlyOn.Select(By));
    }

    // Of the same kind and as much, as far as there is such a one.
    string? Nearest(Offer offer, ContactChannel channel) => Offers.Select(one => one.Offer)
        .Where(one => one.MayGoBy(channel) && one.Name != offer.Name)
        .OrderBy(one => one.Kind == offer.Kind ? 0 : 1).ThenBy(one => Math.Abs(one.Percent - offer.Percent))
        .ThenBy(one => one.OfTheMonth).ThenBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault()?.Name;

    static string By(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => "e-mail",
        ContactChannel.Sms => "text message",
        ContactChannel.Call => "phone",
        ContactChannel.Letter => "letter",
        _ => "advertisement",
    };

    static string A(ContactKind kind) => kind switch
    {
        ContactKind.Email => "an e-mail",
        ContactKind.Sms => "a text message",
        ContactKind.Call => "a call",
        ContactKind.Letter => "a letter",
        _ => "an advertisement",
    };
}
