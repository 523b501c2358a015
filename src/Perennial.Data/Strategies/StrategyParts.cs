using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;

namespace Perennial.Data.Strategies;

/// <summary>Files that were published or kept together.</summary>
/// <param name="Id">Its number.</param>
/// <param name="IsPublished">Whether customers go by it; else it is kept to be looked at.</param>
/// <param name="At">When.</param>
/// <param name="By">By whom.</param>
public sealed record StrategyFileSet(long Id, bool IsPublished, Instant At, string By);

/// <summary>A version of a strategy: what its file said in its set.</summary>
/// <param name="Strategy">Its name.</param>
/// <param name="Version">Counts from 1.</param>
/// <param name="Set">The set of files.</param>
/// <param name="Path">Which of them.</param>
/// <param name="At">When it was published.</param>
/// <param name="By">By whom.</param>
public sealed record PublishedVersion(string Strategy, int Version, long Set, string Path, Instant At, string By)
{
    /// <summary>How many entries a plan told of one occurrence, or of those who were there already; null where it told
    /// of none.</summary>
    public int? Expected { get; init; }
}

/// <summary>A strategy as it is at work.</summary>
/// <param name="Strategy">Its name.</param>
/// <param name="Version">The version that customers enter.</param>
/// <param name="State">Whether it is.</param>
public sealed record StrategyStanding(string Strategy, int Version, StrategyState State)
{
    /// <summary>Why it is stopped or paused; empty where it is not.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Since when it is in that state.</summary>
    public Instant ChangedAt { get; init; } = Instant.None;

    /// <summary>Who said so.</summary>
    public string ChangedBy { get; init; } = "";

    /// <summary>Times before this trigger nothing.</summary>
    public Instant AskedFrom { get; init; } = Instant.None;

    /// <summary>Whether its first contacts have gone, and no more are handed over before somebody says so.</summary>
    public bool HoldsContacts { get; init; }
}

/// <summary>All that a shop's strategies are made of.</summary>
/// <param name="Standings">The strategies, in the order of their names.</param>
/// <param name="Versions">Every version, in that order and theirs.</param>
/// <param name="Files">The files of each set that a version or the shop goes by.</param>
/// <param name="Published">The set that is in force; null for none.</param>
public sealed record StrategyParts(IReadOnlyList<StrategyStanding> Standings, IReadOnlyList<PublishedVersion> Versions,
    IReadOnlyDictionary<long, IReadOnlyDictionary<string, string>> Files, StrategyFileSet? Published)
{
    /// <summary>Of a shop without strategies.</summary>
    public static StrategyParts None { get; } =
        new([], [], new Dictionary<long, IReadOnlyDictionary<string, string>>(), null);

    /// <summary>What strategies were called before, in the order in which they were called otherwise.</summary>
    public IReadOnlyList<StrategyRename> Renames { get; init; } = [];

    /// <summary>When the shop was scored for the first time; <see cref="Instant.Never"/> where it was not yet.
    /// </summary>
    public Instant FirstScoredAt { get; init; } = Instant.Never;

    internal static StrategyParts Read(Database database, PublishedFiles files)
    {
        var sets = Sets(database).Where(set => set.IsPublished).ToList();
        if (sets.Count == 0) return None;
        var versions = VersionsOf(database);
        var used = versions.Select(version => version.Set).Append(sets[0].Id).ToHashSet();
        return new StrategyParts(Standing(database), versions,
            files.Of(database, sets.Where(set => used.Contains(set.Id))), sets[0])
        {
            FirstScoredAt = database.Query("first-scored-at").Number() is { } at ? new Instant(at) : Instant.Never,
            Renames = [.. database.Query("strategy-renames").Each()
                .Select(row => new StrategyRename(row.Int64(0), row.Text(1)!, row.Text(2)!))],
        };
    }

    internal static List<StrategyFileSet> Sets(Database database) => [.. database.Query("strategy-sets").Each()
        .Select(row => new StrategyFileSet(row.Int64(0), row.Int64(1) == 2, row.Instant(2), row.Text(3)!))];

    internal static List<PublishedVersion> VersionsOf(Database database) =>
        [.. database.Query("strategy-versions").Each().Select(row => new PublishedVersion(
            row.Text(0)!, row.Int32(1), row.Int64(2), row.Text(3)!, row.Instant(4), row.Text(5)!)
            {
                Expected = row.IsNull(6) ? null : row.Int32(6),
            })];

    internal static List<StrategyStanding> Standing(Database database) =>
        [.. database.Query("strategies").Each().Select(row => new StrategyStanding(
            row.Text(0)!, row.Int32(1), (StrategyState)row.Int64(2))
        {
            Reason = row.Text(3)!, ChangedAt = row.Instant(4), ChangedBy = row.Text(5)!, AskedFrom = row.Instant(6),
            HoldsContacts = row.Int64(7) != 0,
        })];
}
