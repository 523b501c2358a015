namespace Perennial.Core.Priority;

/// <summary>What it takes to be on each top list: the last customer on it. Frozen in a scoring run.</summary>
/// <param name="R">Last customer of the list by recency.</param>
/// <param name="F">Last customer of the list by frequency.</param>
/// <param name="M">Last customer of the list by money.</param>
public sealed record PriorityLimits(PriorityKey R, PriorityKey F, PriorityKey M);

/// <summary>What decides a customer's place on a list; all three measures, then the key, break ties.</summary>
/// <param name="LastOrderDay">Day of the last order, days since 1970-01-01.</param>
/// <param name="Frequency">Orders.</param>
/// <param name="MonetaryCents">Revenue, cents.</param>
/// <param name="Key">The customer's key, compared byte by byte.</param>
public sealed record PriorityKey(int LastOrderDay, int Frequency, long MonetaryCents, string Key);
