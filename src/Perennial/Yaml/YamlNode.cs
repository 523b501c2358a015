using Perennial.Core;
using YamlDotNet.Core;

namespace Perennial.Yaml;

/// <summary>A value in a YAML text, which knows where it stands. Whoever expects something else of it says so by
/// reading it, and the error names the place.</summary>
abstract class YamlNode(YamlSource source, Mark start, string path)
{
    public int Line => (int)start.Line;

    public int Column => (int)start.Column;

    /// <summary>The keys that lead to it: <c>sources[0].name</c>; empty for the whole file.</summary>
    public string Path => path;

    /// <summary>File, line, column and path, for errors.</summary>
    public string Place => source.Place(Line, Column, path);

    protected YamlSource Source => source;

    protected Mark Start => start;

    /// <summary>Whether there is nothing behind the colon, or <c>null</c>.</summary>
    public virtual bool IsNone => false;

    /// <summary>Whether it is written in one go, between brackets or braces.</summary>
    public bool IsFlow => Source.Text.ElementAtOrDefault(Source.OffsetOf(Line, Column)) is '[' or '{';

    /// <summary>An error at this place.</summary>
    public BadInputException Wrong(string problem, string remedy) => new(Place, problem, remedy);

    /// <summary>The place of what a path leads to, or of what comes nearest to it on the way there.</summary>
    public string PlaceOf(string way)
    {
        var places = Everything().GroupBy(node => node.Path).ToDictionary(same => same.Key, same => same.First().Place);
        while (!places.ContainsKey(way)) way = way[..Math.Max(0, way.LastIndexOfAny(['.', '[']))];
        return places[way];
    }

    IEnumerable<YamlNode> Everything() => this switch
    {
        YamlMap map => [this, .. map.Entries.SelectMany(entry => entry.Value.Everything())],
        YamlList list => [this, .. list.Children.SelectMany(child => child.Everything())],
        _ => [this],
    };

    /// <summary>The keys and values that it has to be.</summary>
    /// <param name="problem">What is wrong where it is something else.</param>
    /// <param name="remedy">What to write.</param>
    public YamlMap Map(string problem, string remedy) => this as YamlMap ?? throw Wrong(problem, remedy);

    /// <summary>The items of the list that it has to be.</summary>
    public IReadOnlyList<YamlNode> Items() => this is YamlList list ? list.Children
        : throw Wrong($"{Named} is a list.", "Begin each item with '- '.");

    /// <summary>The text that it has to be, as written; empty where nothing stands there.</summary>
    public string Text() => this is YamlScalar scalar ? scalar.Value
        : throw Wrong($"{Named} is a text, not a list.", "Write it behind the colon.");

    /// <summary>The whole number that it has to be.</summary>
    public int Whole(int least, int most)
    {
        var text = Text();
        return YamlNumbers.TryWhole(text, out var value) && value >= least && value <= most ? (int)value
            : throw Wrong(NoValue(text), $"Write a whole number from {least} to {most}.");
    }

    /// <summary>The number that it has to be.</summary>
    public double Number(double least, double most)
    {
        var text = Text();
        return YamlNumbers.TryNumber(text, out var value) && value >= least && value <= most ? value
            : throw Wrong(NoValue(text), $"Write a number from {least} to {most}.");
    }

    /// <summary>The yes or no that it has to be.</summary>
    public bool Flag() => Text() switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        var text => throw Wrong(NoValue(text), "Write true or false."),
    };

    /// <summary>What it is called in errors: the last key that leads to it.</summary>
    internal string Named => path.Length == 0 ? "The file" : $"'{Name}'";

    string Name => path[(path.LastIndexOf('.') + 1)..];

    internal string NoValue(string text) => IsNone ? $"{Named} has no value." : $"'{text}' is no value for {Name}.";
}

/// <summary>A list.</summary>
sealed class YamlList(YamlSource source, Mark start, string path, IReadOnlyList<YamlNode> children)
    : YamlNode(source, start, path)
{
    public IReadOnlyList<YamlNode> Children => children;
}

/// <summary>Keys with values, in the order of the file. No key stands twice.</summary>
sealed class YamlMap(
    YamlSource source, Mark start, string path, IReadOnlyList<(YamlScalar Key, YamlNode Value)> entries)
    : YamlNode(source, start, path)
{
    public IReadOnlyList<(YamlScalar Key, YamlNode Value)> Entries => entries;

    /// <summary>What stands behind a key; null where the key is not there.</summary>
    public YamlNode? Find(string key)
    {
        foreach (var (name, value) in entries)
            if (name.Value == key) return value;
        return null;
    }

    /// <summary>The same as if only one of its keys were there.</summary>
    public YamlMap With(YamlScalar key, YamlNode value) => new(Source, Start, Path, [(key, value)]);

    /// <summary>Refuses keys that are none of those known, and names the nearest.</summary>
    /// <param name="what">What has these keys: "a destination".</param>
    /// <param name="known">The keys.</param>
    public YamlMap Only(string what, IReadOnlyCollection<string> known)
    {
        foreach (var (key, _) in entries)
        {
            if (known.Contains(key.Value)) continue;
            throw key.Wrong($"There is no key '{key.Value}' in {what}.", YamlChoice.Remedy(key.Value, known));
        }
        return this;
    }
}
