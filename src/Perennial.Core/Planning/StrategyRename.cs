namespace Perennial.Core.Planning;

/// <summary>A strategy that is called otherwise than it was; whoever is in it, and all that is kept of it, goes on
/// under the new name.</summary>
/// <param name="Set">The publishing by which it happened: they count up.</param>
/// <param name="Was">The name before.</param>
/// <param name="Name">The name from then on.</param>
public sealed record StrategyRename(long Set, string Was, string Name);
