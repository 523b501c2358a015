using System.Globalization;
using Perennial.Core;
using Perennial.Core.Segments;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Perennial.Rfm;

/// <summary>Named segment sets: those that ship with the program, and a shop's own from a YAML file.</summary>
static class SegmentSets
{
    public const string Default = "rfm-125";

    const string Prefix = "segment-sets/";

    /// <summary>Names of the sets that ship with the program.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
    [
        .. typeof(SegmentSets).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..])).Order(),
    ];

    /// <summary>A shipped set by name, or a set from a YAML file by its path.</summary>
    /// <exception cref="BadInputException">There is neither, or the set breaks a rule.</exception>
    public static SegmentSet Load(string nameOrPath)
    {
        if (Shipped.Contains(nameOrPath))
        {
            using var shipped = typeof(SegmentSets).Assembly.GetManifestResourceStream($"{Prefix}{nameOrPath}.yaml")!;
            return Parse(new StreamReader(shipped).ReadToEnd(), nameOrPath);
        }
        if (!File.Exists(nameOrPath))
        {
            throw new BadInputException($"segment set '{nameOrPath}'", "There is no such set and no such file.",
                $"Name one of {string.Join(", ", Shipped)}, or a YAML file.");
        }
        return Parse(File.ReadAllText(nameOrPath), nameOrPath);
    }

    /// <summary>Reads a set from YAML text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="place">Where it comes from, for errors.</param>
    public static SegmentSet Parse(string yaml, string place)
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
                "Keys are segment_set, bins, otherwise, note and segments; "
                + "a segment's are name, note, r, f, m, fxm and codes.");
        }
        if (file?.Segments is null)
            throw new BadInputException(place, "It names no segments.", "List them under 'segments:'.");
        var name = file.SegmentSet ?? Path.GetFileNameWithoutExtension(place);
        var rules = file.Segments.Select(rule => ToRule(rule, place)).ToList();
        return new SegmentSet(name, file.Bins, rules, file.Otherwise) { Note = file.Note };
    }

    static SegmentRule ToRule(RuleFile rule, string place)
    {
        var where = $"{place}, segment '{rule.Name}'";
        return new SegmentRule
        {
            Name = rule.Name ?? "",
            Note = rule.Note,
            R = Range(rule.R, where, "r"),
            F = Range(rule.F, where, "f"),
            M = Range(rule.M, where, "m"),
            Fxm = Range(rule.Fxm, where, "fxm"),
            Codes = rule.Codes,
        };
    }

    static ScoreRange? Range(string? text, string place, string measure)
    {
        if (text is null) return null;
        var ends = text.Split('-');
        if (ends.Length <= 2 && int.TryParse(ends[0], NumberStyles.None, null, out var from)
            && int.TryParse(ends[^1], NumberStyles.None, null, out var to)) return new ScoreRange(from, to);
        throw new BadInputException(place, $"{measure}: '{text}' is no range of scores.", "Write 4 or 4-5.");
    }

    sealed class SetFile
    {
        public string? SegmentSet { get; set; }
        public int Bins { get; set; } = 5;
        public string Otherwise { get; set; } = "Others";
        public string Note { get; set; } = "";
        public List<RuleFile>? Segments { get; set; }
    }

    sealed class RuleFile
    {
        public string? Name { get; set; }
        public string Note { get; set; } = "";
        public string? R { get; set; }
        public string? F { get; set; }
        public string? M { get; set; }
        public string? Fxm { get; set; }
        public List<int> Codes { get; set; } = [];
    }
}
