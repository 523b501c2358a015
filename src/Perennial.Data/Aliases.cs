using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>A further key of a customer, on its way into the store.</summary>
/// <param name="Id">The id that follows from the key: in its shard the alias stands.</param>
/// <param name="Row">The row of the batch whose customer the key is.</param>
/// <param name="SaidAt">When it was said.</param>
/// <param name="IsExternal">Whether the key is the shop's own number.</param>
readonly record struct Alias(CustomerId Id, int Row, Instant SaidAt, bool IsExternal);

/// <summary>The further keys that a batch names: e-mail addresses, telephone numbers, trackers' ids.</summary>
static class Aliases
{
    /// <summary>All of them by id, the one that was said first before those of the same key; a row's own key is
    /// none.</summary>
    public static Alias[] Of(FactBatch batch, CustomerGroups groups, Instant now)
    {
        var found = new List<Alias>();
        void Add(int row, CustomerKeyKind kind, string? key)
        {
            if (key is null || CustomerId.Normalise(kind, key).Length == 0) return;
            var id = CustomerId.Of(kind, key);
            if (id == groups.IdOf(row)) return;
            found.Add(new Alias(id, row, batch.Live?.SaidAt[row] ?? now, kind == CustomerKeyKind.External));
        }
        foreach (var (row, kind, key) in batch.Live?.Same ?? []) Add(row, kind, key);
        for (var row = 0; row < batch.Details.Length; row++)
        {
            Add(row, CustomerKeyKind.Email, batch.Details[row]?.Email);
            Add(row, CustomerKeyKind.Phone, batch.Details[row]?.Phone);
        }
        found.Sort((left, right) => left.Id != right.Id ? left.Id.CompareTo(right.Id)
            : left.SaidAt != right.SaidAt ? left.SaidAt.CompareTo(right.SaidAt)
            : groups.IdOf(left.Row).CompareTo(groups.IdOf(right.Row)));
        return [.. Firsts(found)];
    }

    static IEnumerable<Alias> Firsts(List<Alias> sorted)
    {
        for (var i = 0; i < sorted.Count; i++)
            if (i == 0 || sorted[i].Id != sorted[i - 1].Id) yield return sorted[i];
    }

    /// <summary>The customers that ids have become, for those that have become another.</summary>
    /// <param name="ids">Any ids, in any order.</param>
    /// <param name="read">Reads the alias rows of ids, ascending.</param>
    public static Dictionary<CustomerId, CustomerId> Resolve(
        IEnumerable<CustomerId> ids,
        Func<IReadOnlyList<CustomerId>, IEnumerable<(CustomerId Alias, CustomerId Of)>> read)
    {
        // A person's keys are joined pair by pair, so there may be a chain; a ring is never written.
        const int longest = 16;
        var next = new Dictionary<CustomerId, CustomerId>();
        CustomerId[] unknown = [.. ids.Distinct().Order()];
        var asked = unknown.ToHashSet();
        for (var step = 0; step < longest && unknown.Length > 0; step++)
        {
            foreach (var (alias, of) in read(unknown)) next[alias] = of;
            unknown = [.. unknown.Where(next.ContainsKey).Select(id => next[id]).Where(asked.Add).Order()];
        }
        return next.Keys.ToDictionary(id => id, id => End(next, id));
    }

    static CustomerId End(Dictionary<CustomerId, CustomerId> next, CustomerId id)
    {
        var end = id;
        for (var step = 0; step <= next.Count && next.TryGetValue(end, out var further); step++) end = further;
        return end;
    }
}
