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
    // Rows that are taken out and put back take longer than those that are written over.
    const int ScoringTurn = 1, MostScored = 400, MostRewritten = 150;

    readonly StoreShards shards;

    internal ScoringStore(StoreShards shards) => this.shards = shards;

    /// <summary>The turn to make a scoring run: one process has it at a time, until it is disposed of or the process
    /// dies. Null where another has it.</summary>
    public IDisposable? TryTurn() => shards.Engine.TryTurn(ScoringTurn);

    /// <summary>
    /// Stores a scoring run, and then the scores it gave, some customers a transaction, with who comes into segments by
    /// them and what destinations have to be told. From when the run is stored whatever comes in is scored by it; what
    /// is stopped before the end, <see cref="Finish"/> goes on with. Customers whose facts changed since they were
    /// compared are scored by its cut points.
    /// </summary>
    /// <param name="run">What was computed; its number is given here.</param>
    /// <param name="compared">The snapshot it was computed from, run columns filled in.</param>
    /// <param name="moment">As of when, and by what, this run being in force.</param>
    /// <param name="progress">Told how far it is, between two transactions.</param>
    /// <param name="cancellation">Between two transactions; nothing is stored where that is before the run is.</param>
    /// <returns>The run with its number.</returns>
    public ScoringRun Save(ScoringRun run, StoreSnapshot compared, ShopMoment moment,
        IProgress<WriteProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (id, isFirst) = NextScoringRun();
        // Nothing is compared with what was before: the first run's customers take less time each.
        var most = shards.Engine.RewritesShards ? MostRewritten : MostScored;
        var size = Math.Min(most, shards.CustomersPerChunk) * (isFirst ? 4 : 1);
        var keepsStays = moment.Segments is not null;
        Forget(id - 1);
        new ScoredChunks(shards, id, keepsStays).Put(compared, size, cancellation);
        run = shards.ChangeMoment(database =>
        {
            // Whoever is in segments, its chunks find out; those of a run before it do no longer.
            var left = ScoredChunk.ForgetOthers(database, id);
            if (keepsStays || left) database.Query("stays-of-all", "stays_due").Bind(1, keepsStays ? 0 : 1).Run();
            return ScoringRunStore.Add(database, run with { Id = id }, moment.Now);
        });
        Finish(ShardTransaction.Renewed(moment) with { ScoringRun = run }, progress, cancellation);
        return run;
    }

    (long Id, bool IsFirst) NextScoringRun()
    {
        using var rental = shards.Rent();
        var id = rental.Database.Query("next-scoring-run-id").Number()!.Value;
        return (id, id == 1);
    }

    // What was written down of a run that then was not stored.
    void Forget(long latest)
    {
        using var rental = shards.Rent();
        rental.Database.Query("forget-later-chunks", "scoring_run_id").Bind(1, latest).Run();
    }

    /// <summary>The run whose scores are not all in the profiles yet, and whether it looks who is in segments; null
    /// where there is none.</summary>
    public (long ScoringRunId, bool KeepsStays)? Unsaved()
    {
        using var rental = shards.Rent();
        var row = rental.Database.Query("unsaved-scoring-run");
        if (!row.Step()) return null;
        var unsaved = (row.Int64(0), row.Int64(1) != 0);
        row.Reset();
        return unsaved;
    }

    /// <summary>Goes on with saving a run where that was stopped.</summary>
    /// <param name="moment">As of when, and by what; its run is the one.</param>
    /// <param name="progress">Told how far it is, between two transactions.</param>
    /// <param name="cancellation">Between two transactions.</param>
    public void Finish(
        ShopMoment moment, IProgress<WriteProgress>? progress = null, CancellationToken cancellation = default)
    {
        var run = moment.ScoringRun ?? throw new ArgumentException("The moment knows no run.", nameof(moment));
        var (total, done) = (Chunks(run.Id), 0);
        shards.Each(shard => shards.InChunks(() =>
        {
            if (!Write(shard, run, moment, cancellation)) return false;
            progress?.Report(new WriteProgress(WritePhase.Profiles, Interlocked.Increment(ref done), total));
            return true;
        }, cancellation), cancellation);
    }

    int Chunks(long scoringRunId)
    {
        using var rental = shards.Rent();
        return (int)rental.Database.Query("count-scored-chunks", "scoring_run_id")
            .Bind(1, scoringRunId).Number()!.Value;
    }

    bool Write(int number, ScoringRun run, ShopMoment moment, CancellationToken cancellation)
    {
        if (Next(number, run.Id) is not { } chunk) return false;
        return shards.InShard(number, moment, shard =>
        {
            if (!chunk.Take(shard.Database)) return true;
            shard.GoBy(run);
            using (var writer = new ScoreWriter(shard, chunk))
                writer.Write(shards.Engine.RewritesShards, cancellation);
            // Until then whoever keeps a copy shows everybody by the run before.
            if (!ScoredChunk.Any(shard.Database, number, run.Id)) shard.ChangeEverybody();
            return true;
        });
    }

    ScoredChunk? Next(int shard, long scoringRunId)
    {
        using var rental = shards.Rent();
        return ScoredChunk.Next(rental.Database, shard, scoringRunId);
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
