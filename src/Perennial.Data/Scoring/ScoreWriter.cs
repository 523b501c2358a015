using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Folding;
using Perennial.Data.History;
using Perennial.Data.Profiles;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Segments;
using Perennial.Data.Shards;

namespace Perennial.Data.Scoring;

/// <summary>Writes the scores that a run gave the customers of a shard, inside its transaction, with who comes into
/// segments by them and leaves, and what destinations have to be told.</summary>
/// <remarks>Whoever changed since the scoring run looked at them is folded again by its cut points instead.</remarks>
sealed class ScoreWriter : IDisposable
{
    const int CustomersPerChunk = 65_536;

    readonly ShardTransaction shard;
    readonly StoreSnapshot compared;
    readonly IProgress<WriteProgress>? progress;
    readonly ScoringRun run;
    readonly StayWriter stays;
    readonly HashSet<CustomerId> changed;

    /// <summary>Prepares for one transaction, which goes by the scoring run.</summary>
    public ScoreWriter(ShardTransaction shard, StoreSnapshot compared, IProgress<WriteProgress>? progress)
    {
        (this.shard, this.compared, this.progress) = (shard, compared, progress);
        run = shard.Moment.ScoringRun ?? throw new ArgumentException("The moment knows no run.", nameof(shard));
        stays = new StayWriter(shard);
        changed = [.. shard.Database.Query("profiles-changed-since", "shard", "version")
            .Bind(1, shard.Shard).Bind(2, compared.ShardVersions[shard.Shard]).Ids()];
    }

    /// <summary>Writes everything.</summary>
    /// <param name="rewrites">Whether most rows are better taken out and put back than updated.</param>
    /// <param name="cancellation">Until the commit.</param>
    public void Write(bool rewrites, CancellationToken cancellation)
    {
        var mayMove = stays.MayMove;
        if (shard.Moment.Tells || mayMove) Notice(mayMove, cancellation);
        if (rewrites) Rewrite(cancellation);
        else Update(cancellation);
        if (changed.Count > 0)
        {
            using var profiles = new ProfileWriter(shard, progress) { Compared = compared };
            profiles.Refold([.. changed.Order()], cancellation);
        }
        shard.Database.Query("add-score-history", "scoring_run_id", "shard").Bind(1, run.Id).Bind(2, shard.Shard).Run();
        shard.ChangeEverybody();
        if (shard.Moment.Segments is not null) StayStore.AreDone(shard);
        progress?.Report(new WriteProgress(WritePhase.Commit, 0, 1));
    }

    // Before the scores are written: what is stored is what destinations know.
    void Notice(bool mayMove, CancellationToken cancellation)
    {
        var usesFacts = shard.Moment.Segments is { UsesFacts: true };
        foreach (var chunk in usesFacts ? HistoryReader.All(shard.Database, shard.Shard, CustomersPerChunk)
            : HistoryReader.Names(shard.Database, shard.Shard, CustomersPerChunk))
        {
            cancellation.ThrowIfCancellationRequested();
            Notice(chunk, mayMove);
        }
        stays.Flush();
    }

    void Notice(HistoryChunk chunk, bool mayMove)
    {
        var now = compared.Of(chunk.Ids, chunk.Keys, NoticedColumns);
        var stored = StoredCustomers.Read(shard, chunk.Ids, chunk.Keys,
            shard.Moment.Tells ? ChangeText.ToldByScoringRuns : [], ScoringRunStore.RfmSegments(run),
            mayMove ? shard.Moment.Segments : null);
        var moves = !mayMove ? Moves.None(chunk.Ids.Length)
            : ShardStep.Recount(new ShardState
            {
                History = chunk.History,
                Stored = now,
                Stays = stored.Stays,
                Attributes = stored.Attributes,
            }, shard.Moment).Without(row => changed.Contains(chunk.Ids[row]));
        stays.Write(chunk.Ids, moves);
        for (var row = 0; row < chunk.Ids.Length; row++)
            if (compared.RowOf(chunk.Ids[row]) is >= 0 and var mine)
                compared.Profiles.NextChangeAt[mine] = now.NextChangeAt[row];
        if (shard.Moment.Tells) Tell(chunk, stored, now, moves);
    }

