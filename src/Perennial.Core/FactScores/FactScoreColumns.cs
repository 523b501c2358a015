using Perennial.Core.Profiles;

namespace Perennial.Core.FactScores;

/// <summary>The columns of one sort of fact that is scored as orders are.</summary>
public sealed class FactScoreSet
{
    const string RfmSource = "Recency, frequency, monetary: Hughes 1994, of other facts";

    internal FactScoreSet(string name, string what)
    {
        Name = name;
        Times = new()
        {
            Name = $"{name}_times", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "times",
            Formula = $"How often: {what}.", Source = RfmSource,
        };
        LastAt = new()
        {
            Name = $"{name}_last_at", Type = ColumnType.Instant, Kind = ColumnKind.Fact, Unit = "UTC",
            Formula = $"When last: {what}.", Source = RfmSource,
        };
        Amount = new()
        {
            Name = $"{name}_amount", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "seconds or percent",
            Formula = $"Seconds that they lasted or ratings in percent, as set, added up: {what}.", Source = RfmSource,
        };
        (R, F, M) = (Score("r", "the day of the last"), Score("f", "how many"), Score("m", "what they add up to"));

        Column<byte> Score(string letter, string measure) => new()
        {
            Name = $"{name}_{letter}", Type = ColumnType.Score, Kind = ColumnKind.ScoringRun, Unit = "1..bins",
            Formula = $"Score of {measure}, among customers who have any: {what}.", Source = RfmSource,
        };
    }

    /// <summary>What columns begin with: support, visits, feedback.</summary>
    public string Name { get; }

    /// <summary>How many.</summary>
    public Column<int> Times { get; }

    /// <summary>When the last was.</summary>
    public Column<Instant> LastAt { get; }

    /// <summary>What they add up to.</summary>
    public Column<int> Amount { get; }

    /// <summary>Score of the last.</summary>
    public Column<byte> R { get; }

    /// <summary>Score of how many.</summary>
    public Column<byte> F { get; }

    /// <summary>Score of what they add up to.</summary>
    public Column<byte> M { get; }

    internal IEnumerable<Column> All => [Times, LastAt, Amount, R, F, M];
}

/// <summary>The columns of facts beyond purchases that are scored as orders are.</summary>
public static class FactScoreColumns
{
    /// <summary>Asking for help.</summary>
    public static FactScoreSet Support { get; } =
        new("support", "tickets opened and reopened, calls from the customer");

    /// <summary>Visits of the site.</summary>
    public static FactScoreSet Visits { get; } = new("visits", "visits of the site");

    /// <summary>Feedback.</summary>
    public static FactScoreSet Feedback { get; } = new("feedback", "ratings, reviews and answers to surveys");

    /// <summary>All sorts, in the order of <see cref="FactScoreOptions"/>.</summary>
    public static IReadOnlyList<FactScoreSet> Sets { get; } = [Support, Visits, Feedback];

    internal static IReadOnlyList<Column> All => [.. Sets.SelectMany(set => set.All)];
}
