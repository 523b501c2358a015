using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Identity;

namespace Perennial.Data.Erasure;

/// <summary>What a batch says of people who were erased: it is not written.</summary>
/// <param name="Rows">Rows whose customer was erased, and rows that would make a new customer with a key of somebody
/// who was. Whoever is known in spite of such a key is another person, as in a household.</param>
/// <param name="Keys">Which of all the ids that the batch names follow from keys of people who were erased.</param>
sealed record ErasedRows(IReadOnlySet<int> Rows, IReadOnlySet<CustomerId> Keys)
{
    static readonly ErasedRows none = new(new HashSet<int>(), new HashSet<CustomerId>());

    /// <summary>Asks the store once: nothing more where nobody was ever erased.</summary>
    /// <param name="database">The store.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="groups">Its rows with their ids, none left out.</param>
    /// <param name="shards">Into how many shards the store is cut.</param>
    /// <param name="rules">By what it is decided whose a key is.</param>
    public static ErasedRows Read(
        Database database, FactBatch batch, CustomerGroups groups, int shards, KeyRules rules)
    {
        if (!database.Query("any-erased").Any()) return none;
        var further = FurtherKeys(batch).ToLookup(key => key.Row, key => key.Id);
        var rows = Enumerable.Range(0, groups.RowCount);
        var former = FormerKeys(batch, rules);
        CustomerId[] named = [.. rows.Select(groups.IdOf).Concat(further.SelectMany(row => row)).Concat(former.Keys)
            .Distinct().Order()];
        var keys = ErasedKeyRows.OfShards(database, named, shards).ToHashSet();
        foreach (var (id, now) in former)
            if (keys.Contains(id)) keys.Add(now);
        if (keys.Count == 0) return none;
        int[] byKey = [.. rows.Where(row => further[row].Any(keys.Contains))];
        var known = Known(database, [.. byKey.Select(groups.IdOf).Distinct().Order()], shards);
        var erased = rows.Where(row => keys.Contains(groups.IdOf(row)))
            .Concat(byKey.Where(row => !known.Contains(groups.IdOf(row))));
        return new ErasedRows(erased.ToHashSet(), keys);
    }

    /// <summary>The pairs that may be joined. A key of somebody who was erased joins nobody: whoever is known in spite
    /// of it stays who they are.</summary>
    public KeyPair[] Joinable(KeyPair[] pairs) => Keys.Count == 0 ? pairs
        : [.. pairs.Where(pair => !Rows.Contains(pair.Row) && !Keys.Contains(pair.Id))];

    /// <summary>The rows that may be written.</summary>
    public CustomerGroups Without(CustomerGroups groups) =>
        Rows.Count == 0 ? groups : groups.Where(row => !Rows.Contains(row));

    // Which of some ids are customers or have become customers.
    static HashSet<CustomerId> Known(Database database, CustomerId[] ids, int shards)
    {
        var became = Aliases.Resolve(ids, some => AliasRows.OfShards(database, some, shards));
        CustomerId[] ends = [.. ids.Select(became.End).Distinct().Order()];
        var known = CustomerStore.Known(database, ends, shards).ToHashSet();
        return [.. ids.Where(id => known.Contains(became.End(id)))];
    }

    // What telephone numbers were compared by before, with what they are compared by now: of whoever is erased only
    // hashes are left, which cannot be read anew.
    static Dictionary<CustomerId, CustomerId> FormerKeys(FactBatch batch, KeyRules rules)
    {
        var former = new Dictionary<CustomerId, CustomerId>();
        var own = Enumerable.Range(0, batch.KeyKinds.Length).Where(row => batch.KeyKinds[row] == CustomerKeyKind.Phone)
            .Select(batch.Keys.Text);
        var said = (batch.Live?.Same ?? []).Where(same => same.Kind == CustomerKeyKind.Phone).Select(same => same.Key);
        foreach (var number in own.Concat(said).Concat(batch.Details.Select(details => details?.Phone)).Distinct())
        {
            if (number is null) continue;
            foreach (var text in rules.Former(number))
                former[CustomerId.OfCompared(CustomerKeyKind.Phone, text)] =
                    CustomerId.OfCompared(CustomerKeyKind.Phone, number);
        }
        return former;
    }

    // As Aliases.Of finds them: what is no key here is none there.
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
