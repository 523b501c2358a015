using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Perennial.Core.Strategies;

namespace Perennial.Strategies;

/// <summary>The JSON Schema of a strategy's file, for editors: the keys that its readers know, and how values are
/// written. What a name means, and what goes with what in a shop, the readers alone can tell.</summary>
/// <remarks>Draft 7. Numbers and yes and no are what YAML takes them for, so a value that is no length or share may be
/// any of these.</remarks>
static class StrategySchema
{
    const string Length = @"^\s*\d+(min|h|d|w)\s*$", Share = @"^\s*\d{1,3}(\.\d)?%\s*$";

    // Of values that are one of a few words, or begin like one.
    static readonly Dictionary<string, string> forms = new()
    {
        ["existing"] = @"^(ignore|enroll|spread over \d+(min|h|d|w))$",
        ["reenter"] = @"^(never|each time|after \d+(min|h|d|w))$",
        ["discounts"] = "^(allowed|only where needed|never)$", ["site price"] = "^(any|not better)$",
        ["if unsent"] = "^(go on|exit)$", ["missing"] = "^(exit|skip)$", ["past"] = "^(exit|skip|now)$",
        ["zone"] = "^(shop|customer)$", ["at"] = @"^\d{1,2}:\d\d$",
        ["from"] = @"^\d{4}-\d\d-\d\d$", ["until"] = @"^\d{4}-\d\d-\d\d$",
    };

    static readonly string[] lengths =
        ["between", "late", "quiet for", "before", "at least", "at most", "window"];

    static readonly string[] shares = ["holdout", "share"];

    static readonly string[] lists = ["event", "then no", "never with", "asks consent", "networks", "only"];

    static readonly JsonSerializerOptions indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema as text.</summary>
    public static string Text() => Whole().ToJsonString(indented) + "\n";

    static JsonObject Whole() => new()
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "A contact strategy of Perennial",
        ["definitions"] = new JsonObject
        {
            ["value"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
            ["values"] = AnyOf(Ref("value"), new JsonObject { ["type"] = "array", ["items"] = Ref("value") }),
            ["length"] = new JsonObject { ["type"] = "string", ["pattern"] = Length },
            ["share"] = new JsonObject { ["type"] = "string", ["pattern"] = Share },
            ["products"] = AnyOf(Ref("value"), Object(["from", "least", "most"], ["from"], key =>
                Ref(key == "from" ? "values" : "value"))),
            ["steps"] = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = Ref("step") },
            ["step"] = AnyOf([.. StepReader.Contacts.Select(ContactStep), WaitStep(), SplitStep(), BranchStep(),
                Object(["exit"], ["exit"], Plain)]),
        },
        ["type"] = "object",
        ["properties"] = Properties(StrategyReader.Known, key => key switch
        {
            "goal" => Object(StrategyReader.KnownOfGoal, ["window"], one => one == "metric"
                ? new JsonObject { ["enum"] = Array(StrategyReader.Metrics) } : Plain(one)),
            "trigger" => AnyOf([.. TriggerReader.Kinds.Select(kind =>
                Object([kind.Kind, .. kind.With], [kind.Kind], one => one == "for" ? Ref("length") : Plain(one)))]),
            "exit" => Ref("values"), "from" or "until" => Form(key),
            "priority" => Whole(100), "first" => Whole(1_000_000),
            "after" => new JsonObject { ["type"] = "object", ["additionalProperties"] = Ref("value") },
            "steps" => Ref("steps"),
            _ => Plain(key),
        }),
        ["required"] = Array("strategy", "goal", "audience", "trigger", "steps"),
        ["additionalProperties"] = false,
    };

    static JsonObject ContactStep(string action) => Object([action, .. StepReader.Beside(action)], [action], key =>
        key == action ? Contact(action) : key switch
        {
            "else" => Ref("steps"),
            "test" => Object(["arms"], ["arms"], _ => Arms(arm => Object(["share", .. KeysOf(action)], [], arm))),
            _ => Plain(key),
        });

    static JsonObject Contact(string action)
    {
        if (action == "set")
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Ref("value") };
        var keys = KeysOf(action);
        var whole = Object(keys, [keys[0]], Inside);
        return action is "email" or "sms" or "letter" ? AnyOf(Ref("value"), whole) : whole;
    }

    static JsonObject Inside(string key) => key switch
    {
        "products" => Ref("products"),
        "for" => Ref("length"),
        "event" => Ref("value"),
        _ => Plain(key),
    };

    static string[] KeysOf(string action) => action == "set" ? []
        : ContactReader.Kinds[Enum.Parse<ContactKind>(action, ignoreCase: true)].Keys;

    static JsonObject Arms(Func<Func<string, JsonObject>, JsonObject> arm) => new()
    {
        ["type"] = "object", ["additionalProperties"] = arm(Inside),
    };

    static JsonObject WaitStep() => Object(["wait"], ["wait"], _ => AnyOf([Ref("length"),
        .. StepReader.WaitsFor.Select(one => Object([one.Key, .. one.Value],
            one.Key == "event" ? ["event", "at most"] : [one.Key], Plain))]));

    static JsonObject SplitStep() => Object(["split", "arms"], ["split", "arms"], key => key == "split" ? Plain(key)
        : Arms(_ => Object(["share", "steps"], ["steps"], one => one == "steps" ? Ref("steps") : Plain(one))));

    static JsonObject BranchStep() => Object(["then", "when", "else"], ["then", "when"], key =>
        key == "when" ? Plain(key) : Ref("steps"));

    static JsonObject Whole(int most) => new()
    {
        ["type"] = "integer", ["minimum"] = 0, ["maximum"] = most,
    };

    static JsonObject Form(string key) => new() { ["type"] = "string", ["pattern"] = forms[key] };

    // "from" is a sender too, and a wait's "until" a day of the week.
    static JsonObject Plain(string key) => forms.ContainsKey(key) && key is not ("from" or "until") ? Form(key)
        : Ref(lengths.Contains(key) ? "length" : shares.Contains(key) ? "share"
        : lists.Contains(key) ? "values" : "value");

    static JsonObject Object(IReadOnlyList<string> keys, string[] required, Func<string, JsonObject> value)
    {
        var made = new JsonObject
        {
            ["type"] = "object", ["properties"] = Properties(keys, value), ["additionalProperties"] = false,
        };
        if (required.Length > 0) made["required"] = Array(required);
        return made;
    }

    static JsonObject Properties(IReadOnlyList<string> keys, Func<string, JsonObject> value) =>
        new(keys.Select(key => KeyValuePair.Create(key, (JsonNode?)value(key))));

    static JsonObject Ref(string name) => new() { ["$ref"] = $"#/definitions/{name}" };

    static JsonObject AnyOf(params IReadOnlyList<JsonObject> of) => new() { ["anyOf"] = new JsonArray([.. of]) };

    static JsonArray Array(params IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
