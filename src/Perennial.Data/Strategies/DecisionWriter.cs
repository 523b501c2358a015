using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Writes what was decided of contacts, and what follows: contacts that are planned, and sums.</summary>
sealed class DecisionWriter : IDisposable
{
    readonly ShardTransaction shard;
    readonly LiveStrategies live;
    readonly StrategySums sums;
    readonly BulkInsert<DecisionRow> put;
    readonly BulkInsert<(Decision Decision, FactId Id)> plan;

    public DecisionWriter(ShardTransaction shard, LiveStrategies live, StrategySums sums)
    {
        (this.shard, this.live, this.sums) = (shard, live, sums);
        put = new(shard.Database, SqlText.Query("put-decision"), DecisionRow.Parameters,
            (to, first, row) => row.Bind(to, first, shard.Shard));
        plan = new(shard.Database, SqlText.Query("add-planned-contact"),
            [
                "shard", "customer_id", "contact_id", "is_phantom", "planned_at", "kind", "topic", "is_service",
                "strategy", "body",
            ],
            Bind);
    }

    void Bind(Statement to, int first, (Decision Decision, FactId Id) row)
    {
        var candidate = row.Decision.Candidate;
        to.Bind(first, shard.Shard).Bind(first + 1, candidate.Customer).Bind(first + 2, row.Id)
            .Bind(first + 3, row.Decision.Outcome == Outcome.HeldOut ? 1L : 0L).Bind(first + 4, row.Decision.At)
            .Bind(first + 5, (long)candidate.Content.Kind).Bind(first + 6, candidate.Topic)
            .Bind(first + 7, live.Book.Rules.Set.Policies.IsService(candidate.Topic) ? 1L : 0L)
            .Bind(first + 8, candidate.Strategy.Name).Bind(first + 9, PlannedContact.Of(row.Decision).ToJson());
    }

    /// <summary>Writes the decisions of one customer's turn, in their order.</summary>
    /// <param name="decisions">What was decided; of a candidate that was decided twice in one turn the last counts.
    /// </param>
    /// <param name="waiting">The keys of those that are stored as waiting.</param>
    public void Write(IReadOnlyList<Decision> decisions, IReadOnlySet<CandidateKey> waiting)
    {
        // No two rows that wait together may have one key.
        foreach (var same in decisions.GroupBy(one => one.Candidate.Key))
        {
            var decision = same.Last();
            var candidate = decision.Candidate;
            put.Add(DecisionRow.Of(decision));
            var version = candidate.Enrollment.Version;
            void Count(StrategyCount what, string reason = "") => sums.Add(
                candidate.Strategy.Name, version, what, reason, candidate.Step.Name, candidate.Arm ?? "");
            if (!waiting.Contains(same.Key)) Count(StrategyCount.Reached);
            if (!decision.IsFinal) continue;
            Count((StrategyCount)(10 + (int)decision.Outcome),
                decision.Reason is { } reason ? GateWords.Of(reason.Gate) : "");
            if (decision.Outcome is Outcome.Sent or Outcome.HeldOut && candidate.Content.Kind.IsContact())
                plan.Add((decision, LiveStrategies.ContactOf(candidate.Key)));
        }
    }

    /// <summary>Writes contacts that a strategy passed over.</summary>
    public void Write(CustomerId id, Enrollment enrollment, LeftOut left, Instant at)
    {
        put.Add(DecisionRow.Of(id, enrollment, left, at));
        sums.Add(enrollment.Strategy, enrollment.Version, StrategyCount.Reached, "", left.Step.Name);
        sums.Add(enrollment.Strategy, enrollment.Version, StrategyCount.LeftOut, left.Reason, left.Step.Name);
    }

    /// <summary>Writes what became of a step that contacts nobody.</summary>
    public void Write(DecisionRow done)
    {
        put.Add(done);
        sums.Add(done.Strategy, done.Version, StrategyCount.Reached, "", done.Step);
        sums.Add(done.Strategy, done.Version, (StrategyCount)(10 + (int)done.Outcome!.Value),
            done.Gate == Gate.None ? "" : GateWords.Of(done.Gate), done.Step);
    }

    /// <summary>Writes entries that were refused to one customer.</summary>
    /// <param name="id">Who.</param>
    /// <param name="refused">The entries.</param>
    /// <param name="known">The keys of those that were refused before: whoever was just joined with somebody, or is
    /// asked by another version, may be asked once more, and what stands is counted.</param>
    public void Write(CustomerId id, IReadOnlyList<EntryRefusal> refused, IReadOnlySet<CandidateKey> known)
    {
        foreach (var same in refused.GroupBy(one => (one.Strategy, one.Occurrence)))
        {
            var row = DecisionRow.Of(id, same.First());
            if (known.Contains(row.Key)) continue;
            put.Add(row);
            sums.Add(row.Strategy, row.Version, StrategyCount.NotEntered, row.Rule);
        }
    }

    /// <summary>Writes what still waits. Before anybody has another turn: the same key may come again with it.
    /// </summary>
    public void Flush()
    {
        put.Flush();
        plan.Flush();
    }

    public void Dispose()
    {
        put.Dispose();
        plan.Dispose();
    }
}
