namespace Perennial.Core.Strategies;

/// <summary>How many wait to enter a strategy.</summary>
/// <param name="Strategy">Which.</param>
/// <param name="All">All of them.</param>
/// <param name="Fresh">Of those: since somebody last said yes.</param>
/// <param name="Existing">Of the fresh: who stood in the audience when it was published.</param>
public sealed record WaitingCount(string Strategy, long All, long Fresh, long Existing);

/// <summary>So many would enter a strategy on a day to come.</summary>
/// <param name="Strategy">Which.</param>
/// <param name="Day">Days since 1970, in the shop's zone.</param>
/// <param name="Number">How many.</param>
public sealed record EntriesAhead(string Strategy, int Day, long Number);
