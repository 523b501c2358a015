using System.Text.Json;
using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Yaml;

namespace Perennial.Destinations;

// Single values, and what is wrong with them.
sealed partial class DestinationFile
{
    FieldMapping? IdentityOf(YamlMap map, DestinationKind kind)
    {
        IReadOnlyCollection<string> possible =
            kind.OnlyThoseIdentities ? [.. kind.IdentityFields.Keys] : SentAttribute.Identities;
        if (map.Find("identity") is not { } node)
        {
            if (!kind.NeedsIdentity) return null;
            throw map.Wrong($"A destination of kind {kind.Name} has no identity: what tells customers apart.",
                $"Add 'identity:' and one of {YamlChoice.List(possible)}.");
        }
        var field = node is YamlScalar scalar
            ? new FieldMapping(scalar.Value, "") : FieldOf(node, isIdentity: true);
        if (!possible.Contains(field.From))
        {
            throw node.Wrong($"Customers cannot be told apart by '{field.From}' there.",
                YamlChoice.Remedy(field.From, possible));
        }
        return field.To.Length > 0 ? field
            : field with { To = kind.IdentityFields.GetValueOrDefault(field.From, field.From) };
    }

    FieldMapping FieldOf(YamlNode node) => FieldOf(node, isIdentity: false);

    FieldMapping FieldOf(YamlNode node, bool isIdentity)
    {
        if (node is YamlScalar { Value: { Length: > 0 } same })
        {
            CheckSource(node, same);
            return new FieldMapping(same, FieldMapping.SegmentOf(same) ?? same);
        }
        var map = node.Map("A field is not said.", "Write {from: orders, to: Orders__c}.")
            .Only("a field", mappingKeys);
        if (map.Find("from") is not { } from)
            throw node.Wrong("A field says nothing of where it comes from.", "Add 'from:' and a column.");
        var source = from.Text();
        if (!isIdentity) CheckSource(from, source);
        var to = map.Find("to")?.Text() ?? "";
        if (to.Length == 0 && !isIdentity) to = FieldMapping.SegmentOf(source) ?? source;
        return new FieldMapping(source, to)
        {
            Transforms = map.Find("transform") is { } how ? TransformsOf(how) : [],
            Default = map.Find("default")?.Text(),
        };
    }

    void CheckSource(YamlNode node, string source)
    {
        if (FieldMapping.SegmentOf(source) is { } segment) CheckSegment(node, segment);
        else if (!sources.Contains(source) && !source.StartsWith(AttributeSet.OwnPrefix, StringComparison.Ordinal))
        {
            throw node.Wrong($"There is no column or attribute '{source}'.",
                NearestNames.Of(source, sources) is { Count: > 0 } near ? $"Did you mean {YamlChoice.List(near)}?"
                    : "docs/reference/columns.md lists columns; attributes are "
                        + YamlChoice.List(SentAttribute.Names) + ".");
        }
    }

    void CheckSegment(YamlNode node, string segment)
    {
        if (!segments.Contains(segment))
            throw node.Wrong($"There is no segment '{segment}'.", YamlChoice.Remedy(segment, segments));
    }

    List<string> SegmentsOf(YamlNode node)
    {
        if (node is YamlScalar { Value: DestinationSettings.AllSegments }) return [DestinationSettings.AllSegments];
        var names = new List<string>();
        foreach (var item in node.Items())
        {
            var name = item.Text();
            CheckSegment(item, name);
            names.Add(name);
        }
        return names;
    }

    static List<FieldTransform> TransformsOf(YamlNode node) =>
        [.. (node is YamlList list ? list.Children : [node]).Select(one =>
            OneOf<FieldTransform>(one, "transform"))];

    static List<string> ValuesOf(YamlNode node, DestinationSetting setting)
    {
        if (node is YamlList && !setting.IsMany)
            throw node.Wrong($"'{setting.Name}' is one value, not a list.", "Write it behind the colon.");
        var values = new List<string>();
        foreach (var item in node is YamlList list ? list.Children : [node])
        {
            var text = item.Text();
            if (text.Length == 0) throw item.Wrong($"'{setting.Name}' is empty.", $"Say {setting.What}.");
            if (setting.IsSecret && !DestinationContext.IsSecret(text))
            {
                throw item.Wrong($"'{setting.Name}' is a secret, and a file is no place for one.",
                    "Put it into an environment variable, and write ${ITS_NAME} here.");
            }
            values.Add(text);
        }
        return values;
    }

    static DestinationMode ModeOf(YamlNode node, DestinationKind kind)
    {
        var mode = OneOf<DestinationMode>(node, "mode");
        if (kind.Modes.Contains(mode)) return mode;
        throw node.Wrong($"A destination of kind {kind.Name} cannot {node.Text()}.",
            $"Its mode is {YamlChoice.List([.. kind.Modes.Select(one => $"{one}".ToLowerInvariant())])}.");
    }

    static T OneOf<T>(YamlNode node, string key)
        where T : struct, Enum
    {
        var text = node.Text();
        string[] names = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
        var place = Array.IndexOf(names, text);
        return place >= 0 ? Enum.GetValues<T>()[place]
            : throw node.Wrong($"There is no {key} '{text}'.", YamlChoice.Remedy(text, names));
    }
}
