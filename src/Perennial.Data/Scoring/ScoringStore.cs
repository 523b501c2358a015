using Perennial.Core;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Profiles;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Shards;

namespace Perennial.Data.Scoring;

/// <summary>The scores that runs gave customers.</summary>
public sealed class ScoringStore
{
    const int ScoringTurn = 1;

    readonly StoreShards shards;

    internal ScoringStore(StoreShards shards) => this.shards = shards;

    /// <summary>The turn to make a scoring run: one process has it at a time, until it is disposed of or the process
    /// dies. Null where another has it.</summary>
    public IDisposable? TryTurn() => shards.Engine.TryTurn(ScoringTurn);

    /// <summary>
    /// Stores a scoring run, and then the scores it gave, in one transaction for each shard, with who comes into
    /// segments by them and what destinations have to be told. Customers whose facts changed while it was computed are
    /// scored by its cut points.
    /// </summary>
    /// <param name="run">What was computed; its number is given here.</param>
    /// <param name="compared">The snapshot it was computed from, run columns filled in; takes <c>NextChangeAt</c>.
    /// </param>
    /// <param name="moment">As of when, and by what, this run being in force.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Until the commit; nothing is stored then.</param>
    /// <returns>The run with its number.</returns>
    public ScoringRun Save(ScoringRun run, StoreSnapshot compared, ShopMoment moment,
        IProgress<WriteProgress>? progress = null, CancellationToken cancellation = default)
    {
        // With one shard the run and its scores are there together or not at all.
        if (shards.Count == 1)
        {
            return shards.InShard(0, moment, shard =>
            {
                shard.Database.Query("next-moment").Run();
                run = ScoringRunStore.Add(shard.Database, run, moment.Now);
                Write(shard);
                return run;
            }, bulk: true);
        }
        run = shards.ChangeMoment(database => ScoringRunStore.Add(database, run, moment.Now));
        shards.Each(number => shards.InShard(number, moment, shard =>
        {
            Write(shard);
            return 0;
        }, bulk: true), cancellation);
        return run;

        void Write(ShardTransaction shard)
        {
            shard.GoBy(run);
            using var scores = new ScoreWriter(shard, compared, progress);
            scores.Write(shards.Engine.RewritesShards, cancellation);
        }
    }

    /// <summary>Where a customer stood at each scoring run at which something changed, the last first.</summary>
    public IReadOnlyList<ScoreEntry> History(CustomerId id)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("score-history", "shard", "customer_id").Bind(1, shards.Of(id)).Bind(2, id);
        var entries = new List<ScoreEntry>();
        while (rows.Step())
        {
            entries.Add(new ScoreEntry(rows.Int64(0), rows.Int32(1), (int)rows.Int64(2), (int)rows.Int64(3),
                (int)rows.Int64(4), rows.Text(5) ?? "", rows.Text(6) ?? "", rows.Text(7) ?? ""));
        }
        return entries;
    }

    /// <summary>Who stood where at two scoring runs.</summary>
    public IReadOnlyList<Transition> Transitions(long beforeScoringRun, long afterScoringRun)
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("transitions", "before_scoring_run", "after_scoring_run")
            .Bind(1, beforeScoringRun).Bind(2, afterScoringRun);
        var transitions = new List<Transition>();
        while (rows.Step())
        {
            transitions.Add(new Transition(rows.Text(0) ?? "", rows.Text(1) ?? "", rows.Text(2) ?? "",
                rows.Text(3) ?? "", rows.Text(4) ?? "", rows.Text(5) ?? "", rows.Int32(6)));
        }
        return transitions;
    }

    /// <summary>Puts into a snapshot the RFM segment that each customer had at a scoring run, for the next one to
    /// compare with: facts that came in since may have moved the customer already.</summary>
    public void RestoreRfmSegments(StoreSnapshot snapshot, long scoringRunId)
    {
        var names = snapshot.Profiles.LabelsOf(RfmColumns.RfmSegment).ToList();
        var rfmSegments = snapshot.Profiles.Values(RfmColumns.RfmSegment);
        Array.Clear(rfmSegments);
        using var rental = shards.Rent();
        var rows = rental.Database.Query("rfm-segments-at-scoring-run", "scoring_run_id").Bind(1, scoringRunId);
        while (rows.Step())
        {
            if (snapshot.RowOf(rows.CustomerId(0)) is not (>= 0 and var row) || rows.Text(1) is not { } name) continue;
            var label = names.IndexOf(name);
            if (label < 0)
            {
                label = names.Count;
                names.Add(name);
            }
            rfmSegments[row] = checked((byte)(label + 1));
        }
        snapshot.Profiles.SetLabels(RfmColumns.RfmSegment, names);
    }
}
