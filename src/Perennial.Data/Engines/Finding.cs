namespace Perennial.Data.Engines;

/// <summary>Something that is not as it should be.</summary>
/// <param name="Check">Which check found it.</param>
/// <param name="Problem">What is wrong, in words, with an example.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Rows">How many rows it concerns; at least 1.</param>
public sealed record Finding(string Check, string Problem, string Remedy, long Rows);
