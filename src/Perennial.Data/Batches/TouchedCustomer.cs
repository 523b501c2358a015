using Perennial.Core;

namespace Perennial.Data.Batches;

/// <summary>A customer whose profile has to be computed.</summary>
/// <param name="Id">Who.</param>
/// <param name="Row">The row of the batch that holds the whole history, so that it need not be read back; −1 if
/// the history has to be read from the store.</param>
readonly record struct TouchedCustomer(CustomerId Id, int Row);
