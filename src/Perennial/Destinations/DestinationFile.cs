using Perennial.Channels.Destinations;
using Perennial.Channels.Outgoing;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Yaml;

namespace Perennial.Destinations;

/// <summary>Reads and checks <c>destinations.yaml</c>.</summary>
/// <param name="segments">The segments there are.</param>
sealed partial class DestinationFile(IReadOnlyCollection<string> segments)
{
    static readonly string[] keys =
    [
        "name", "kind", "identity", "mapping", "segments", "mode", "batch_size", "rate_per_second", "erasure",
        "merged", "allow_private", "addresses",
    ];

    static readonly string[] mappingKeys = ["from", "to", "transform", "default"];

    static readonly string[] sources =
        [.. Columns.Shown.Select(column => column.Name), .. SentAttribute.Names];

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">Something in it is wrong: says where, what, and what to do.</exception>
    public static IReadOnlyList<DestinationSettings> Read(string path, IReadOnlyCollection<string> segments)
    {
        var text = YamlFile.Text(
            path, "Name a YAML file that lists destinations; docs/guide/destinations.md shows one.");
        return Parse(text, path, segments);
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="BadInputException">As <see cref="Read"/>.</exception>
    public static IReadOnlyList<DestinationSettings> Parse(
        string yaml, string file, IReadOnlyCollection<string> segments)
    {
        const string list = "List them under 'destinations:'.";
        var top = YamlReader.Read(yaml, file, list).Map("It lists no destinations.", list)
            .Only("the file", ["destinations"]);
        return new DestinationFile(segments).All(
            top.Find("destinations") ?? throw top.Wrong("It lists no destinations.", list));
    }

    List<DestinationSettings> All(YamlNode list)
    {
        var found = new List<DestinationSettings>();
        foreach (var node in list.Items())
        {
            var one = One(node);
            if (found.Any(other => other.Name == one.Name))
                throw node.Wrong($"Two destinations are called '{one.Name}'.", "Rename one.");
            found.Add(one);
        }
        return found;
    }

    DestinationSettings One(YamlNode node)
    {
        var map = node.Map("A destination is a list of keys.", "Begin with '- name: …' and 'kind: …'.");
        var kind = KindOf(map);
        map.Only($"a destination of kind {kind.Name}", [.. keys, .. kind.Settings.Select(setting => setting.Name)]);
        var settings = new DestinationSettings
        {
            Name = NameOf(map),
            Kind = kind.Name,
            Values = kind.Settings.Where(setting => map.Find(setting.Name) is not null)
                .ToDictionary(
                    setting => setting.Name,
                    setting => (IReadOnlyList<string>)ValuesOf(map.Find(setting.Name)!, setting)),
            Identity = IdentityOf(map, kind),
            Mapping = map.Find("mapping") is { } fields ? [.. fields.Items().Select(FieldOf)] : [],
            Segments = map.Find("segments") is { } told ? SegmentsOf(told) : [],
            Mode = map.Find("mode") is { } mode ? ModeOf(mode, kind) : kind.Modes[0],
            BatchSize = map.Find("batch_size")?.Whole(1, kind.MostPerBatch) ?? kind.BatchSize,
            RatePerSecond = map.Find("rate_per_second")?.Number(0.01, 10_000) ?? kind.RatePerSecond,
            Erasure = map.Find("erasure") is { } erasure ? OneOf<ErasureMode>(erasure, "erasure") : default,
            Merged = map.Find("merged") is { } merged ? OneOf<MergeMode>(merged, "merged") : default,
            Addresses = map.Find("addresses") is { } sent ? OneOf<AddressMode>(sent, "addresses") : default,
            AllowPrivate = map.Find("allow_private")?.Flag() ?? false,
        };
        foreach (var setting in kind.Settings.Where(one => !one.IsOptional && !settings.Values.ContainsKey(one.Name)))
        {
            throw map.Wrong($"'{settings.Name}' lacks '{setting.Name}': {setting.What}.",
                $"Add '{setting.Name}: {(setting.IsSecret ? "${NAME}" : "…")}'.");
        }
        settings = WithKey(settings, kind);
        CheckWhole(map, settings, kind);
        return settings;
    }

    // Rows of which nobody can say whose they are serve nobody.
    static DestinationSettings WithKey(DestinationSettings settings, DestinationKind kind) =>
        !kind.RowsNeedKey || settings.Identity is not null
            || settings.Mapping.Any(field => SentAttribute.Identities.Contains(field.From)) ? settings
            : settings with { Identity = new FieldMapping("key", "key"), GotKey = true };

    static void CheckWhole(YamlMap map, DestinationSettings settings, DestinationKind kind)
    {
        if (settings.Mapping.Count == 0 && settings.Segments.Count == 0)
        {
            throw map.Wrong($"'{settings.Name}' would never be sent anything.",
                "List fields under 'mapping:', or segments under 'segments:'.");
        }
        var twice = settings.Mapping.Select(field => field.To)
            .Concat((kind.NeedsIdentity || settings.GotKey) && settings.Identity is { } by ? [by.To] : [])
            .GroupBy(to => to).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw map.Wrong($"The field '{twice.Key}' of '{settings.Name}' is filled twice.",
                "Leave one out; the identity fills its own field.");
        }
        foreach (var setting in kind.Settings.Where(setting => setting.IsAddress))
        {
            // A whole address in a variable is looked at when it is called.
            if (settings.Value(setting.Name) is { } address && !address.Contains("${"))
                Guard(map, () => AddressGuard.Check(address, settings.Receiver));
        }
    }

    static void Guard(YamlNode node, Action check)
    {
        try
        {
            check();
        }
        catch (BadInputException error)
        {
            throw node.Wrong(error.Problem, error.Remedy);
        }
    }

    static DestinationKind KindOf(YamlMap map)
    {
        string[] kinds = [.. DestinationKind.All.Select(kind => kind.Name)];
        if (map.Find("kind") is not YamlScalar { Value: { Length: > 0 } name } node)
            throw map.Wrong("A destination has no kind.", $"Add 'kind:' and one of {YamlChoice.List(kinds)}.");
        return DestinationKind.Find(name)
            ?? throw node.Wrong($"There is no kind '{name}'.", YamlChoice.Remedy(name, kinds));
    }

    static string NameOf(YamlMap map)
    {
        if (map.Find("name") is not { } node)
            throw map.Wrong("A destination has no name.", "Add 'name:' and a word of your own for it.");
        var name = node.Text();
        if (name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)
            || c is '-' or '_')) return name;
        throw node.Wrong($"'{name}' cannot be a name: it stands in the keys that receivers see.",
            "Use up to 40 small letters, digits, - and _.");
    }
}
