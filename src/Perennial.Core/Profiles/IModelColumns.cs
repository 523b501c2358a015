
namespace Perennial.Core.Profiles;

/// <summary>One idea's run and status columns: what follows from the fact columns of a row by frozen
/// parameters.</summary>
/// <remarks>Made once for a table and a model; called for each row, from several threads for different
/// rows.</remarks>
public interface IModelColumns
{
    /// <summary>Writes one row. A row without facts is cleared.</summary>
    /// <returns>The earliest instant after the table's <see cref="ProfileTable.AsOf"/> at which one of the status
    /// columns would change although nothing new happened; <see cref="Instant.Never"/> if time alone changes
    /// none.</returns>
    Instant Write(int row);
}
