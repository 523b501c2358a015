using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Core.Strategies;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Reads a strategy from its file.</summary>
sealed class StrategyReader(StrategyNames names, RuleContext rules, Mistakes mistakes, List<Action> atTheEnd)
{
    /// <summary>The keys of a strategy.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "strategy", "was", "description", "goal", "audience", "topic", "trigger", "existing", "enter at most",
            "reenter",
        "exit", "holdout", "priority", "discounts", "site price", "never with", "after", "from", "until",
            "first", "steps",
    ];

    readonly RuleReading atEntry = new(rules with { Asked = "the audience" });
    readonly RuleReading inside = new(rules with { HasEntry = true });

    /// <summary>The strategy of a file; null where it is wrong, which is noted.</summary>
    public Strategy? Read(YamlNode root, string file, string comment) => mistakes.Try(() => Whole(root, file,
        comment), null);

    Strategy? Whole(YamlNode root, string file, string comment)
    {
        var keys = new Keys(root, "a strategy", mistakes, Known);
        var name = keys.Need("strategy", WrittenValues.Name, "A strategy needs a name: strategy: win back.");
        var goal = keys.Need("goal", node => GoalOf(node), "Write goal: { metric: margin, window: 60d }.");
        var audience = keys.Need("audience", atEntry.Rule, "Write a rule, or everybody.");
        var trigger = keys.Need("trigger", node => new TriggerReader(names, atEntry, mistakes).Read(node),
            "Write what makes customers enter: trigger: { enters: audience }.");
        var discounts = keys.Get("discounts", WrittenValues.OneOf(("allowed", DiscountUse.Allowed),
            ("only where needed", DiscountUse.OnlyWhereNeeded), ("never", DiscountUse.Never)), DiscountUse.Allowed);
        var steps = new StepReader(names, inside, mistakes, trigger is null or OccasionTrigger, discounts);
        var list = keys.Need("steps", node => steps.Read(node), "Begin each step with '- '.");
        if (name is not null) Take(name, keys.Find("strategy")!);
        var never = keys.List("never with", node => Other(node, node.Text().Trim()));
        var after = keys.Get("after", AfterOf, []);
        if (name is null || goal is null || audience is null || trigger is null || list is null) return null;
        return new Strategy
        {
            Name = name, File = file, Goal = goal, Audience = audience, Trigger = trigger, Steps = list,
            Was = keys.Get<string?>("was", WrittenValues.Name, null),
            Description = keys.Get("description", WrittenValues.Text, comment),
            Topic = keys.Get("topic", names.Topic, names.DefaultTopic),
            Existing = keys.Get("existing", ExistingOf, Existing.Ignored),
            EnterAtMost = keys.Get<Cap?>("enter at most", WrittenTimes.Cap, null),
            Reenter = keys.Get("reenter", ReentryOf, Reentry.Never),
            Exits = keys.List("exit", inside.Rule),
            Holdout = keys.Get("holdout", WrittenValues.Share, 0.1),
            Priority = keys.Get("priority", WrittenValues.Whole(0, 100), 50),
            Discounts = discounts,
            NotBetterThanSite = keys.Get("site price",
                WrittenValues.OneOf(("any", false), ("not better", true)), false),
            NeverWith = never, After = after,
            From = keys.Get<DateOnly?>("from", node => WrittenValues.Date(node), null),
            Until = keys.Get<DateOnly?>("until", node => WrittenValues.Date(node), null),
            First = keys.Get<int?>("first", node => WrittenValues.Whole(0, 1_000_000)(node), null),
        };
    }

    void Take(string name, YamlNode node)
    {
        if (names.Strategies.TryAdd(name, node)) return;
        mistakes.Add(node.Wrong($"Two strategies are called '{name}'.",
            $"Give one another name; the other is in {names.Strategies[name].Place}."));
    }

    // Which strategies there are is known behind the last file.
    string Other(YamlNode node, string name)
    {
        atTheEnd.Add(() => mistakes.Try(() => { names.Strategy(node, name); }));
        return name;
    }

    IReadOnlyList<AfterStrategy> AfterOf(YamlNode node) =>
    [
        .. node.Map("'after' has strategies with lengths.", "Write after: { other strategy: 90d }.")
            .Entries.Select(one =>
            new AfterStrategy(Other(one.Key, one.Key.Value),
                one.Value.Text().Trim() == "contacted" ? null : WrittenValues.Length(one.Value))),
    ];

    static readonly (string, GoalMetric)[] metrics =
    [
        ("margin", GoalMetric.Margin), ("revenue", GoalMetric.Revenue), ("orders", GoalMetric.Orders),
        ("average order value", GoalMetric.AverageOrderValue), ("first order", GoalMetric.FirstOrder),
        ("second order", GoalMetric.SecondOrder), ("subscription start", GoalMetric.SubscriptionStart),
        ("customers kept", GoalMetric.CustomersKept),
    ];

    /// <summary>The keys of a goal.</summary>
    public static IReadOnlyList<string> KnownOfGoal { get; } = ["metric", "window", "target", "baseline"];

    /// <summary>What a goal may be measured by.</summary>
    public static IReadOnlyList<string> Metrics => [.. metrics.Select(one => one.Item1)];

    Goal? GoalOf(YamlNode node)
    {
        var keys = new Keys(node, "a goal", mistakes, KnownOfGoal);
        var metric = keys.Get("metric", WrittenValues.OneOf(metrics), GoalMetric.Margin);
        var window = keys.NeedValue("window", Window, "Write window: 60d.");
        var goal = new Goal(metric, window ?? default);
        var (target, baseline) = (keys.Get<double?>("target", Aim, null), keys.Get<double?>("baseline", Aim, null));
        return window is null ? null : goal with { Target = target, Baseline = baseline };

        double? Aim(YamlNode one)
        {
            var (text, word) = (one.Text().Trim(), metrics.First(known => known.Item2 == metric).Item1);
            if (goal.IsMoney && text.EndsWith('%'))
                throw one.Wrong($"{word} is money.", $"Write 4.00, not {text}.");
            if (!goal.IsMoney && !text.EndsWith('%'))
                throw one.Wrong($"{word} is a share.", $"Write 8%, not {text}.");
            return goal.IsMoney ? WrittenValues.Money(one) : WrittenValues.Share(one);
        }
    }

    static TimeLength Window(YamlNode node) => WrittenValues.Length(node) is { Days: >= 1 and <= 365 } length ? length
        : throw node.Wrong($"A window of {node.Text()} cannot be measured.", "Write 1d to 365d.");

    const string Spread = "spread over ";

    static Existing ExistingOf(YamlNode node) => node.Text().Trim() switch
    {
        "ignore" => Existing.Ignored,
        "enroll" => new Existing(true, null),
        var text when text.StartsWith(Spread, StringComparison.Ordinal) => new Existing(true,
            WrittenValues.LengthOf(text[Spread.Length..].Trim())
            ?? throw WrittenValues.NoLength(node, text[Spread.Length..].Trim())),
        var text => throw node.Wrong($"'{text}' is no value for existing.",
            "Write ignore, enroll or spread over 28d."),
    };

    static Reentry ReentryOf(YamlNode node) => node.Text().Trim() switch
    {
        "never" => Reentry.Never,
        "each time" => new Reentry(true, null),
        var text when text.StartsWith("after ", StringComparison.Ordinal) => new Reentry(false,
            WrittenValues.LengthOf(text[6..].Trim()) ?? throw WrittenValues.NoLength(node, text[6..].Trim())),
        var text => throw node.Wrong($"'{text}' is no value for reenter.",
            "Write never, each time or after 180d."),
    };
}
