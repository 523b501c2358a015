using Perennial.Core;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>The keys of one thing in a file. A mistake in one leaves the others readable.</summary>
sealed class Keys
{
    readonly Mistakes mistakes;
    readonly HashSet<string> meant = [];

    /// <param name="node">What has to have keys.</param>
    /// <param name="what">What it is, with its article: "a strategy".</param>
    /// <param name="mistakes">Where mistakes go.</param>
    /// <param name="known">The keys that there are.</param>
    /// <exception cref="BadInputException">It has no keys at all.</exception>
    public Keys(YamlNode node, string what, Mistakes mistakes, params IReadOnlyList<string> known)
    {
        this.mistakes = mistakes;
        What = what;
        Map = node.Map($"{Capital(what)} has keys with values.",
            $"Write {YamlChoice.List([.. known.Take(6)])}, a colon, and the value.");
        if (Map.IsFlow && Map.Entries.Any(one => IsCutRule(one.Value))) throw RuleInside(Map);
        foreach (var (index, (key, value)) in Map.Entries.Index())
        {
            if (value.IsNone && known.Contains(key.Value))
                mistakes.Add(key.Wrong($"'{key.Value}' has no value.", "Write one behind the colon."));
            else if (!known.Contains(key.Value)) Refuse(index, key, value, known);
        }
    }

    public YamlMap Map { get; }

    public string What { get; }

    void Refuse(int index, YamlScalar key, YamlNode value, IReadOnlyList<string> known)
    {
        if (value.IsNone && Map.IsFlow && index > 0 && Map.Entries[index - 1].Value is YamlScalar before)
        {
            mistakes.Add(key.Wrong($"'{key.Value}' has no value, and {What} has no such key.", "The comma ends "
                + $"the text before it: write {Map.Entries[index - 1].Key.Value}: \"{before.Value}, {key.Value}\"."));
            return;
        }
        var near = NearestNames.Of(key.Value.Replace('_', ' '), known);
        meant.UnionWith(near);
        mistakes.Add(key.Wrong($"{Capital(What)} has no key '{key.Value}'.",
            near.Count > 0 ? $"Did you mean {YamlChoice.List(near)}?" : YamlChoice.Remedy(key.Value, known)));
    }

    public bool Has(string key) => Map.Find(key) is { IsNone: false };

    /// <summary>What stands behind a key; null where nothing does.</summary>
    public YamlNode? Find(string key) => Map.Find(key) is { IsNone: false } node ? node : null;

    /// <summary>Where a key stands; the whole thing where it does not.</summary>
    public YamlNode At(string key) => Map.Entries.FirstOrDefault(one => one.Key.Value == key).Key ?? (YamlNode)Map;

    /// <summary>What a key holds; something else where it is not there or wrong.</summary>
    public T Get<T>(string key, Func<YamlNode, T> read, T otherwise) =>
        Find(key) is { } node ? mistakes.Try(() => read(node), otherwise) : otherwise;

    /// <summary>What a key holds that has to be there.</summary>
    /// <returns>Null where it is not there or wrong, which is noted.</returns>
    public T? Need<T>(string key, Func<YamlNode, T?> read, string remedy) where T : class =>
        Has(key) ? Get(key, read, null) : Missing<T>(key, remedy);

    /// <summary>As <see cref="Need"/>, of values.</summary>
    public T? NeedValue<T>(string key, Func<YamlNode, T> read, string remedy) where T : struct
    {
        if (Has(key)) return Get<T?>(key, node => read(node), null);
        Missing<object>(key, remedy);
        return null;
    }

    T? Missing<T>(string key, string remedy) where T : class
    {
        if (!meant.Contains(key) && Map.Find(key) is null)
            mistakes.Add(Map.Wrong($"{Capital(What)} needs '{key}'.", remedy));
        return null;
    }

    /// <summary>What the items of a list are; a single one may stand by itself.</summary>
    public IReadOnlyList<T> List<T>(string key, Func<YamlNode, T?> read) where T : class
    {
        if (Find(key) is not { } node) return [];
        if (node is not YamlList list) return Get(key, read, null) is { } one ? [one] : [];
        if (list.IsFlow && list.Children.Any(IsCutRule))
        {
            mistakes.Add(RuleInside(list));
            return [];
        }
        return [.. list.Children.Select(item => mistakes.Try(() => read(item), null)).OfType<T>()];
    }

    /// <summary>Of several keys those that are there.</summary>
    public IReadOnlyList<string> Present(IEnumerable<string> keys) => [.. keys.Where(Has)];

    // The comma within its parentheses has ended it.
    static bool IsCutRule(YamlNode node) => node is YamlScalar scalar
        && scalar.Value.Count(letter => letter == '(') != scalar.Value.Count(letter => letter == ')');

    /// <summary>What is said of a rule that brackets or braces cut in pieces.</summary>
    static BadInputException RuleInside(YamlNode around) => around.Wrong(
        $"A rule with commas cannot stand inside {(around is YamlList ? "[ ]" : "{ }")}.",
        around is YamlList ? "Put each on a line of its own, behind \"- \"." : "Put each key on a line of its own.");

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
