using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Strategies;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Reads what stands inside a contact.</summary>
sealed class ContactReader(StrategyNames names, Mistakes mistakes, DiscountUse discounts)
{
    /// <summary>The keys that stand inside a contact of a kind, the one that it must have first.</summary>
    public static IReadOnlyDictionary<ContactKind, (string A, string Short, string[] Keys)> Kinds { get; } =
        new Dictionary<ContactKind, (string, string, string[])>
    {
        [ContactKind.Email] = ("an e-mail", "template", ["template", "topic", "from", "offer", "products",
            "asks consent"]),
        [ContactKind.Sms] = ("a text message", "template", ["template", "topic", "offer", "products"]),
        [ContactKind.Call] = ("a call", "script",
            ["script", "queue", "offer", "attempts", "between", "products", "topic"]),
        [ContactKind.Letter] = ("a letter", "template", ["template", "offer", "topic"]),
        [ContactKind.Ads] = ("an advertisement", "audience", ["audience", "networks", "for"]),
        [ContactKind.Task] = ("a task", "kind", ["kind", "text", "queue"]),
        [ContactKind.Webhook] = ("a webhook", "to", ["to", "event"]),
    };

    public ContactContent? Read(ContactKind kind, YamlNode value)
    {
        if (kind == ContactKind.Set) return new ContactContent(kind) { Attributes = Attributes(value) };
        var (a, shortKey, known) = Kinds[kind];
        if (value is YamlScalar) return Short(kind, shortKey, value);
        return Inside(kind, new Keys(value, a, mistakes, known));
    }

    static ContactContent Short(ContactKind kind, string key, YamlNode value)
    {
        if (kind is ContactKind.Task or ContactKind.Webhook)
            throw value.Wrong($"A {kind.Word()} says more than one thing.", $"Write {{ {key}: {value.Text()}, … }}.");
        if (kind == ContactKind.Call)
            throw value.Wrong("A call needs a 'queue'.", $"Write {{ script: {value.Text()}, queue: … }}.");
        if (kind == ContactKind.Ads)
            throw value.Wrong("An advertisement needs 'for'.", $"Write {{ audience: {value.Text()}, for: 14d }}.");
        return new ContactContent(kind) { Template = WrittenValues.Name(value) };
    }

    ContactContent? Inside(ContactKind kind, Keys keys)
    {
        if (kind == ContactKind.Task)
        {
            var task = keys.Need("kind", names.Task, "Write what is to be done: kind: card.");
            return task is null ? null : new ContactContent(kind)
            {
                Template = task, To = task, Text = keys.Get<string?>("text", WrittenValues.Text, null),
                Queue = keys.Get<string?>("queue", WrittenValues.Name, null),
            };
        }
        if (kind == ContactKind.Webhook)
        {
            var to = keys.Need("to", names.Webhook, "Write which program is told: to: crm.");
            return to is null ? null : new ContactContent(kind)
            {
                To = to, Text = keys.Get<string?>("event", WrittenValues.Text, null),
            };
        }
        var template = keys.Need(Kinds[kind].Short, WrittenValues.Name, $"Write {Kinds[kind].Short}: and its name.");
        var queue = kind == ContactKind.Call
            ? keys.Need("queue", names.Queue, "Write who calls: queue: retention.") : null;
        var length = kind == ContactKind.Ads
            ? keys.NeedValue("for", WrittenValues.Length, "Write how long: for: 14d.") : null;
        if (template is null || (kind == ContactKind.Call && queue is null) || (kind == ContactKind.Ads
            && length is null))
            return null;
        return new ContactContent(kind)
        {
            Template = template, Queue = queue, For = length,
            Topic = keys.Get<string?>("topic", names.Topic, null),
            From = keys.Get<string?>("from", WrittenValues.Text, null),
            Offer = keys.Get<string?>("offer", node => OfferOf(node, kind, keys), null),
            Products = keys.Get<ProductChoice?>("products", Products, null),
            AsksConsent = keys.List("asks consent", names.Topic),
            Touches = keys.Get("attempts", WrittenValues.Whole(1, 20), 1),
            Between = keys.Get("between", WrittenValues.Length, new TimeLength(1, -1, "1 day")),
            Networks = keys.Get("networks", WrittenValues.Names, []),
        };
    }

    string? OfferOf(YamlNode node, ContactKind kind, Keys keys)
    {
        if (node.Text().Trim() == "none") return null;
        var name = names.Offer(node, kind);
        if (discounts == DiscountUse.Never
            && names.Offers.FirstOrDefault(one => one.Offer.Name == name)?.Offer.IsDiscount == true)
            throw node.Wrong($"'{name}' is a discount, and this strategy gives none.",
                "Take the offer or 'discounts: never' out.");
        if (keys.Get<string?>("topic", one => one.Text().Trim(), null) is { } topic && names.Policies.IsService(topic))
            throw node.Wrong($"An offer is no matter of service, and '{topic}' is.",
                "Name a topic that customers can leave.");
        return name;
    }

