using Perennial.Channels.Destinations;
using Perennial.Channels.Outgoing;
using Perennial.Core;
using Perennial.Core.Parts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Perennial.Destinations;

/// <summary>Reads and checks <c>destinations.yaml</c>.</summary>
/// <param name="place">Where it comes from, for errors.</param>
/// <param name="segments">The segments there are.</param>
sealed partial class DestinationFile(string place, IReadOnlyCollection<string> segments)
{
    static readonly string[] keys =
    [
        "name", "kind", "identity", "mapping", "segments", "mode", "batch_size", "rate_per_second", "erasure",
        "allow_private", "addresses",
    ];

    static readonly string[] mappingKeys = ["from", "to", "transform", "default"];

    static readonly string[] sources =
        [.. Columns.Shown.Select(column => column.Name), .. SentAttribute.Names];

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">Something in it is wrong: says where, what, and what to do.</exception>
    public static IReadOnlyList<DestinationSettings> Read(string path, IReadOnlyCollection<string> segments)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException(path, "There is no such file.",
                "Name a YAML file that lists destinations; docs/guide/destinations.md shows one.");
        }
        return Parse(File.ReadAllText(path), path, segments);
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="BadInputException">As <see cref="Read"/>.</exception>
    public static IReadOnlyList<DestinationSettings> Parse(
        string yaml, string place, IReadOnlyCollection<string> segments)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException error)
        {
            throw new BadInputException($"{place} line {error.Start.Line}, column {error.Start.Column}",
                error.Message.TrimEnd('.') + ".", "Correct the file and load it again.");
        }
        return new DestinationFile(place, segments).All(stream);
    }

    List<DestinationSettings> All(YamlStream stream)
    {
        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlMappingNode root)
            throw new BadInputException(place, "It lists no destinations.", "List them under 'destinations:'.");
        var top = Map(root, "the file", ["destinations"]);
        if (!top.TryGetValue("destinations", out var list))
            throw Wrong(root, "It lists no destinations.", "List them under 'destinations:'.");
        var found = new List<DestinationSettings>();
        foreach (var node in Items(list, "destinations"))
        {
            var one = One(node);
            if (found.Any(other => other.Name == one.Name))
                throw Wrong(node, $"Two destinations are called '{one.Name}'.", "Rename one.");
            found.Add(one);
        }
        return found;
    }

    DestinationSettings One(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
            throw Wrong(node, "A destination is a list of keys.", "Begin with '- name: …' and 'kind: …'.");
        var kind = KindOf(mapping);
        var map = Map(mapping, $"a destination of kind {kind.Name}",
            [.. keys, .. kind.Settings.Select(setting => setting.Name)]);
        var settings = new DestinationSettings
        {
            Name = NameOf(mapping, map),
            Kind = kind.Name,
            Values = kind.Settings.Where(setting => map.ContainsKey(setting.Name))
                .ToDictionary(
                    setting => setting.Name, setting => (IReadOnlyList<string>)ValuesOf(map[setting.Name], setting)),
            Identity = IdentityOf(mapping, map, kind),
            Mapping = map.TryGetValue("mapping", out var fields)
                ? [.. Items(fields, "mapping").Select(FieldOf)] : [],
            Segments = map.TryGetValue("segments", out var told) ? SegmentsOf(told) : [],
            Mode = map.TryGetValue("mode", out var mode) ? ModeOf(mode, kind) : kind.Modes[0],
            BatchSize = map.TryGetValue("batch_size", out var size)
                ? (int)Number(size, "batch_size", 1, kind.MostPerBatch) : kind.BatchSize,
            RatePerSecond = map.TryGetValue("rate_per_second", out var rate)
                ? Number(rate, "rate_per_second", 0.01, 10_000) : kind.RatePerSecond,
            Erasure = map.TryGetValue("erasure", out var erasure) ? OneOf<ErasureMode>(erasure, "erasure") : default,
            Addresses = map.TryGetValue("addresses", out var sent) ? OneOf<AddressMode>(sent, "addresses") : default,
            AllowPrivate = map.TryGetValue("allow_private", out var open) && Flag(open, "allow_private"),
        };
        foreach (var setting in kind.Settings.Where(one => !one.IsOptional && !settings.Values.ContainsKey(one.Name)))
        {
            throw Wrong(mapping, $"'{settings.Name}' lacks '{setting.Name}': {setting.What}.",
                $"Add '{setting.Name}: {(setting.IsSecret ? "${NAME}" : "…")}'.");
        }
        settings = WithKey(settings, kind);
        CheckWhole(mapping, settings, kind);
        return settings;
    }

    // Rows of which nobody can say whose they are serve nobody.
    static DestinationSettings WithKey(DestinationSettings settings, DestinationKind kind) =>
        !kind.RowsNeedKey || settings.Identity is not null
            || settings.Mapping.Any(field => SentAttribute.Identities.Contains(field.From)) ? settings
            : settings with { Identity = new FieldMapping("key", "key"), GotKey = true };

    void CheckWhole(YamlMappingNode mapping, DestinationSettings settings, DestinationKind kind)
    {
        if (settings.Mapping.Count == 0 && settings.Segments.Count == 0)
        {
            throw Wrong(mapping, $"'{settings.Name}' would never be sent anything.",
                "List fields under 'mapping:', or segments under 'segments:'.");
        }
        var twice = settings.Mapping.Select(field => field.To)
            .Concat((kind.NeedsIdentity || settings.GotKey) && settings.Identity is { } by ? [by.To] : [])
            .GroupBy(to => to).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw Wrong(mapping, $"The field '{twice.Key}' of '{settings.Name}' is filled twice.",
                "Leave one out; the identity fills its own field.");
        }
        foreach (var setting in kind.Settings.Where(setting => setting.IsAddress))
        {
            // A whole address in a variable is looked at when it is called.
            if (settings.Value(setting.Name) is { } address && !address.Contains("${"))
                Guard(mapping, () => AddressGuard.Check(address, settings.Receiver));
        }
    }

    void Guard(YamlNode node, Action check)
    {
        try
        {
            check();
        }
        catch (BadInputException error)
        {
            throw Wrong(node, error.Problem, error.Remedy);
        }
    }

    DestinationKind KindOf(YamlMappingNode mapping)
    {
        var node = mapping.Children.FirstOrDefault(child => child.Key is YamlScalarNode { Value: "kind" }).Value;
        string[] kinds = [.. DestinationKind.All.Select(kind => kind.Name)];
        if (node is not YamlScalarNode { Value: { Length: > 0 } name })
            throw Wrong(mapping, "A destination has no kind.", $"Add 'kind:' and one of {List(kinds)}.");
        return DestinationKind.Find(name)
            ?? throw Wrong(node, $"There is no kind '{name}'.", Nearest(name, kinds));
    }

    string NameOf(YamlMappingNode mapping, Dictionary<string, YamlNode> map)
    {
        if (!map.TryGetValue("name", out var node))
            throw Wrong(mapping, "A destination has no name.", "Add 'name:' and a word of your own for it.");
        var name = Text(node, "name");
        if (name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)
            || c is '-' or '_')) return name;
        throw Wrong(node, $"'{name}' cannot be a name: it stands in the keys that receivers see.",
            "Use up to 40 small letters, digits, - and _.");
    }
}
