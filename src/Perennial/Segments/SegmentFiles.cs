using Perennial.Core;
using Perennial.Core.Rfm;
using Perennial.Core.Segments;
using Perennial.Rfm;
using Perennial.Yaml;

namespace Perennial.Segments;

/// <summary>Segments as YAML files: one set a file, its segments as name, rule and description.</summary>
static class SegmentFiles
{
    const string Prefix = "shop-segments/";
    const string WhatToList = "List segments under 'segments:', each with name and rule.";

    // Stands in shipped rules for the names of the best: every RFM set has its own.
    const string BestNames = "{best}";

    /// <summary>Names of the sets that ship with the program.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
    [
        .. typeof(SegmentFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..])).Order(),
    ];

    /// <summary>The segments that ship with the program.</summary>
    /// <param name="bins">The highest score in use: sets that speak of other scores are left out.</param>
    /// <param name="rfm">The RFM segment set in use, whose names they speak of; null for the default.</param>
    public static IReadOnlyList<ShopSegment> ShippedFor(int bins, RfmSegmentSet? rfm = null)
    {
        rfm ??= RfmSegmentSets.Load(RfmSegmentSets.Default);
        var best = string.Join(", ", rfm.Best.Select(name => $"'{name.Replace("'", "''")}'"));
        return [.. Shipped.SelectMany(name => OfShipped(name, bins)).Select(segment =>
            segment with { Rule = segment.Rule.Replace(BestNames, best) })];
    }

    static IEnumerable<ShopSegment> OfShipped(string name, int bins)
    {
        using var stream = typeof(SegmentFiles).Assembly.GetManifestResourceStream($"{Prefix}{name}.yaml")!;
        return Parse(new StreamReader(stream).ReadToEnd(), name, bins).Select(draft => draft.Segment);
    }

    /// <summary>The segments of a file, or of all YAML files of a folder.</summary>
    /// <exception cref="BadInputException">There is no such file, or one cannot be read.</exception>
    public static IReadOnlyList<SegmentDraft> Read(string path, int bins)
    {
        if (File.Exists(path)) return OfFile(path, bins);
        if (Directory.Exists(path))
        {
            var files = Directory.GetFiles(path, "*.yaml").Concat(Directory.GetFiles(path, "*.yml"));
            return [.. files.Order(StringComparer.Ordinal).SelectMany(file => OfFile(file, bins))];
        }
        throw new BadInputException(path, "There is no such file or folder.", "Name a YAML file, or a folder of them.");
    }

    static IReadOnlyList<SegmentDraft> OfFile(string path, int bins) =>
        Parse(YamlFile.Text(path, "Name a YAML file, or a folder of them."), path, bins);

    /// <summary>Reads segments from YAML text. Their rules are not looked at yet.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Where it comes from, for errors.</param>
    /// <param name="bins">The highest score in use.</param>
    /// <returns>Nothing where the file is for shops with another number of scores.</returns>
    public static IReadOnlyList<SegmentDraft> Parse(string yaml, string file, int bins)
    {
        var top = YamlReader.Read(yaml, file, WhatToList).Map("It names no segments.", WhatToList)
            .Only("a file of segments", ["set", "bins", "segments"]);
        if (top.Find("segments") is not { IsNone: false } list || list.Items() is not { Count: > 0 } items)
            throw top.Wrong("It names no segments.", WhatToList);
        var segments = items.Select(item => SegmentOf(item, top.Find("set")?.Text() ??
            Path.GetFileNameWithoutExtension(file))).ToList();
        return top.Find("bins") is { } wanted && wanted.Whole(2, 10) != bins ? [] : segments;
    }

    static SegmentDraft SegmentOf(YamlNode item, string set)
    {
        var map = item.Map("A segment has a name and a rule.", "Write '- name: …' and 'rule: …'.")
            .Only("a segment", ["name", "rule", "description", "replaces"]);
        var segment = new ShopSegment(TextOf(map, "name"), "")
        {
            Description = TextOf(map, "description"), Set = set, Place = item.Place,
        };
        var draft = new SegmentDraft(segment)
        {
            ReplacesShipped = SegmentDraft.Replaces(TextOf(map, "replaces"), map.Find("replaces")?.Place ?? ""),
        };
        if (map.Find("rule") is not { } node) return draft;
        var rule = node.Text();
        var blanks = rule.Length - rule.TrimStart().Length;
        return draft with
        {
            Segment = segment with
            {
                Rule = rule.Trim(), PlaceAt = offset => ((YamlScalar)node).PlaceAt(offset + blanks),
            },
        };
    }

    static string TextOf(YamlMap map, string key) => map.Find(key) is { IsNone: false } value ? value.Text() : "";
}
