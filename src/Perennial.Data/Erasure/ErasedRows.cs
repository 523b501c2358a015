using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Batches;

namespace Perennial.Data.Erasure;

/// <summary>The rows of a batch that speak of somebody who was erased: they are not written.</summary>
static class ErasedRows
{
    /// <summary>Rows whose customer was erased, and rows that would make a new customer with a key of somebody who was.
    /// Whoever is known in spite of such a key is another person, as in a household.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="groups">Its rows with their ids, none left out.</param>
    /// <param name="readErased">Which of some ids, ascending, follow from keys of people who were erased.</param>
    /// <param name="readKnown">Which of some ids, ascending, are customers or have become customers.</param>
    public static HashSet<int> Of(FactBatch batch, CustomerGroups groups,
        Func<IReadOnlyList<CustomerId>, IEnumerable<CustomerId>> readErased,
        Func<IReadOnlyList<CustomerId>, IEnumerable<CustomerId>> readKnown)
    {
        var keys = FurtherKeys(batch).ToLookup(key => key.Row, key => key.Id);
        var rows = Enumerable.Range(0, groups.RowCount);
        var erased = readErased(
            [.. rows.Select(groups.IdOf).Concat(keys.SelectMany(row => row)).Distinct().Order()]).ToHashSet();
        if (erased.Count == 0) return [];
        int[] byKey = [.. rows.Where(row => keys[row].Any(erased.Contains))];
        var known = readKnown([.. byKey.Select(groups.IdOf).Distinct().Order()]).ToHashSet();
        return [.. rows.Where(row => erased.Contains(groups.IdOf(row))),
            .. byKey.Where(row => !known.Contains(groups.IdOf(row)))];
    }

    static IEnumerable<(int Row, CustomerId Id)> FurtherKeys(FactBatch batch)
    {
        var said = batch.Live?.Same.Select(same => (same.Row, same.Kind, (string?)same.Key)) ?? [];
        var details = batch.Details.SelectMany((details, row) => new (int, CustomerKeyKind, string?)[]
        {
            (row, CustomerKeyKind.Email, details?.Email), (row, CustomerKeyKind.Phone, details?.Phone),
        });
        foreach (var (row, kind, key) in said.Concat(details))
            if (key is not null && CustomerId.Normalise(kind, key).Length > 0)
                yield return (row, CustomerId.Of(kind, key));
    }
}
