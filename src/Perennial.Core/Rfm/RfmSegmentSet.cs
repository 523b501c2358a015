namespace Perennial.Core.Rfm;

/// <summary>A range of scores, both ends included.</summary>
/// <param name="From">Lowest score.</param>
/// <param name="To">Highest score.</param>
public readonly record struct ScoreRange(int From, int To)
{
    /// <summary>Whether a score lies in the range.</summary>
    public bool Contains(int score) => From <= score && score <= To;
}

/// <summary>One RFM segment: either ranges of scores, or a list of codes.</summary>
public sealed record RfmSegmentRule
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>What it means and what to do, one sentence; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Recency scores; null for any.</summary>
    public ScoreRange? R { get; init; }

    /// <summary>Frequency scores; null for any.</summary>
    public ScoreRange? F { get; init; }

    /// <summary>Monetary scores; null for any.</summary>
    public ScoreRange? M { get; init; }

    /// <summary>Two-dimensional ratings (fxm); null for any.</summary>
    public ScoreRange? Fxm { get; init; }

    /// <summary>Codes such as 555 that belong to the RFM segment whatever the ranges; empty if ranges decide.</summary>
    public IReadOnlyList<int> Codes { get; init; } = [];
}

/// <summary>
/// RFM segments as data: the first rule that matches names the customer. Checked for gaps and
/// overlaps when made; looked up in one array access.
/// </summary>
public sealed class RfmSegmentSet
{
    readonly byte[] rfmSegmentOfScores;

    /// <summary>Resolves and checks a set.</summary>
    /// <param name="name">Short name, e.g. <c>rfm-125</c>.</param>
    /// <param name="bins">Number of scores the rules speak of, 2..10.</param>
    /// <param name="rules">In order: the first match wins.</param>
    /// <param name="otherwise">Name for scores no rule matches.</param>
    /// <exception cref="BadInputException">A rule names a score outside 1..bins, has neither ranges nor codes,
    /// or two rules share a name; or the set is empty or larger than 250.</exception>
    public RfmSegmentSet(string name, int bins, IReadOnlyList<RfmSegmentRule> rules, string otherwise = "Others")
    {
        RfmSegmentSetCheck.Rules(name, bins, rules);
        Name = name;
        Bins = bins;
        Rules = rules;
        Otherwise = otherwise;
        (rfmSegmentOfScores, Coverage) = RfmSegmentSetCheck.Resolve(bins, rules);
        var uncovered = Coverage.Uncovered.Count > 0;
        Names = uncovered ? [.. rules.Select(rule => rule.Name), otherwise] : [.. rules.Select(rule => rule.Name)];
    }

    /// <summary>Short name.</summary>
    public string Name { get; }

    /// <summary>What the set is and where it comes from.</summary>
    public string Note { get; init; } = "";

    /// <summary>Number of scores the rules speak of.</summary>
    public int Bins { get; }

    /// <summary>The rules in order.</summary>
    public IReadOnlyList<RfmSegmentRule> Rules { get; }

    /// <summary>Name for scores no rule matches.</summary>
    public string Otherwise { get; }

    /// <summary>Names by label: label 1 is the first. Ends with <see cref="Otherwise"/> if the rules leave
    /// gaps.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names of the best: of whoever has the highest score in everything, and of whoever has one less
    /// in each. One or two names.</summary>
    public IReadOnlyList<string> Best
    {
        get
        {
            var (top, second) = ((byte)Bins, (byte)Math.Max(1, Bins - 1));
            byte[] labels = [RfmSegmentOf(top, top, top), RfmSegmentOf(second, second, second)];
            return [.. labels.Select(label => Names[label - 1]).Distinct()];
        }
    }

    /// <summary>Which codes no rule matches, which several match, and which rules can never win.</summary>
    public RfmSegmentCoverage Coverage { get; }

    /// <summary>
    /// For each score 0..<paramref name="bins"/> of a scoring run, the score of this set that it stands for: the same
    /// where the numbers of scores agree, else the nearest on a straight line from 1 to the best (10 of 10 is 5 of 5).
    /// </summary>
    public byte[] ScoresFrom(int bins)
    {
        var scores = new byte[bins + 1];
        for (var score = 1; score <= bins; score++)
            scores[score] = (byte)((2 * (score - 1) * (Bins - 1) + bins - 1) / (2 * (bins - 1)) + 1);
        return scores;
    }

    /// <summary>The label of a customer with these scores; 0 if a score is missing.</summary>
    public byte RfmSegmentOf(byte r, byte f, byte m) =>
        r == 0 || f == 0 || m == 0 ? (byte)0 : rfmSegmentOfScores[((r - 1) * Bins + f - 1) * Bins + m - 1];
}

/// <summary>What the check of an RFM segment set found.</summary>
/// <param name="Uncovered">Codes (as text) that no rule matches.</param>
/// <param name="Overlapping">Codes that more than one rule matches: order decides there.</param>
/// <param name="Unreachable">Names of rules that an earlier rule always beats.</param>
public sealed record RfmSegmentCoverage(
    IReadOnlyList<string> Uncovered, IReadOnlyList<string> Overlapping, IReadOnlyList<string> Unreachable);
