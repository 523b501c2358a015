using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;

namespace Perennial.Data.Identity;

/// <summary>Two keys that are one person's.</summary>
/// <param name="Id">The id that follows from the one.</param>
/// <param name="Kind">What kind of key that is.</param>
/// <param name="Row">The row of the batch whose customer the other names.</param>
/// <param name="SaidAt">When it was said.</param>
/// <param name="Key">The key itself.</param>
/// <param name="IsSaid">Whether somebody said so of two of the shop's own numbers, which nothing else joins: two people
/// may share a device or an address.</param>
/// <param name="IsSpelling">Whether it is but another way to write the row's own key.</param>
readonly record struct KeyPair(
    CustomerId Id, CustomerKeyKind Kind, string Key, int Row, Instant SaidAt, bool IsSaid, bool IsSpelling);

/// <summary>A customer id that has become another.</summary>
/// <param name="Id">The id.</param>
/// <param name="Of">What it has become.</param>
/// <param name="Kind">What kind of key the other follows from.</param>
readonly record struct Alias(CustomerId Id, CustomerId Of, CustomerKeyKind Kind)
{
    /// <summary>Whether it became that because other keys of the two were said to be one person's.</summary>
    public bool IsIndirect { get; init; }

    /// <summary>When it was said.</summary>
    public Instant SaidAt { get; init; }
}

/// <summary>The keys that a batch says are one person's.</summary>
static class Aliases
{
    /// <summary>All of them in an order of their own, whatever order the batch is in.</summary>
    public static KeyPair[] Of(FactBatch batch, CustomerGroups groups, Instant now, KeyRules rules)
    {
        var found = new List<KeyPair>();
        void Add(int row, CustomerKeyKind kind, string? key, bool isSaid, bool isSpelling = false)
        {
            if (key is null || CustomerId.Normalise(kind, key).Length == 0) return;
            var id = CustomerId.Of(kind, key);
            if (id == groups.IdOf(row)) return;
            if (rules.AreSeverals(kind, key, id) || rules.AreSeverals(
                batch.KeyKinds[row], batch.Keys.Text(row), groups.StatedIdOf(row))) return;
            found.Add(new KeyPair(id, kind, key, row, batch.Live?.SaidAt[row] ?? now, isSaid, isSpelling));
        }
        foreach (var same in batch.Live?.Same ?? []) Add(same.Row, same.Kind, same.Key, same.IsSaid, same.IsSpelling);
        for (var row = 0; row < batch.Details.Length; row++)
        {
            Add(row, CustomerKeyKind.Email, batch.Details[row]?.Email, isSaid: false);
            Add(row, CustomerKeyKind.Phone, batch.Details[row]?.Phone, isSaid: false);
        }
        // The stronger kinds first, so that it is known who has an address of their own before a device is looked at;
        // and what was said first first.
        found.Sort((left, right) => left.Kind != right.Kind ? left.Kind.CompareTo(right.Kind)
            : left.SaidAt != right.SaidAt ? left.SaidAt.CompareTo(right.SaidAt)
            : left.Id != right.Id ? left.Id.CompareTo(right.Id)
            : groups.IdOf(left.Row).CompareTo(groups.IdOf(right.Row)));
        return [.. found];
    }

    /// <summary>What ids have become, step by step, for those that have become another.</summary>
    /// <param name="ids">Any ids, in any order.</param>
    /// <param name="read">Reads the alias rows of ids, ascending.</param>
    public static KeyTree Resolve(
        IEnumerable<CustomerId> ids, Func<IReadOnlyList<CustomerId>, IEnumerable<Alias>> read)
    {
        // A person's keys are joined pair by pair, so there may be a chain; a ring is never written.
        const int longest = 32;
        var tree = new KeyTree();
        CustomerId[] unknown = [.. ids.Distinct().Order()];
        var asked = unknown.ToHashSet();
        for (var step = 0; step < longest && unknown.Length > 0; step++)
        {
            var further = new List<CustomerId>();
            foreach (var alias in read(unknown))
            {
                tree.Add(alias);
                if (asked.Add(alias.Of)) further.Add(alias.Of);
            }
            unknown = [.. further.Order()];
        }
        return tree;
    }
}

