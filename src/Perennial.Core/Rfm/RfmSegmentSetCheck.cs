using Perennial.Core.Profiles;

namespace Perennial.Core.Rfm;

/// <summary>Holds an RFM segment set to its rules and looks up what each combination of scores means.</summary>
static class RfmSegmentSetCheck
{
    public static void Rules(string set, int bins, IReadOnlyList<RfmSegmentRule> rules)
    {
        var place = $"RFM segment set '{set}'";
        if (bins is < 2 or > 10)
            throw new BadInputException(place, $"It has {bins} scores.", "Use 2 to 10.");
        if (rules.Count is 0 or > 250)
            throw new BadInputException(place, $"It has {rules.Count} RFM segments.", "Use 1 to 250.");
        var names = new HashSet<string>();
        foreach (var rule in rules)
        {
            if (string.IsNullOrWhiteSpace(rule.Name))
                throw new BadInputException(place, "An RFM segment has no name.", "Name every one.");
            if (!names.Add(rule.Name))
                throw new BadInputException(place, $"Two RFM segments are called '{rule.Name}'.", "Rename one.");
            Rule($"{place}, RFM segment '{rule.Name}'", bins, rule);
        }
    }

    static void Rule(string place, int bins, RfmSegmentRule rule)
    {
        ScoreRange?[] ranges = [rule.R, rule.F, rule.M, rule.Fxm];
        if (rule.Codes.Count == 0 && ranges.All(range => range is null))
            throw new BadInputException(place, "It matches nothing.", "Give it r, f, m or fxm, or codes.");
        foreach (var range in ranges)
        {
            if (range is { } r && (r.From < 1 || r.To > bins || r.From > r.To))
                throw new BadInputException(place, $"{r.From}-{r.To} is no range of scores.", $"Scores are 1-{bins}.");
        }
        foreach (var code in rule.Codes)
        {
            var (r, f, m) = Split(code);
            if (bins > 9 || code is < 111 or > 999 || r > bins || f > bins || m > bins || f == 0 || m == 0)
            {
                throw new BadInputException(
                    place, $"{code} is no code.", $"Codes have three digits of 1-{Math.Min(bins, 9)}.");
            }
        }
    }

    public static (byte[] RfmSegmentOfScores, RfmSegmentCoverage Coverage) Resolve(
        int bins, IReadOnlyList<RfmSegmentRule> rules)
    {
        var rfmSegments = new byte[bins * bins * bins];
        var reached = new bool[rules.Count];
        List<string> uncovered = [], overlapping = [];
        for (var i = 0; i < rfmSegments.Length; i++)
        {
            var (r, f, m) = ((byte)(i / bins / bins + 1), (byte)(i / bins % bins + 1), (byte)(i % bins + 1));
            var matches = rules.Index().Where(rule => Matches(rule.Item, r, f, m)).ToList();
            var code = RfmCode.Text(RfmCode.Of(r, f, m), bins);
            if (matches.Count == 0) uncovered.Add(code);
            if (matches.Count > 1) overlapping.Add(code);
            if (matches.Count > 0) reached[matches[0].Index] = true;
            rfmSegments[i] = (byte)(matches.Count > 0 ? matches[0].Index + 1 : rules.Count + 1);
        }
        var unreachable = rules.Index().Where(rule => !reached[rule.Index]).Select(rule => rule.Item.Name);
        return (rfmSegments, new RfmSegmentCoverage(uncovered, overlapping, [.. unreachable]));
    }

    static bool Matches(RfmSegmentRule rule, byte r, byte f, byte m)
    {
        if (rule.Codes.Count > 0) return rule.Codes.Contains(r * 100 + f * 10 + m);
        return (rule.R?.Contains(r) ?? true) && (rule.F?.Contains(f) ?? true) && (rule.M?.Contains(m) ?? true)
            && (rule.Fxm?.Contains((f + m + 1) / 2) ?? true);
    }

    static (int R, int F, int M) Split(int code) => (code / 100, code / 10 % 10, code % 10);
}
