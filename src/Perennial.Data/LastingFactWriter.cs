using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Data;

/// <summary>
/// Writes facts of one kind that never change (activities, contacts, responses), customer by customer and within one
/// by id, which is the order of the table. One whose id is known is left as it is.
/// </summary>
sealed class LastingFactWriter : IDisposable
{
    readonly FactsById<FactId> facts;
    readonly FactId[] ids;
    readonly Statement exists;
    readonly BulkInsert<(CustomerId Customer, int Fact)> add;
    long added, unchanged;

    /// <summary>Prepares for one transaction.</summary>
    /// <param name="database">In the transaction.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="kind">The table, which the queries are named by.</param>
    /// <param name="parameters">Those of the insertion.</param>
    /// <param name="facts">The batch's facts in the order of the store.</param>
    /// <param name="ids">Their ids.</param>
    /// <param name="bind">Binds a fact to the parameters from the given number on.</param>
    public LastingFactWriter(Database database, int shard, string kind, string[] parameters,
        FactsById<FactId> facts, FactId[] ids, Action<Statement, int, (CustomerId Customer, int Fact)> bind)
    {
        (this.facts, this.ids) = (facts, ids);
        exists = database.Query($"{kind}-exists", "shard", "customer_id", $"{kind}_id").Bind(1, shard);
        add = new(database, SqlText.Query($"add-{kind}"), parameters, bind);
    }

    public WriteCounts Counts => new(added, 0, unchanged);

    /// <summary>Writes a customer's facts.</summary>
    /// <param name="id">Who.</param>
    /// <param name="rows">The batch's rows of this customer.</param>
    /// <param name="isNew">Whether the customer came with this batch, so that no fact of theirs is known.</param>
    /// <param name="addedFacts">Takes the facts that were not known.</param>
    /// <returns>Whether any of them came twice.</returns>
    public bool Put(CustomerId id, ArraySegment<int> rows, bool isNew, List<int> addedFacts)
    {
        addedFacts.Clear();
        var mine = facts.Of(rows, out var repeated);
        if (mine.IsEmpty) return false;
        exists.Bind(2, id);
        for (var i = 0; i < mine.Length; i++)
        {
            var isKnown = facts.IsRepeated(mine, i) || (!isNew && exists.Bind(3, ids[mine[i]]).Any());
            if (isKnown)
            {
                unchanged++;
                continue;
            }
            add.Add((id, mine[i]));
            addedFacts.Add(mine[i]);
            added++;
        }
        return repeated;
    }

    /// <summary>Writes what still waits. After the last customer.</summary>
    public void Flush() => add.Flush();

    public void Dispose() => add.Dispose();
}
