using System.Text.RegularExpressions;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Core.Strategies;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Reads what makes customers enter a strategy.</summary>
sealed partial class TriggerReader(StrategyNames names, RuleReading rules, Mistakes mistakes)
{
    const int NineOClock = 9 * 60;

    /// <summary>The kinds of triggers, and what goes with each.</summary>
    public static IReadOnlyList<(string Kind, string[] With)> Kinds { get; } =
    [
        ("enters", []), ("leaves", []), ("event", ["then no", "for", "late"]), ("quiet for", ["without"]),
        ("occasion", ["at"]), ("replenish", ["only", "before"]), ("schedule", ["zone"]), ("list", []),
    ];

    [GeneratedRegex(@"^(.*?)(?:\s+([+-])\s*(\S+))?$")]
    private static partial Regex OccasionForm();

    public Trigger? Read(YamlNode node)
    {
        var keys = new Keys(node, "a trigger", mistakes,
            [.. Kinds.SelectMany(kind => new[] { kind.Kind }.Concat(kind.With)).Distinct()]);
        var present = keys.Map.Entries.Where(one => Kinds.Any(kind => kind.Kind == one.Key.Value)).ToList();
        if (present.Count == 0)
        {
            throw node.Wrong("A trigger needs a kind.",
                $"Write one of {string.Join(", ", Kinds.Select(kind => kind.Kind))}.");
        }
        if (present.Count > 1)
        {
            throw present[1].Key.Wrong($"A strategy has one trigger; here are '{present[0].Key.Value}' and "
                + $"'{present[1].Key.Value}'.", "Make a strategy of its own for the second.");
        }
        var kind = Kinds.First(one => one.Kind == present[0].Key.Value);
        foreach (var (key, _) in keys.Map.Entries)
        {
            if (key.Value == kind.Kind || kind.With.Contains(key.Value)) continue;
            if (Kinds.FirstOrDefault(one => one.With.Contains(key.Value)).Kind is not { } home) continue;
            mistakes.Add(key.Wrong($"'{key.Value}' goes with '{home}', and this trigger is '{kind.Kind}'.",
                "Leave it out."));
        }
        return keys.Get<Trigger?>(kind.Kind, value => Of(kind.Kind, value, keys), null);
    }

    Trigger Of(string kind, YamlNode value, Keys keys) => kind switch
    {
        "enters" or "leaves" => new MoveTrigger(SegmentOf(value), kind == "leaves"),
        "event" => Event(keys),
        "quiet for" => new QuietTrigger(WrittenValues.Length(value), keys.Get("without", rules.Fact, order)),
        "occasion" => Occasion(value, keys),
        "replenish" => new ReplenishTrigger(
            WrittenValues.OneOf(("category", true), ("product", false))(value),
            keys.Get("only", WrittenValues.Names, []), keys.Get("before", WrittenValues.Length, new(0, -1, "0 days"))),
        "schedule" => new ScheduleTrigger(WrittenTimes.When(value),
            keys.Get("zone", WrittenValues.OneOf(("shop", false), ("customer", true)), false)),
        _ => new ListTrigger(names.List(value)),
    };

    static readonly FactRule order = new((FactTest)RuleParser.Parse("has order"), "order");

    string? SegmentOf(YamlNode value) => value.Text().Trim() == "audience" ? null : names.Segment(value);

    EventTrigger Event(Keys keys)
    {
        var trigger = new EventTrigger(keys.List("event", rules.Fact))
        {
            ThenNo = keys.List("then no", rules.Fact),
            For = keys.Get<TimeLength?>("for", node => WrittenValues.Length(node), null),
        };
        if (keys.Has("then no") != keys.Has("for"))
        {
            throw keys.At(keys.Has("for") ? "for" : "then no").Wrong("'then no' and 'for' go together.",
                "Write what must not follow, and for how long: for: 4h.");
        }
        return trigger with { Late = keys.Get("late", WrittenValues.Length, trigger.Late) };
    }

    OccasionTrigger Occasion(YamlNode value, Keys keys)
    {
        var form = OccasionForm().Match(value.Text().Trim());
        var name = names.Occasion(value, form.Groups[1].Value.Trim());
        var days = 0;
        if (form.Groups[3].Success)
        {
            if (WrittenValues.LengthOf(form.Groups[3].Value) is not { Days: >= 0 } length)
                throw WrittenValues.NoLength(value, form.Groups[3].Value);
            days = form.Groups[2].Value == "-" ? -length.Days : length.Days;
        }
        return new OccasionTrigger(name, days, keys.Get("at", WrittenTimes.Clock, NineOClock));
    }
}
