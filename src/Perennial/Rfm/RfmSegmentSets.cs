using System.Globalization;
using Perennial.Core;
using Perennial.Core.Rfm;
using Perennial.Yaml;

namespace Perennial.Rfm;

/// <summary>RFM segment sets: those that ship with the program, and a shop's own from a YAML file.</summary>
static class RfmSegmentSets
{
    public const string Default = "rfm-125";

    const string Prefix = "rfm-segment-sets/";
    const string Name = "rfm_segment_set", List = "rfm_segments";
    // What the two were called before; files say so still.
    const string FormerName = "segment_set", FormerList = "segments";
    const string WhatToList = $"List them under '{List}:'.";

    /// <summary>Names of the sets that ship with the program.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
    [
        .. typeof(RfmSegmentSets).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..])).Order(),
    ];

    /// <summary>A shipped set by name, or a set from a YAML file by its path.</summary>
    /// <exception cref="BadInputException">There is neither, or the set breaks a rule.</exception>
    public static RfmSegmentSet Load(string nameOrPath)
    {
        if (Shipped.Contains(nameOrPath))
        {
            using var shipped =
                typeof(RfmSegmentSets).Assembly.GetManifestResourceStream($"{Prefix}{nameOrPath}.yaml")!;
            return Parse(new StreamReader(shipped).ReadToEnd(), nameOrPath);
        }
        var others = $"Name one of {string.Join(", ", Shipped)}, or a YAML file.";
        if (!File.Exists(nameOrPath))
        {
            throw new BadInputException(
                $"RFM segment set '{nameOrPath}'", "There is no such set and no such file.", others);
        }
        return Parse(YamlFile.Text(nameOrPath, others), nameOrPath);
    }

    /// <summary>Reads a set from YAML text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Where it comes from, for errors.</param>
    public static RfmSegmentSet Parse(string yaml, string file)
    {
        var top = YamlReader.Read(yaml, file, WhatToList).Map("It names no RFM segments.", WhatToList)
            .Only("an RFM segment set", [Name, "bins", "otherwise", "note", List, FormerName, FormerList]);
        if ((top.Find(List) ?? top.Find(FormerList)) is not { IsNone: false } list)
            throw top.Wrong("It names no RFM segments.", WhatToList);
        var bins = top.Find("bins") is { } scores ? scores.Whole(2, 10) : 5;
        var rules = new List<RfmSegmentRule>();
        foreach (var item in list.Items())
        {
            var rule = ToRule(item);
            // One by one first: what is wrong in one is told with its line.
            Checked(item, () => new RfmSegmentSet(file, bins, [rule]));
            if (rules.Any(other => other.Name == rule.Name))
                throw item.Wrong($"Two RFM segments are called '{rule.Name}'.", "Rename one.");
            rules.Add(rule);
        }
        return Checked(list, () => new RfmSegmentSet(
            TextOf(top, Name) ?? TextOf(top, FormerName) ?? Path.GetFileNameWithoutExtension(file), bins, rules,
            TextOf(top, "otherwise") ?? "Others")
        {
            Note = TextOf(top, "note") ?? "",
        });
    }

    static RfmSegmentSet Checked(YamlNode node, Func<RfmSegmentSet> made)
    {
        try
        {
            return made();
        }
        catch (BadInputException error)
        {
            throw node.Wrong(error.Problem, error.Remedy);
        }
    }

    static RfmSegmentRule ToRule(YamlNode item)
    {
        var map = item
            .Map("An RFM segment has a name, and ranges of scores or codes.", "Write '- name: …' and 'r: 4-5'.")
            .Only("an RFM segment", ["name", "note", "r", "f", "m", "fxm", "codes"]);
        return new RfmSegmentRule
        {
            Name = TextOf(map, "name") ?? "",
            Note = TextOf(map, "note") ?? "",
            R = Range(map, "r"),
            F = Range(map, "f"),
            M = Range(map, "m"),
            Fxm = Range(map, "fxm"),
            Codes = map.Find("codes") is { IsNone: false } codes
                ? [.. codes.Items().Select(code => code.Whole(111, 999))] : [],
        };
    }

    static ScoreRange? Range(YamlMap map, string measure)
    {
        if (map.Find(measure) is not { IsNone: false } node) return null;
        var text = node.Text();
        var ends = text.Split('-');
        if (ends.Length <= 2 && int.TryParse(ends[0], NumberStyles.None, null, out var from)
            && int.TryParse(ends[^1], NumberStyles.None, null, out var to)) return new ScoreRange(from, to);
        throw node.Wrong($"{measure}: '{text}' is no range of scores.", "Write 4 or 4-5.");
    }

    static string? TextOf(YamlMap map, string key) => map.Find(key) is { IsNone: false } value ? value.Text() : null;
}
