using Perennial.Core;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Perennial.Operations;

/// <summary>Segments as YAML files: one set a file, its segments as name, rule and description.</summary>
static class SegmentFiles
{
    const string Prefix = "shop-segments/";

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
    public static IReadOnlyList<ShopSegment> ShippedFor(int bins, SegmentSet? rfm = null)
    {
        rfm ??= SegmentSets.Load(SegmentSets.Default);
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
        if (File.Exists(path)) return Parse(File.ReadAllText(path), path, bins);
        if (Directory.Exists(path))
        {
            var files = Directory.GetFiles(path, "*.yaml").Concat(Directory.GetFiles(path, "*.yml"));
            return
            [
                .. files.Order(StringComparer.Ordinal).SelectMany(file => Parse(File.ReadAllText(file), file, bins)),
            ];
        }
        throw new BadInputException(path, "There is no such file or folder.", "Name a YAML file, or a folder of them.");
    }

    /// <summary>Reads segments from YAML text. Their rules are not looked at yet.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="place">Where it comes from, for errors.</param>
    /// <param name="bins">The highest score in use.</param>
    /// <returns>Nothing where the file is for shops with another number of scores.</returns>
    public static IReadOnlyList<SegmentDraft> Parse(string yaml, string place, int bins)
    {
        var deserializer = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        SetFile? file;
        try
        {
            file = deserializer.Deserialize<SetFile?>(yaml);
        }
        catch (YamlException error)
        {
            throw new BadInputException($"{place} line {error.Start.Line}, column {error.Start.Column}",
                (error.InnerException ?? error).Message.TrimEnd('.') + ".",
                "Keys are set, bins and segments; a segment's are name, rule, description and replaces.");
        }
        if (file?.Segments is not { Count: > 0 } segments)
            throw new BadInputException(place, "It names no segments.", "List them under 'segments:'.");
        if (file.Bins is { } wanted && wanted != bins) return [];
        var set = file.Set ?? Path.GetFileNameWithoutExtension(place);
        return [.. segments.Select(segment => new SegmentDraft(new(segment.Name ?? "", segment.Rule ?? "")
        {
            Description = segment.Description, Set = set, Place = place,
        })
        {
            ReplacesShipped = SegmentDraft.Replaces(segment.Replaces, $"{place}, segment '{segment.Name}', replaces"),
        })];
    }

    sealed class SetFile
    {
        public string? Set { get; set; }
        public int? Bins { get; set; }
        public List<SegmentFile>? Segments { get; set; }
    }

    sealed class SegmentFile
    {
        public string? Name { get; set; }
        public string? Rule { get; set; }
        public string Description { get; set; } = "";
        public string? Replaces { get; set; }
    }
}
