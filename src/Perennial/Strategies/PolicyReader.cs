using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Planning;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Strategies;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Reads policies.yaml.</summary>
sealed class PolicyReader(RuleReading rules, Mistakes mistakes)
{
    static readonly (string, ContactChannel)[] channels =
    [
        ("email", ContactChannel.Email), ("sms", ContactChannel.Sms), ("call", ContactChannel.Call),
        ("letter", ContactChannel.Letter), ("ads", ContactChannel.Ad),
    ];

    public ContactPolicies Read(YamlNode root)
    {
        RefuseQuietHours(root);
        var keys = new Keys(root, "a file of policies", mistakes,
            "topics", "frequency", "pressure", "contact hours", "law", "universal holdout", "quiet hours");
        var topics = keys.List("topics", TopicOf);
        var names = topics.Select(topic => topic.Name).ToList();
        if (topics.Count(topic => topic.IsDefault) > 1)
            mistakes.Add(keys.At("topics").Wrong("Several topics are 'default: yes'.", "Leave it at one."));
        return new ContactPolicies
        {
            Topics = topics, Frequency = keys.List("frequency", node => Frequency(node, names)),
            Pressure = keys.Get("pressure", Pressure, PressureEffect.None),
            Hours = keys.List("contact hours", HoursOf), Law = keys.List("law", LawOf),
            UniversalHoldout = keys.Get("universal holdout", WrittenValues.Share, 0),
        };
    }

    void RefuseQuietHours(YamlNode root)
    {
        if (root is not YamlMap map || map.Entries.FirstOrDefault(one => one.Key.Value == "quiet hours")
            .Key is not { } key)
            return;
        mistakes.Add(key.Wrong("This section lists the times that are allowed, not those that are quiet.",
            "Write 'contact hours:' and when customers may be contacted: hours: 09:00-20:00."));
    }

    ContactTopic? TopicOf(YamlNode node)
    {
        var keys = new Keys(node, "a topic", mistakes, "topic", "title", "service", "default");
        return keys.Need("topic", WrittenValues.Name, "Write topic: and its name.") is not { } name ? null
            : new ContactTopic(name)
            {
                Title = keys.Get("title", WrittenValues.Texts, new Dictionary<string, string>()),
                IsService = keys.Get("service", WrittenValues.YesNo, false),
                IsDefault = keys.Get("default", WrittenValues.YesNo, false),
            };
    }

    FrequencyPolicy? Frequency(YamlNode node, IReadOnlyCollection<string> topics)
    {
        var keys = new Keys(node, "a policy", mistakes,
            "policy", "applies to", "topics", "most", "gap", "channels", "ads count", "service counts");
        var name = keys.Need("policy", WrittenValues.Name, "Write policy: and its name.");
        var to = keys.Need("applies to", rules.Rule, "Write applies to: everybody, or another rule.");
        if (keys.Present(["most", "gap"]).Count == 0)
            throw node.Wrong("A policy limits nothing.", "Write most: 4 contacts per 7d, or gap: 20h.");
        if (name is null || to is null) return null;
        return new FrequencyPolicy(name, to)
        {
            Topics = keys.List("topics", one => topics.Contains(one.Text().Trim()) ? one.Text().Trim()
                : throw one.Wrong($"There is no topic '{one.Text().Trim()}'.",
                    YamlChoice.Remedy(one.Text().Trim(), topics))),
            Most = keys.List("most", Counted), Gap = keys.Get<TimeLength?>("gap", one =>
                WrittenValues.Length(one), null),
            Channels = Channels(keys), AdsCount = keys.Get("ads count", WrittenValues.YesNo, true),
            ServiceCounts = keys.Get("service counts", WrittenValues.YesNo, true),
        };
    }

    static Cap Counted(YamlNode node) => WrittenTimes.Cap(node) is { Unit: not CapUnit.Pieces,
        Window: not null } cap ? cap
        : throw node.Wrong($"\"{node.Text().Trim()}\" does not say what is counted, and in how many days.",
            "Write 4 contacts per 7d, or 1 email per 24h.");

    PressureEffect Pressure(YamlNode node)
    {
        var keys = new Keys(node, "pressure", mistakes, "over", "under");
        return new PressureEffect(keys.Get("over", WrittenValues.OneOf(("halve", OverPressure.Halve),
            ("keep", OverPressure.Keep), ("block", OverPressure.Block)), OverPressure.Keep), keys.Get("under",
                Under, 0));
    }

