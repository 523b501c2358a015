using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;

namespace Perennial.Data.Profiles;

/// <summary>Customers with the run columns that a scoring run gave them.</summary>
/// <param name="Ids">Who, ascending.</param>
/// <param name="Table">Their run columns and <c>NextChangeAt</c>, row by row; no keys.</param>
sealed record ComparedCustomers(CustomerId[] Ids, ProfileTable Table)
{
    /// <summary>The row of a customer; negative if the run knew nothing of them.</summary>
    public int RowOf(CustomerId id) => Array.BinarySearch(Ids, id);

    /// <summary>The run columns of some customers; no values of those whom the run knew nothing of.</summary>
    public ProfileTable Of(CustomerId[] ids, CustomerKeys keys)
    {
        var (from, into) = (new List<int>(ids.Length), new ProfileTable(Columns.All, keys));
        for (var row = 0; row < ids.Length; row++) from.Add(RowOf(ids[row]) is >= 0 and var mine ? mine : ~row);
        ProfileCopy.Rows(Table, new ProfileTable(Columns.All, keys), from, into, ProfileSql.OfScoringRun);
        return into;
    }
}
