using Perennial.Core.Strategies;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>What files call their strategies and steps, before any of them is read: rules in them speak of each other.
/// </summary>
sealed class WrittenNames
{
    readonly HashSet<string> strategies = [], steps = [];

    /// <param name="roots">The files.</param>
    public WrittenNames(IEnumerable<YamlNode> roots)
    {
        foreach (var root in roots.OfType<YamlMap>())
        {
            if (NameOf(root) is { } name) strategies.Add(name);
            if (root.Find("steps") is { } all) Note(all);
        }
    }

    /// <summary>The strategies.</summary>
    public IReadOnlySet<string> Strategies => strategies;

    /// <summary>Their steps, by whatever may be their names.</summary>
    public IReadOnlySet<string> Steps => steps;

    /// <summary>The name of a strategy; null where there is none.</summary>
    public static string? NameOf(YamlNode? root) =>
        root is YamlMap map && map.Find("strategy") is YamlScalar { Value: var name } ? name.Trim() : null;

    void Note(YamlNode node)
    {
        if (node is YamlList list)
            foreach (var child in list.Children) Note(child);
        if (node is not YamlMap map) return;
        foreach (var (key, value) in map.Entries)
        {
            if (key.Value == "name") Add(value);
            else if (StepReader.Contacts.Contains(key.Value)) Contact(key.Value, value);
            Note(value);
        }
    }

    // A step that has no name is called after what it says, else after what it is.
    void Contact(string word, YamlNode content)
    {
        steps.Add(word);
        Add(content);
        if (content is not YamlMap inner) return;
        if (ContactReader.Kinds.TryGetValue(Enum.Parse<ContactKind>(word, ignoreCase: true), out var kind))
            Add(inner.Find(kind.Short));
        Add(inner.Find("event"));
        Add(inner.Find("text"));
    }

    void Add(YamlNode? name)
    {
        if (name is YamlScalar { Value: { Length: > 0 } text }) steps.Add(text.Trim());
    }
}
