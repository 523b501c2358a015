using Perennial.Core.Segments;

namespace Perennial.Data.Strategies;

/// <summary>What is to be published.</summary>
/// <param name="Files">All files, by their paths in the folder.</param>
/// <param name="Strategies">The strategies that the files say, with the file of each.</param>
/// <param name="Segments">The segments that the files say.</param>
public sealed record StrategyPublishing(IReadOnlyDictionary<string, string> Files,
    IReadOnlyList<(string Name, string Path)> Strategies, IReadOnlyList<ShopSegment> Segments)
{
    /// <summary>Those whose text, or a text that they speak of, is another than the one in force.</summary>
    public IReadOnlySet<string> Changed { get; init; } = new HashSet<string>();

    /// <summary>Those that are called otherwise than they were: the name, and what it was.</summary>
    public IReadOnlyList<(string Name, string Was)> Renamed { get; init; } = [];

    /// <summary>How many entries a plan told, by strategy: of one occurrence, or of those who were there already. Of a
    /// strategy that is not among them it told nothing.</summary>
    public IReadOnlyDictionary<string, int> Expected { get; init; } = new Dictionary<string, int>();

    /// <summary>Strategies that are to be there no longer.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];
}
