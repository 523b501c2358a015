using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;

namespace Perennial.Data.Identity;

/// <summary>Whose the rows of a batch are.</summary>
static class BatchIdentity
{
    /// <summary>What a batch says of keys.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="groups">Its rows with their ids.</param>
    /// <param name="pairs">The keys that it says are one person's.</param>
    /// <param name="read">Reads the alias rows of ids, ascending.</param>
    /// <param name="people">Tells whom they do not join.</param>
    public static KeysSaid Said(FactBatch batch, CustomerGroups groups, KeyPair[] pairs,
        Func<IReadOnlyList<CustomerId>, IEnumerable<Alias>> read, TwoPeople people)
    {
        if (pairs.Length == 0) return KeysSaid.Nothing;
        // Whoever is named by an id is somebody the shop knows.
        (CustomerId, CustomerKeyKind) Own(int row) => (groups.IdOf(row),
            batch.Live?.Id[row] is null ? batch.KeyKinds[row] : CustomerKeyKind.External);
        var ids = pairs.SelectMany(pair => new[] { pair.Id, groups.IdOf(pair.Row) });
        var tree = Aliases.Resolve(ids, read);
        KeyPair[] open = [.. pairs.Where(pair => !pair.IsSaid && tree.End(pair.Id) != tree.End(own(pair)))];
        Read(people, batch, groups, open,
            pair => tree.End(pair.Id, pair.Kind), pair => tree.End(own(pair), Own(pair.Row).Item2));
        var (kept, earlier) = (new List<SaidPair>(), new List<Alias>());
        List<NewAlias> aliases = [.. tree.Join(pairs, Own, people, Keep)
            .Select(one => new NewAlias(one.Alias, one.By.SaidAt, one.IsExternal, KeyOf(one.Alias.Id, one.By),
                IsDated: batch.Live is not null))];
        return new KeysSaid(aliases, kept, earlier);

        void Keep(KeyPair pair)
        {
            var with = Own(pair.Row);
            if ((tree.Said(pair.Id, with.Item1) ?? tree.Said(with.Item1, pair.Id)) is { } said)
            {
                if (batch.Live is not null && pair.SaidAt < said.SaidAt)
                    earlier.Add(said with { SaidAt = pair.SaidAt });
            }
            else
            {
                kept.Add(new SaidPair(pair.Id, with.Item1, pair.Kind, with.Item2, pair.SaidAt));
            }
        }

        // What a file says of its customers stands in their details too.
        string? KeyOf(CustomerId id, KeyPair by) => batch.Live is not { } live ? null
            : id == by.Id ? NewAlias.Text(by.Kind, by.Key)
            : id == own(by) && live.Id[by.Row] is null
                ? NewAlias.Text(batch.KeyKinds[by.Row], batch.Keys.Text(by.Row)) : null;
        CustomerId own(KeyPair pair) => groups.IdOf(pair.Row);
    }

    static void Read(TwoPeople people, FactBatch batch, CustomerGroups groups, KeyPair[] open,
        Func<KeyPair, (CustomerId Id, CustomerKeyKind Kind)> said,
        Func<KeyPair, (CustomerId Id, CustomerKeyKind Kind)> own)
    {
        if (open.Length == 0) return;
        foreach (var row in groups.Rows)
            if (batch.KeyKinds[row] == CustomerKeyKind.Email && batch.Live?.Id[row] is null)
                people.Speaks(groups.IdOf(row));
        KeyPair[] moving = [.. open.Where(pair => pair.Kind == CustomerKeyKind.Email && said(pair).Id == pair.Id)];
        people.Read([.. moving.Select(pair => pair.Id).Distinct().Order()],
            [.. moving.Select(own).Where(end => end.Kind == CustomerKeyKind.External).Select(end => end.Id)
                .Distinct().Order()]);
    }

    /// <summary>The rows with their next key where their own is several people's: the address, the telephone number or
    /// the tracker's id that was said with it. Without another key they stay with it.</summary>
    public static CustomerGroups WithoutShared(FactBatch batch, CustomerGroups groups, KeyRules rules)
    {
        if (rules.Shared.Count == 0 || batch.Live is not { } live) return groups;
        bool IsShared(int row) =>
            rules.AreSeverals(batch.KeyKinds[row], batch.Keys.Text(row), groups.IdOf(row));
        var next = live.Same.Where(same => !same.IsSaid && IsShared(same.Row))
            .OrderBy(same => same.Kind).Select(same => (same.Row, Id: CustomerId.Of(same.Kind, same.Key)))
            .Where(same => !rules.Shared.Contains(same.Id)).DistinctBy(same => same.Row)
            .ToDictionary(same => same.Row, same => same.Id);
        return next.Count == 0 ? groups : groups.With(row => next.GetValueOrDefault(row, groups.IdOf(row)));
    }

    /// <summary>The rows with the customers that their ids have become.</summary>
    public static CustomerGroups Resolved(
        CustomerGroups groups, Func<IReadOnlyList<CustomerId>, IEnumerable<Alias>> read)
    {
        CustomerId[] ids = [.. groups.Rows.ToArray().Select(groups.IdOf)];
        var tree = Aliases.Resolve(ids, read);
        return tree.IsEmpty ? groups : groups.With(row => tree.End(groups.IdOf(row)));
    }

    /// <summary>The rows of customers who can be told: whoever is named by an id alone has to be known, nobody can be
    /// made of it.</summary>
    public static CustomerGroups KnownOnly(FactBatch batch, CustomerGroups groups,
        Func<IReadOnlyList<CustomerId>, IEnumerable<CustomerId>> readKnown)
    {
        if (batch.Live is not { } live || live.Id.All(id => id is null)) return groups;
        CustomerId[] named = [.. groups.Rows.ToArray().Where(row => live.Id[row] is not null)
            .Select(groups.IdOf).Distinct().Order()];
        var known = readKnown(named).ToHashSet();
        bool IsUnknown(int row) => live.Id[row] is not null && !known.Contains(groups.IdOf(row));
        CustomerId ByKey(int row) => CustomerId.Of(batch.KeyKinds[row], batch.Keys.Text(row));
        return groups.Where(row => !IsUnknown(row) || batch.Keys.Text(row) != live.Id[row].ToString())
            .With(row => IsUnknown(row) ? ByKey(row) : groups.IdOf(row));
    }
}