    static ProductChoice Products(YamlNode node)
    {
        if (node is YamlScalar) return new ProductChoice([ListOf(node)], 0, 6);
        var mistakes = new Mistakes();
        var keys = new Keys(node, "products", mistakes, "from", "least", "most");
        var choice = new ProductChoice(keys.List("from", ListOf), keys.Get("least", WrittenValues.Whole(0, 20), 0),
            keys.Get("most", WrittenValues.Whole(1, 20), 6));
        if (mistakes.All.Count > 0) throw BadInputException.Of(mistakes.All);
        if (choice.From.Count == 0)
            throw node.Wrong("Products come from a list.", $"Write from: [{string.Join(", ", ProductChoice.Lists)}].");
        return choice.Least <= choice.Most ? choice
            : throw node.Wrong($"At least {choice.Least} and at most {choice.Most} cannot both be.",
                "Write the smaller first.");
    }

    static string ListOf(YamlNode node) => WrittenValues.OneOf(
        [.. ProductChoice.Lists.Select(name => (name, name))])(node);

    // As it is kept, so that rules find it. Of one that the shop does not keep nobody knows what it holds.
    Dictionary<string, string> Attributes(YamlNode node)
    {
        var said = new Dictionary<string, string>();
        foreach (var (key, value) in node.Map("'set' has attributes with values.", "Write set: { attribute: value }.")
            .Entries)
        {
            var attribute = names.Attributes.Find(key.Value);
            var text = value is YamlList list
                ? string.Join('\n', list.Children.Select(child => child.Text())) : value.Text();
            if (attribute is null) said[key.Value] = text;
            else if (names.Attributes.Read(attribute, text) is { } kept) said[attribute.Name] = kept;
            else
            {
                mistakes.Add(value.Wrong($"'{AttributeValue.Shown(text)}' is no {AttributeSet.WordOf(attribute)}, and "
                    + $"'{attribute.Name}' holds one.", AttributeSet.Remedy(attribute, text)));
            }
        }
        return said;
    }

    /// <summary>The arms of a contact's test: each is the contact with some keys of its own.</summary>
    public IReadOnlyList<ContactArm> Arms(ContactKind kind, YamlNode node, YamlNode contact, Keys step)
    {
        var keys = new Keys(node, "a test", mistakes, "arms");
        if (keys.Find("arms") is not { } list) throw node.Wrong("A test needs 'arms'.",
            "Write arms: and each by name.");
        if (kind == ContactKind.Set) throw node.Wrong("Attributes are not tested.", "Leave 'test' out.");
        var arms = new List<(string Name, double? Share, ContactContent? Content)>();
        foreach (var (key, arm) in list.Map("Arms have names.", "Write each with a colon.").Entries)
        {
            if (arm is YamlMap { Entries.Count: 0 })
            {
                arms.Add((key.Value, null, Read(kind, contact)));
                continue;
            }
            var own = new Keys(arm, "an arm", mistakes, ["share", .. Kinds[kind].Keys]);
            arms.Add((key.Value, own.Get<double?>("share", one => WrittenValues.Share(one), null),
                Varied(kind, contact, own)));
        }
        var name = step.Find("name")?.Text() ?? kind.Word();
        var shares = new ArmShares(name, keys.At("arms"), [.. arms.Select(arm => (arm.Name, arm.Share))], mistakes).All;
        return shares is null || arms.Any(arm => arm.Content is null) ? []
            : [.. arms.Zip(shares, (arm, share) => new ContactArm(arm.Name, share, arm.Content!))];
    }

    // Mistakes of the contact itself have been told by then.
    ContactContent? Varied(ContactKind kind, YamlNode contact, Keys own)
    {
        var silent = new ContactReader(names, new Mistakes(), DiscountUse.Allowed);
        var content = new Mistakes().Try(() => silent.Read(kind, contact), null);
        if (content is null) return null;
        return content with
        {
            Template = own.Get(Kinds[kind].Short, WrittenValues.Name, content.Template!),
            Topic = own.Get("topic", names.Topic, content.Topic!),
            Offer = own.Has("offer") ? own.Get<string?>("offer", node => OfferOf(node, kind, own), null)
                : content.Offer,
            Products = own.Get<ProductChoice?>("products", Products, content.Products),
            Touches = own.Get("attempts", WrittenValues.Whole(1, 20), content.Touches),
            From = own.Get("from", WrittenValues.Text, content.From!),
        };
    }
}