    static int Under(YamlNode node)
    {
        var text = node.Text().Trim();
        if (text == "keep") return 0;
        return text.StartsWith("add ", StringComparison.Ordinal) && int.TryParse(text[4..], out var more)
            && more is >= 1 and <= 20
            ? more : throw node.Wrong($"'{text}' is no value for under.", "Write keep, or add 1.");
    }

    static IReadOnlyList<ContactChannel> Channels(Keys keys)
    {
        var word = WrittenValues.OneOf(channels);
        return [.. keys.List("channels", node => (object)word(node)).Cast<ContactChannel>()];
    }

    ContactHours? HoursOf(YamlNode node)
    {
        var keys = new Keys(node, "contact hours", mistakes, "channels", "days", "hours", "holidays");
        var on = Channels(keys);
        if (on.Count == 0 && !keys.Has("channels"))
            throw node.Wrong("Contact hours are those of channels.", "Write channels: [sms, call].");
        return new ContactHours(on, Open(keys) ?? OpenHours.Always);
    }

    static OpenHours? Open(Keys keys) => keys.Present(["days", "hours", "holidays"]).Count == 0 ? null : new OpenHours(
        keys.Get("days", WrittenTimes.Days, Weekdays.All), keys.Get("hours", WrittenTimes.Hours,
            OpenHours.Always.Hours),
        keys.Get("holidays", WrittenValues.YesNo, true));

    ContactLaw? LawOf(YamlNode node)
    {
        var keys = new Keys(node, "a law", mistakes, "law", "country", "states", "channels", "from", "until",
            "days", "hours",
            "holidays", "most", "after a no", "consent", "except", "list", "keep proof", "must show", "source");
        var name = keys.Need("law", WrittenValues.Text, "Write law: and what people call it.");
        var source = keys.Need("source", WrittenValues.Text, "Write where it stands: source: loi 2025-594 art. 13.");
        var countries = keys.List("country", OccasionReader.Country);
        if (countries.Count == 0 && !keys.Has("country"))
            mistakes.Add(node.Wrong("A law is a country's.", "Write country: FR."));
        var on = Channels(keys);
        if (on.Count == 0 && !keys.Has("channels"))
            mistakes.Add(node.Wrong("A law is about channels.", "Write channels: [call]."));
        if (name is null || source is null) return null;
        return new ContactLaw(name, countries, on, source)
        {
            States = keys.List("states", WrittenValues.Text), From = Day("from"), Until = Day("until"),
                Open = Open(keys),
            Most = keys.List("most", Counted),
            AfterANo = keys.Get<TimeLength?>("after a no", one => WrittenValues.Length(one), null),
            Consent = keys.Get("consent", WrittenValues.OneOf(("needed", LawConsent.Needed),
                ("needed, written", LawConsent.NeededInWriting), ("not needed", LawConsent.NotNeeded)),
                    LawConsent.Unsaid),
            Except = keys.Get<WrittenRule?>("except", rules.Rule, null), List = keys.Get<OutsideList?>("list",
                ListOf, null),
            KeepProof = keys.Get<TimeLength?>("keep proof", one => WrittenValues.Length(one), null),
            MustShow = keys.List("must show", WrittenValues.Text),
        };

        DateOnly? Day(string key) => keys.Get<DateOnly?>(key, one => WrittenValues.Date(one), null);
    }

    OutsideList? ListOf(YamlNode node)
    {
        var keys = new Keys(node, "a list", mistakes, "name", "at most");
        var name = keys.Need("name", WrittenValues.Text, "Write name: and what it is called.");
        var age = keys.NeedValue("at most", Age, "Write how old it may be: at most: 28d old.");
        return name is null || age is not { } most ? null : new OutsideList(name, most);
    }

    static TimeLength Age(YamlNode node)
    {
        var text = node.Text().Trim();
        return text.EndsWith(" old", StringComparison.Ordinal)
            && WrittenValues.LengthOf(text[..^4].Trim()) is { } length
            ? length : throw node.Wrong($"\"{text}\" is no age.", "Write 28d old.");
    }
}
