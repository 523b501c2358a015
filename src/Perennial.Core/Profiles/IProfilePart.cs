using Perennial.Core.History;

namespace Perennial.Core.Profiles;

/// <summary>One idea's share of the fold: the fact and status columns of one folder.</summary>
/// <remarks>
/// Made once for a table and an instant, then called for each row, from several threads for different rows: it keeps
/// nothing between calls but what it was made with. It sees no fact after the instant, except to say when the first
/// of them comes in.
/// </remarks>
public interface IProfilePart
{
    /// <summary>Writes one customer's row.</summary>
    /// <returns>The earliest instant after that of the fold at which one of these columns would change although
    /// nothing new happened; <see cref="Instant.Never"/> if time alone changes none.</returns>
    Instant Fold(CustomerHistory history, int row);
}
