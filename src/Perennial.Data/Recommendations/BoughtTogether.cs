using Perennial.Core.Recommendations;

namespace Perennial.Data.Recommendations;

/// <summary>What was bought together.</summary>
/// <param name="Ids">The products by number.</param>
/// <param name="Counts">Customers of products and pairs, by those numbers.</param>
public sealed record BoughtTogether(IReadOnlyList<string> Ids, CoOccurrence Counts);
