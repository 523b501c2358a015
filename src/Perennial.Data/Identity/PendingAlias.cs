using Perennial.Core;

namespace Perennial.Data.Identity;

/// <summary>A key whose facts wait to be moved.</summary>
/// <param name="Alias">The id that follows from the key.</param>
/// <param name="Of">The customer whose the key was found to be.</param>
/// <param name="Known">What was known of the customer that the key was; null if it was none.</param>
sealed record PendingAlias(CustomerId Alias, CustomerId Of, MovedCustomer? Known);
