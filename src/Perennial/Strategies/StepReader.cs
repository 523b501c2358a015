using System.Text.RegularExpressions;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Strategies;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Reads the steps of a strategy.</summary>
sealed partial class StepReader(
    StrategyNames names, RuleReading rules, Mistakes mistakes, bool hasOccasion, DiscountUse discounts)
{
    /// <summary>The words of contacts, and of what is done beside them.</summary>
    public static IReadOnlyList<string> Contacts { get; } =
        [.. Enum.GetValues<ContactKind>().Select(kind => kind.Word())];

    /// <summary>What a wait may be for, and what goes with each.</summary>
    public static IReadOnlyDictionary<string, string[]> WaitsFor { get; } = new Dictionary<string, string[]>
    {
        ["until"] = ["at least"], ["date"] = ["missing", "past", "at most"], ["event"] = ["at most"],
    };

    static readonly string[] actions = [.. Contacts, "wait", "split", "exit", "then"];

    static readonly string[] beside =
        ["name", "when", "else", "expires", "if unsent", "holdout", "test", "arms"];

    [GeneratedRegex(@"^(\w+)(?:\s+([+-])\s*(\S+))?$")]
    private static partial Regex DateForm();

    readonly Dictionary<string, int> lines = [];

    public IReadOnlyList<Step> Read(YamlNode node, string above = "")
    {
        var steps = new List<Step>();
        foreach (var (index, item) in node.Items().Index())
            if (mistakes.Try(() => StepOf(item, $"{above}{index + 1}"), null) is { } step) steps.Add(step);
        return steps;
    }

    /// <summary>The keys that may stand beside what a step does.</summary>
    public static IReadOnlyList<string> Beside(string action) => Contacts.Contains(action)
        ? ["name", "when", "else", "expires", "if unsent", "holdout", "test"]
        : action switch { "split" => ["arms"], "then" => ["when", "else"], _ => [] };

    Step? StepOf(YamlNode node, string path)
    {
        var keys = new Keys(node, "a step", mistakes, [.. actions, .. beside]);
        var present = keys.Map.Entries.Where(one => actions.Contains(one.Key.Value)).ToList();
        if (present.Count == 0)
            throw node.Wrong("A step does nothing.", $"Write one of {string.Join(", ", actions)}.");
        if (present.Count > 1)
        {
            throw present[1].Key.Wrong($"A step does one thing; here are '{present[0].Key.Value}' and "
                + $"'{present[1].Key.Value}'.", "Begin another step with '- '.");
        }
        var (action, value) = (present[0].Key.Value, present[0].Value);
        if (value.IsNone) return null;
        var allowed = Beside(action);
        foreach (var (key, _) in keys.Map.Entries.Where(one => beside.Contains(one.Key.Value)))
        {
            if (!allowed.Contains(key.Value))
                mistakes.Add(key.Wrong($"'{key.Value}' does not go with '{action}'.", "Leave it out."));
        }
        return action switch
        {
            "wait" => Wait(value, path),
            "split" => Split(value, keys, path),
            "exit" => new ExitStep(value.Text().Trim()) { Path = path, Line = node.Line },
            "then" => Branch(value, keys, path),
            _ => Contact(Enum.Parse<ContactKind>(action, ignoreCase: true), value, keys, path),
        };
    }

    BranchStep? Branch(YamlNode then, Keys keys, string path)
    {
        var when = keys.Need("when", rules.Rule, "Write when: and a rule.");
        var (yes, no) = (Read(then, $"{path}.then."), keys.Get("else", node => Read(node, $"{path}.else."), []));
        return when is null ? null : new BranchStep(when, yes, no) { Path = path, Line = keys.Map.Line };
    }

    SplitStep? Split(YamlNode value, Keys keys, string path)
    {
        var name = WrittenValues.Name(value);
        if (keys.Find("arms") is not { } node) throw keys.Map.Wrong("A split needs 'arms'.",
            "Write arms: and each by name.");
        var all = node.Map("Arms have names.", "Write each with a colon.").Entries;
        var arms = new List<(YamlNode At, string Name, double? Share, IReadOnlyList<Step> Steps)>();
        foreach (var (key, arm) in all)
        {
            var inner = new Keys(arm, "an arm", mistakes, "share", "steps");
            arms.Add((key, key.Value, inner.Get<double?>("share", one => WrittenValues.Share(one), null),
                inner.Get("steps", one => Read(one, $"{path}.{key.Value}."), [])));
        }
        var shares = new ArmShares(name, keys.At("arms"), [.. arms.Select(arm => (arm.Name, arm.Share))], mistakes).All;
        return shares is null ? null : new SplitStep(name,
            [.. arms.Zip(shares, (arm, share) => new SplitArm(arm.Name, share, arm.Steps))])
        { Path = path, Line = keys.Map.Line };
    }

    Step? Wait(YamlNode value, string path)
    {
        if (value is not YamlMap)
            return new WaitStep(WrittenValues.Length(value)) { Path = path, Line = value.Line };
        var keys = new Keys(value, "a wait", mistakes, "until", "at least", "date", "missing", "past", "at most",
            "event");
        var present = keys.Present(["until", "date", "event"]);
        if (present.Count != 1)
            throw value.Wrong("A wait has one of 'until', 'date' and 'event'.", "Write what it waits for.");
        foreach (var (key, _) in keys.Map.Entries)
        {
            if (key.Value == present[0] || WaitsFor[present[0]].Contains(key.Value)) continue;
            var home = WaitsFor.FirstOrDefault(one => one.Value.Contains(key.Value)).Key;
            if (home is null) continue;
            mistakes.Add(key.Wrong($"'{key.Value}' goes with a wait for '{home}', and this one has none.",
                "Leave it out."));
        }
        return present[0] switch
        {
            "until" => Until(keys, path),
            "date" => Date(keys, path),
            _ => Event(keys, path),
        };
    }

    static WaitUntilStep? Until(Keys keys, string path) =>
        keys.Get<WaitUntilStep?>("until", node => new WaitUntilStep(WrittenTimes.When(node),
            keys.Get<TimeLength?>("at least", one => WrittenValues.Length(one), null))
        { Path = path, Line = node.Line }, null);

    WaitForFactStep? Event(Keys keys, string path)
    {
        var fact = keys.Get<FactRule?>("event", rules.Fact, null);
        var most = keys.NeedValue("at most", WrittenValues.Length, "Somebody who never does it would wait "
            + "for ever: write at most: 5d.");
        return fact is null || most is not { } length ? null
            : new WaitForFactStep(fact, length) { Path = path, Line = keys.Map.Line };
    }

    static WaitForDateStep? Date(Keys keys, string path)
    {
        var node = keys.Find("date")!;
        var form = DateForm().Match(node.Text().Trim());
        var column = form.Success
            ? Columns.Shown.FirstOrDefault(one => one.Name == form.Groups[1].Value && IsDate(one)) : null;
        if (column is null)
        {
            throw node.Wrong($"'{node.Text()}' is no date of a customer's.",
                $"Write {YamlChoice.List([.. Columns.Shown.Where(IsDate).Select(one => one.Name)])}, "
                    + "and perhaps - 5d.");
        }
        TimeLength? offset = form.Groups[3].Success ? WrittenValues.LengthOf(form.Groups[3].Value)
            ?? throw WrittenValues.NoLength(node, form.Groups[3].Value) : null;
        return new WaitForDateStep(column, offset, form.Groups[2].Value == "-",
            keys.Get("missing", WrittenValues.OneOf(("exit", DateTrouble.Exit), ("skip", DateTrouble.Skip)),
                DateTrouble.Exit),
            keys.Get("past", WrittenValues.OneOf(("exit", DateTrouble.Exit), ("skip", DateTrouble.Skip),
                ("now", DateTrouble.Now)), DateTrouble.Exit),
            keys.Get<TimeLength?>("at most", one => WrittenValues.Length(one), null))
        { Path = path, Line = keys.Map.Line };
    }

    static bool IsDate(Column column) => column is Column<Core.Instant>;

    ContactStep? Contact(ContactKind kind, YamlNode value, Keys keys, string path)
    {
        var reader = new ContactReader(names, mistakes, discounts);
        var content = reader.Read(kind, value);
        var arms = keys.Get("test", node => reader.Arms(kind, node, value, keys), []);
        var name = keys.Get<string?>("name", WrittenValues.Name,
            null) ?? content?.Template ?? content?.Text ?? kind.Word();
        if (!lines.TryAdd(name, keys.Map.Line))
        {
            mistakes.Add(keys.Map.Wrong($"Two steps are called '{name}', lines {lines[name]} and {keys.Map.Line}.",
                "Give one a name."));
        }
        var when = keys.Get<WrittenRule?>("when", rules.Rule, null);
        if (keys.Has("else") && !keys.Has("when"))
            mistakes.Add(keys.At("else").Wrong("'else' needs a 'when'.", "Write when: and a rule."));
        var otherwise = keys.Get("else", node => Read(node, $"{path}.else."), []);
        if (content is null) return null;
        return new ContactStep(name, content)
        {
            Path = path, Line = keys.Map.Line, When = when, Else = otherwise, Arms = arms,
            Expires = keys.Get("expires", Expires, Usual(kind)),
            ExitIfUnsent = keys.Get("if unsent", WrittenValues.OneOf(("go on", false), ("exit", true)), false),
            Holdout = keys.Get("holdout", WrittenValues.Share, 0),
        };
    }

    Expiry Expires(YamlNode node)
    {
        var kind = node.Text().Trim() switch
        {
            "until the day" => ExpiryKind.UntilTheDay,
            "until order by" => ExpiryKind.UntilOrderBy,
            _ => ExpiryKind.Length,
        };
        if (kind == ExpiryKind.Length) return new Expiry(kind, WrittenValues.Length(node));
        return hasOccasion ? new Expiry(kind, new(14, -1, "14 days"))
            : throw node.Wrong($"'{node.Text().Trim()}' needs an occasion, and this strategy starts from none.",
                "Write a length: 48h.");
    }

    Expiry Usual(ContactKind kind)
    {
        TimeLength length = kind switch
        {
            ContactKind.Sms => new(-1, 12 * 60, "12 hours"),
            ContactKind.Call => new(5, -1, "5 days"),
            ContactKind.Letter or ContactKind.Task or ContactKind.Ads => new(14, -1, "14 days"),
            _ => new(-1, 48 * 60, "48 hours"),
        };
        return new Expiry(hasOccasion ? ExpiryKind.UntilTheDay : ExpiryKind.Length, length);
    }
}
