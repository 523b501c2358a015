using Perennial.Core;

namespace Perennial.Data.Facts;

/// <summary>What was ordered within an hour.</summary>
/// <param name="Start">First instant of the hour.</param>
/// <param name="Orders">Orders that were not fully returned.</param>
/// <param name="NetCents">Goods minus discounts minus refunds.</param>
public readonly record struct HourTotal(Instant Start, int Orders, long NetCents);
