using System.Globalization;
using System.Text.Json;
using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Core.Segments.Rules;
using YamlDotNet.RepresentationModel;

namespace Perennial.Destinations;

// Single values, and what is wrong with them.
sealed partial class DestinationFile
{

    FieldMapping? IdentityOf(YamlMappingNode mapping, Dictionary<string, YamlNode> map, DestinationKind kind)
    {
        IReadOnlyCollection<string> possible =
            kind.OnlyThoseIdentities ? [.. kind.IdentityFields.Keys] : SentAttribute.Identities;
        if (!map.TryGetValue("identity", out var node))
        {
            if (!kind.NeedsIdentity) return null;
            throw Wrong(mapping, $"A destination of kind {kind.Name} has no identity: what tells customers apart.",
                $"Add 'identity:' and one of {List(possible)}.");
        }
        var field = node is YamlScalarNode scalar
            ? new FieldMapping(scalar.Value ?? "", "") : FieldOf(node, isIdentity: true);
        if (!possible.Contains(field.From))
        {
            throw Wrong(node, $"Customers cannot be told apart by '{field.From}' there.",
                Nearest(field.From, possible));
        }
        return field.To.Length > 0 ? field
            : field with { To = kind.IdentityFields.GetValueOrDefault(field.From, field.From) };
    }

    FieldMapping FieldOf(YamlNode node) => FieldOf(node, isIdentity: false);

    FieldMapping FieldOf(YamlNode node, bool isIdentity)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } same })
        {
            CheckSource(node, same);
            return new FieldMapping(same, FieldMapping.SegmentOf(same) ?? same);
        }
        if (node is not YamlMappingNode mapping)
            throw Wrong(node, "A field is not said.", "Write {from: orders, to: Orders__c}.");
        var map = Map(mapping, "a field", mappingKeys);
        if (!map.TryGetValue("from", out var from))
            throw Wrong(node, "A field says nothing of where it comes from.", "Add 'from:' and a column.");
        var source = Text(from, "from");
        if (!isIdentity) CheckSource(from, source);
        var to = map.TryGetValue("to", out var field) ? Text(field, "to") : "";
        if (to.Length == 0 && !isIdentity) to = FieldMapping.SegmentOf(source) ?? source;
        return new FieldMapping(source, to)
        {
            Transforms = map.TryGetValue("transform", out var how) ? TransformsOf(how) : [],
            Default = map.TryGetValue("default", out var value) ? Text(value, "default") : null,
        };
    }

    void CheckSource(YamlNode node, string source)
    {
        if (FieldMapping.SegmentOf(source) is { } segment) CheckSegment(node, segment);
        else if (!sources.Contains(source))
        {
            throw Wrong(node, $"There is no column or attribute '{source}'.",
                NearestNames.Of(source, sources) is { Count: > 0 } near ? $"Did you mean {List(near)}?"
                    : "docs/reference/columns.md lists columns; attributes are " + List(SentAttribute.Names) + ".");
        }
    }

    void CheckSegment(YamlNode node, string segment)
    {
        if (!segments.Contains(segment))
            throw Wrong(node, $"There is no segment '{segment}'.", Nearest(segment, segments));
    }

    List<string> SegmentsOf(YamlNode node)
    {
        if (node is YamlScalarNode { Value: DestinationSettings.AllSegments }) return [DestinationSettings.AllSegments];
        var names = new List<string>();
        foreach (var item in Items(node, "segments"))
        {
            var name = Text(item, "segments");
            CheckSegment(item, name);
            names.Add(name);
        }
        return names;
    }

    List<FieldTransform> TransformsOf(YamlNode node) =>
        [.. (node is YamlSequenceNode list ? list.Children : [node]).Select(one =>
            OneOf<FieldTransform>(one, "transform"))];

    List<string> ValuesOf(YamlNode node, DestinationSetting setting)
    {
        if (node is YamlSequenceNode && !setting.IsMany)
            throw Wrong(node, $"'{setting.Name}' is one value, not a list.", "Write it behind the colon.");
        var values = new List<string>();
        foreach (var item in node is YamlSequenceNode list ? list.Children : [node])
        {
            var text = Text(item, setting.Name);
            if (text.Length == 0) throw Wrong(item, $"'{setting.Name}' is empty.", $"Say {setting.What}.");
            if (setting.IsSecret && !DestinationContext.IsSecret(text))
            {
                throw Wrong(item, $"'{setting.Name}' is a secret, and a file is no place for one.",
                    "Put it into an environment variable, and write ${ITS_NAME} here.");
            }
            values.Add(text);
        }
        return values;
    }

    DestinationMode ModeOf(YamlNode node, DestinationKind kind)
    {
        var mode = OneOf<DestinationMode>(node, "mode");
        if (kind.Modes.Contains(mode)) return mode;
        throw Wrong(node, $"A destination of kind {kind.Name} cannot {Text(node, "mode")}.",
            $"Its mode is {List([.. kind.Modes.Select(one => $"{one}".ToLowerInvariant())])}.");
    }

    T OneOf<T>(YamlNode node, string key)
        where T : struct, Enum
    {
        var text = Text(node, key);
        string[] names = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
        var place = Array.IndexOf(names, text);
        return place >= 0 ? Enum.GetValues<T>()[place]
            : throw Wrong(node, $"There is no {key} '{text}'.", Nearest(text, names));
    }

    double Number(YamlNode node, string key, double least, double most)
    {
        var text = Text(node, key);
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        throw Wrong(node, $"'{text}' is no value for {key}.",
            string.Create(CultureInfo.InvariantCulture, $"Write a number from {least} to {most}."));
    }

    bool Flag(YamlNode node, string key) => Text(node, key) switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        var text => throw Wrong(node, $"'{text}' is no value for {key}.", "Write true or false."),
    };

    string Text(YamlNode node, string key) => node is YamlScalarNode scalar ? scalar.Value ?? ""
        : throw Wrong(node, $"'{key}' is a text, not a list.", "Write it behind the colon.");

    IEnumerable<YamlNode> Items(YamlNode node, string key) => node is YamlSequenceNode list ? list.Children
        : throw Wrong(node, $"'{key}' is a list.", "Begin each item with '- '.");

    Dictionary<string, YamlNode> Map(YamlMappingNode mapping, string what, IReadOnlyCollection<string> known)
    {
        var map = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(name)) throw Wrong(key, $"There is no key '{name}' in {what}.", Nearest(name, known));
            map[name] = value;
        }
        return map;
    }

    static string Nearest(string wrong, IReadOnlyCollection<string> valid) =>
        NearestNames.Of(wrong, valid) is { Count: > 0 } near ? $"Did you mean {List(near)}?"
            : valid.Count == 0 ? "There is none yet." : $"There is {List(valid)}.";

    static string List(IReadOnlyCollection<string> names)
    {
        var quoted = names.Take(20).Select(name => $"'{name}'").ToList();
        return quoted.Count == 1 ? quoted[0] : $"{string.Join(", ", quoted.SkipLast(1))} or {quoted[^1]}";
    }

    BadInputException Wrong(YamlNode node, string problem, string remedy) =>
        new($"{place} line {node.Start.Line}, column {node.Start.Column}", problem, remedy);
}
