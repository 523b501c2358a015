using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Facts;

/// <summary>
/// Writes facts of one kind that never change (activities, contacts, responses), customer by customer and within one
/// by id, which is the order of the table. One whose id is known is left as it is; of contacts, which several events
/// may tell of, what they say together counts.
/// </summary>
sealed class LastingFactWriter : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly string knownIds;
    readonly FactsById<FactId> facts;
    readonly FactId[] ids;
    readonly BulkInsert<(CustomerId Customer, int Fact)> add;
    readonly HashSet<FactId> known = [];
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
    public LastingFactWriter(Database database, int shard, string kind, string[] parameters, FactsById<FactId> facts,
        FactId[] ids, Action<Statement, int, (CustomerId Customer, int Fact)> bind)
    {
        (this.database, this.shard, this.facts, this.ids) = (database, shard, facts, ids);
        knownIds = SqlText.Query($"known-{kind}-ids");
        add = new(database, SqlText.Query($"add-{kind}"), parameters, bind);
    }

    /// <summary>Takes the facts that were not known; null where nobody asks.</summary>
    public NewFacts? News { get; init; }

    /// <summary>Makes one of several that tell of one contact; null where the first to come counts.</summary>
    public MergedContacts? Merged { get; init; }

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
        stored = customers.Count == 0 ? null : new FactCursor(database.RowsOf(knownIds, shard, customers));
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
        Merged?.Begin();
        if (stored is not null)
        {
            for (; stored.IsAt(id); stored.Next())
            {
                known.Add(stored.Row.FactId(1));
                Merged?.Know(stored.Row);
            }
        }
        for (var i = 0; i < mine.Length;)
        {
            var next = i + 1;
            while (next < mine.Length && facts.IsRepeated(mine, next)) next++;
            var told = mine[i..next];
            var fact = told[0];
            unchanged += told.Length - 1;
            i = next;
            var isKnown = known.Contains(ids[fact]);
            if (isKnown) unchanged++;
            if (Merged is null ? isKnown : !Merged.Changes(ids[fact], told)) continue;
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
