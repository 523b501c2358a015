using Perennial.Core;

namespace Perennial.Data.Rules;

/// <summary>Sums over whoever a rule holds of.</summary>
/// <param name="Customers">How many.</param>
/// <param name="Orders">Orders that were not fully returned.</param>
/// <param name="RevenueCents">Goods minus discounts minus refunds.</param>
/// <param name="NewestOrderAt">The newest order; None without any.</param>
public readonly record struct RuleTotals(long Customers, long Orders, long RevenueCents, Instant NewestOrderAt);