/// <summary>What ids have become: each points to another, and in the end to the customer.</summary>
sealed class KeyTree
{
    readonly Dictionary<CustomerId, Alias> next = [];

    /// <summary>Whether no id has become another.</summary>
    public bool IsEmpty => next.Count == 0;

    public void Add(Alias alias) => next[alias.Id] = alias;

    /// <summary>What an id has become by what was said of the two themselves; null for nothing.</summary>
    public Alias? Said(CustomerId one, CustomerId other) =>
        next.TryGetValue(one, out var alias) && alias.Of == other && !alias.IsIndirect ? alias : null;

    /// <summary>The customer that an id has become; itself where it is still its own.</summary>
    public CustomerId End(CustomerId id) => End(id, default).Id;

    /// <summary>What an id had become before some ids became others: the first of those, else the customer.</summary>
    /// <param name="id">The id.</param>
    /// <param name="isLate">Whether an id is one of those.</param>
    public CustomerId EndBefore(CustomerId id, Func<CustomerId, bool> isLate)
    {
        for (var step = 0; step <= next.Count && !isLate(id) && next.TryGetValue(id, out var alias); step++)
            id = alias.Of;
        return id;
    }

    /// <summary>The customer that a key has become, and the kind of key that names that customer.</summary>
    public (CustomerId Id, CustomerKeyKind Kind) End(CustomerId id, CustomerKeyKind kind)
    {
        for (var step = 0; step <= next.Count && next.TryGetValue(id, out var alias); step++)
            (id, kind) = (alias.Of, alias.Kind);
        return (id, kind);
    }

    /// <summary>
    /// Joins pairs of keys. Of two customers the one that is named by the stronger key remains, whichever was there
    /// first: the shop's own number before an address, that before a telephone number, that before a tracker's id.
    /// Two people (<see cref="TwoPeople"/>) stay two, unless it is said that they are one.
    /// </summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="ownOf">The key that a row of the batch is of.</param>
    /// <param name="people">Tells who stays two.</param>
    /// <param name="isSaid">Told each pair of which the two are one, after it was joined.</param>
    /// <returns>The ids that become others thereby, each once.</returns>
    public IEnumerable<(Alias Alias, KeyPair By, bool IsExternal)> Join(IEnumerable<KeyPair> pairs,
        Func<int, (CustomerId Id, CustomerKeyKind Kind)> ownOf, TwoPeople people, Action<KeyPair> isSaid)
    {
        foreach (var pair in pairs)
        {
            var own = ownOf(pair.Row);
            var one = End(pair.Id, pair.Kind);
            var other = End(own.Id, own.Kind);
            if (one.Id == other.Id) isSaid(pair);
            if (one.Id == other.Id || (!pair.IsSaid && people.Are(one, other, pair))) continue;
            var areNumbers = (one.Kind, other.Kind) == (CustomerKeyKind.External, CustomerKeyKind.External);
            var isKept = areNumbers || (pair.IsSpelling && one.Kind == other.Kind);
            if (!isKept && (one.Kind, one.Id).CompareTo((other.Kind, other.Id)) < 0) (one, other) = (other, one);
            var isDirect = (one.Id == pair.Id && other.Id == own.Id) || (one.Id == own.Id && other.Id == pair.Id);
            var alias = new Alias(one.Id, other.Id, other.Kind) { IsIndirect = !isDirect, SaidAt = pair.SaidAt };
            Add(alias);
            isSaid(pair);
            people.Join(one, other.Id);
            yield return (alias, pair, one.Kind == CustomerKeyKind.External);
        }
    }
}
