using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Facts;

/// <summary>
/// Writes facts of one kind that never change (activities, contacts, responses), customer by customer and within one
/// by id, which is the order of the table. One whose id is known is left as it is; of contacts, which several events
/// may tell of, the earliest counts.
/// </summary>
sealed class LastingFactWriter : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly string knownIds;
    readonly FactsById<FactId> facts;
    readonly FactId[] ids;
    readonly BulkInsert<(CustomerId Customer, int Fact)> add;
    readonly Instant[]? at;
    readonly Dictionary<FactId, Instant> known = [];
    FactCursor? stored;
    long added, unchanged;

    /// <summary>Prepares for one transaction.</summary>
    /// <param name="database">In the transaction.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="kind">The table, which the queries are named by.</param>
    /// <param name="parameters">Those of the insertion.</param>
    /// <param name="facts">The batch's facts in the order of the store.</param>
    /// <param name="ids">Their ids.</param>
    /// <param name="bind">Binds a fact to the parameters from the given number on.</param>
    /// <param name="at">When each happened, where the earliest of one id counts; null where the first to come
    /// does.</param>
    public LastingFactWriter(Database database, int shard, string kind, string[] parameters, FactsById<FactId> facts,
        FactId[] ids, Action<Statement, int, (CustomerId Customer, int Fact)> bind, Instant[]? at = null)
    {
        (this.database, this.shard, this.facts, this.ids, this.at) = (database, shard, facts, ids, at);
        knownIds = SqlText.Query($"known-{kind}-ids");
        add = new(database, SqlText.Query($"add-{kind}"), parameters, bind);
    }

    /// <summary>Takes the facts that were not known; null where nobody asks.</summary>
    public NewFacts? News { get; init; }

    /// <summary>What kind of facts they are.</summary>
    public required FactKind Kind { get; init; }

    /// <summary>When each happened.</summary>
    public required Instant[] When { get; init; }

    public WriteCounts Counts => new(added, 0, unchanged);

    /// <summary>Whether rows of the batch bring any.</summary>
    public bool Any(ArraySegment<int> rows)
    {
        foreach (var row in rows)
            if (!facts.Of(row).IsEmpty) return true;
        return false;
    }

    /// <summary>Reads which facts customers, ascending, have.</summary>
    public void Load(IReadOnlyList<CustomerId> customers)
    {
        stored?.Dispose();
        stored = customers.Count == 0 ? null : new FactCursor(database.RowsOf(knownIds, shard, customers)).Start();
    }

    /// <summary>Writes a customer's facts.</summary>
    /// <param name="id">Who.</param>
    /// <param name="rows">The batch's rows of this customer.</param>
    /// <param name="addedFacts">Takes the facts that were not known.</param>
    /// <returns>Whether any of them came twice.</returns>
    public bool Put(CustomerId id, ArraySegment<int> rows, List<int> addedFacts)
    {
        addedFacts.Clear();
        var mine = facts.Of(rows, out var repeated);
        if (mine.IsEmpty) return false;
        known.Clear();
        if (stored is not null)
            for (; stored.IsAt(id); stored.Next()) known.Add(stored.Row.FactId(1), stored.Row.Instant(2));
        for (var i = 0; i < mine.Length;)
        {
            var next = i + 1;
            var fact = mine[i];
            for (; next < mine.Length && facts.IsRepeated(mine, next); next++)
                if (at is not null && at[mine[next]] < at[fact]) fact = mine[next];
            unchanged += next - i - 1;
            i = next;
            var isKnown = known.TryGetValue(ids[fact], out var before);
            if (isKnown) unchanged++;
            if (isKnown && (at is null || at[fact] >= before)) continue;
            add.Add((id, fact));
            addedFacts.Add(fact);
            if (isKnown) continue;
            added++;
            News?.Add(id, Kind, ids[fact].Value, When[fact]);
        }
        return repeated;
    }

    /// <summary>Writes what still waits. After the last customer.</summary>
    public void Flush() => add.Flush();

    public void Dispose()
    {
        stored?.Dispose();
        add.Dispose();
    }
}