    IReadOnlyList<Column> NoticedColumns => [.. (shard.Moment.Tells ? ChangeText.ToldByScoringRuns : [])
        .Union(shard.Moment.Segments?.Columns ?? [])];

    void Tell(HistoryChunk chunk, StoredCustomers stored, ProfileTable now, Moves moves)
    {
        var changes = new ColumnChanges(stored.Table, now, ChangeText.ToldByScoringRuns);
        var text = new ChangeText(changes, ChangeText.BinsOf(run));
        for (var row = 0; row < chunk.Ids.Length; row++)
        {
            if (changed.Contains(chunk.Ids[row])) continue;
            if (text.Of(row, row, moves.Entered[row], moves.Left[row]) is { } change)
                shard.Outbox.Add(chunk.Ids[row], shard.Moment.AsOf, change);
        }
    }

    void Update(CancellationToken cancellation)
    {
        const int reportEvery = 65_536;
        using var put = shard.Database.Prepare(ProfileSql.Score, ProfileSql.ScoreParameters);
        var customer = ProfileSql.ScoreParameters.Length;
        put.Bind(1, run.Id).Bind(customer - 1, shard.Shard);
        var cells = ProfileCells.Of(compared.Profiles, ProfileSql.OfScoringRun);
        for (var row = 0; row < compared.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            var id = compared.Ids[row];
            if (id.Shard(compared.ShardVersions.Length) == shard.Shard && !changed.Contains(id))
            {
                put.Bind(2, compared.Profiles.NextChangeAt[row]);
                for (var i = 0; i < cells.Length; i++) cells[i].Bind(put, 3 + i, row);
                put.Bind(customer, id).Run();
            }
            if (row % reportEvery == 0)
                progress?.Report(new WriteProgress(WritePhase.Profiles, row, compared.Count));
        }
    }

    // In PostgreSQL an update writes the whole row anew, with all its indexes: taking the rows out and copying them
    // back does the same in a third of the time.
    void Rewrite(CancellationToken cancellation)
    {
        var seen = compared.ShardVersions[shard.Shard];
        var rows = new List<(int Row, long Version, Instant FoldedAt)>();
        using (var folds = shard.Database.Scan(SqlText.Query("profile-folds"), shard.Shard))
        {
            while (folds.Step())
            {
                var row = compared.RowOf(folds.CustomerId(0));
                if (folds.Int64(1) > seen) continue;
                if (row < 0) throw new InvalidOperationException("A profile without a customer: run perennial doctor.");
                rows.Add((row, folds.Int64(1), folds.Instant(2)));
            }
        }
        shard.Database.Query("delete-profiles-up-to", "shard", "version").Bind(1, shard.Shard).Bind(2, seen).Run();
        var cells = ProfileCells.Of(compared.Profiles, ProfileSql.Stored);
        using var put = new BulkInsert<(int Row, long Version, Instant FoldedAt)>(
            shard.Database, ProfileSql.Add, ProfileSql.PutParameters, (to, first, profile) =>
            {
                to.Bind(first, shard.Shard).Bind(first + 1, compared.Ids[profile.Row]).Bind(first + 2, profile.Version)
                    .Bind(first + 3, profile.FoldedAt).Bind(first + 4, compared.Profiles.NextChangeAt[profile.Row])
                    .Bind(first + 5, run.Id);
                for (var i = 0; i < cells.Length; i++)
                    cells[i].Bind(to, first + ProfileSql.FirstPutColumn - 1 + i, profile.Row);
            });
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            put.Add(row);
        }
        put.Flush();
    }

    public void Dispose() => stays.Dispose();
}
