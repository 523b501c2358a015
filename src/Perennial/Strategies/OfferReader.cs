using Perennial.Core.History;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Strategies;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Reads offers.yaml.</summary>
sealed class OfferReader(Mistakes mistakes)
{
    static readonly (string Key, OfferKind Kind)[] kinds =
    [
        ("percent off", OfferKind.PercentOff), ("amount off", OfferKind.AmountOff),
        ("free delivery", OfferKind.FreeDelivery), ("gift", OfferKind.Gift), ("price", OfferKind.Price),
    ];

    static readonly string[] others =
    [
        "offer", "title", "code", "codes", "warn below", "applies to", "orders", "least order", "from", "until",
        "valid for", "only on", "on site", "of the month", "stacks", "costs at most",
    ];

    /// <summary>The words for channels in offers.</summary>
    public static IReadOnlyList<(string Word, ContactChannel Channel)> Channels { get; } =
    [
        ("email", ContactChannel.Email), ("sms", ContactChannel.Sms), ("phone", ContactChannel.Call),
        ("letter", ContactChannel.Letter), ("ads", ContactChannel.Ad),
    ];

    public IReadOnlyList<PlacedOffer> Read(YamlNode root)
    {
        var keys = new Keys(root, "a file of offers", mistakes, "offers");
        var read = new List<(YamlNode At, Offer Offer)>();
        foreach (var (at, offer) in keys.List("offers", node => new At<Offer?>(node, OfferOf(node))))
        {
            if (offer is null) continue;
            if (read.Find(one => one.Offer.Name == offer.Name) is { At: { } twice })
                mistakes.Add(at.Wrong($"Two offers are called '{offer.Name}'.", $"The other is in line {twice.Line}."));
            else read.Add((at, offer));
        }
        var months = read.Where(one => one.Offer.OfTheMonth).OrderBy(one => one.Offer.From).ToList();
        foreach (var (before, after) in months.Zip(months.Skip(1)))
        {
            if (after.Offer.From > before.Offer.Until) continue;
            mistakes.Add(after.At.Wrong($"'{after.Offer.Name}' and '{before.Offer.Name}' are both of the month "
                + $"on {after.Offer.From:yyyy-MM-dd}.", "Let one begin when the other has ended."));
        }
        return [.. read.Select(one => new PlacedOffer(one.Offer,
            ((one.At as YamlMap)?.Find("only on") ?? one.At).Line))];
    }

    Offer? OfferOf(YamlNode node)
    {
        var keys = new Keys(node, "an offer", mistakes, [.. kinds.Select(one => one.Key), .. others]);
        var name = keys.Need("offer", WrittenValues.Name, "Write offer: and its name.");
        var from = keys.NeedValue("from", WrittenValues.Date, "Write its first day: from: 2026-01-01.");
        var until = keys.NeedValue("until", WrittenValues.Date, "Write its last day: until: 2026-12-31.");
        var present = keys.Present(kinds.Select(one => one.Key));
        if (present.Count != 1)
        {
            throw node.Wrong(present.Count == 0 ? "An offer gives something." : "An offer gives one thing; here are "
                + $"{string.Join(" and ", present.Select(one => $"'{one}'"))}.",
                $"Write one of {string.Join(", ", kinds.Select(one => one.Key))}.");
        }
        if (keys.Has("code") && keys.Has("codes"))
            throw keys.At("codes").Wrong("An offer has one code or a file of codes.", "Leave one out.");
        if (until < from) throw keys.At("until").Wrong("The offer ends before it begins.", "Write the later day here.");
        if (name is null || from is null || until is null) return null;
        return new Offer(name, kinds.First(one => one.Key == present[0]).Kind)
        {
            From = from.Value, Until = until.Value, Title = keys.Get("title", WrittenValues.Texts, Nothing),
            Percent = keys.Get("percent off", WrittenValues.Whole(1, 90), 0),
            AmountCents = keys.Get("amount off", WrittenValues.Money, 0),
            DeliveryCents = keys.Get("free delivery", DeliveryCost, null),
            Gift = keys.Get<string?>("gift", WrittenValues.Text, null),
            Prices = keys.Get("price", Prices, new Dictionary<string, long>()),
            Code = keys.Get<string?>("code", WrittenValues.Text, null),
            Codes = keys.Get<string?>("codes", WrittenValues.Text, null),
            WarnBelow = keys.Get("warn below", WrittenValues.Share, 0.2),
            AppliesTo = keys.Get("applies to", AppliesTo, "everything"),
            Orders = keys.Get("orders", WrittenValues.Whole(1, 1000), 1),
            LeastOrderCents = keys.Get("least order", WrittenValues.Money, 0),
            ValidFor = keys.Get<TimeLength?>("valid for", one => WrittenValues.Length(one), null),
            OnlyOn = keys.Get("only on", ChannelsOf, []),
            OnSite = keys.Get("on site", WrittenValues.YesNo, false),
            OfTheMonth = keys.Get("of the month", WrittenValues.YesNo, false),
            Stacks = keys.Get("stacks", WrittenValues.YesNo, false),
            CostsAtMostCents = keys.Get<long?>("costs at most", one => WrittenValues.Money(one), null),
        };
    }

    // What it costs otherwise may stand there instead of a yes.
    static long? DeliveryCost(YamlNode node) => node.Text().Trim() == "yes" ? null
        : node.Text().Trim() is "no" or "true" or "false"
            ? throw node.Wrong("An offer of free delivery says yes.", "Write yes, or what delivery costs: 4.90.")
            : WrittenValues.Money(node);

    static Dictionary<string, string> Nothing { get; } = [];

    static Dictionary<string, long> Prices(YamlNode node) =>
        node.Map("A price is a product's.", "Write price: { ROS-03: 39.00 }.").Entries
            .ToDictionary(one => one.Key.Value, one => WrittenValues.Money(one.Value));

    static IReadOnlyList<ContactChannel> ChannelsOf(YamlNode node) =>
        [.. (node is YamlList list ? list.Children : [node]).Select(WrittenValues.OneOf([.. Channels]))];

    static string AppliesTo(YamlNode node)
    {
        var text = node.Text().Trim();
        return text is "everything" or "subscription" || text.StartsWith("category ", StringComparison.Ordinal)
            || text.StartsWith("product ", StringComparison.Ordinal) ? text
            : throw node.Wrong($"'{text}' is nothing that an offer holds for.",
                "Write everything, subscription, category NAME or product NUMBER.");
    }
}

/// <summary>Something and where it stands.</summary>
sealed record At<T>(YamlNode Node, T Value);
