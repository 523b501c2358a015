using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data.CategoryCycles;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Folding;
using Perennial.Data.History;
using Perennial.Data.Profiles;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Segments;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;

namespace Perennial.Data.Scoring;

/// <summary>Writes what a run gave some customers into their profiles, inside the shard's transaction, with who comes
/// into segments by it and leaves, and what destinations have to be told.</summary>
/// <remarks>Whoever changed since the run looked at them is folded again by its cut points instead.</remarks>
sealed class ScoreWriter : IDisposable
{
    readonly ShardTransaction shard;
    readonly ScoredChunk chunk;
    readonly ScoringRun run;
    readonly StayWriter stays;
    readonly CategoryCycleWriter cycles;
    readonly StrategyWriter? strategies;

    /// <summary>Whose profile it is, when it was folded last, and when time alone changes it.</summary>
    readonly record struct Folded(CustomerId Id, long Version, Instant FoldedAt, Instant NextChangeAt);

    /// <summary>Prepares for one transaction, which goes by the run.</summary>
    public ScoreWriter(ShardTransaction shard, ScoredChunk chunk)
    {
        (this.shard, this.chunk) = (shard, chunk);
        run = shard.Moment.ScoringRun ?? throw new ArgumentException("The moment knows no run.", nameof(shard));
        (stays, cycles) = (new StayWriter(shard), new CategoryCycleWriter(shard));
        if (shard.Moment.Strategies is { AnyByMoves: true } live) strategies = new StrategyWriter(shard, live);
    }

    /// <summary>Writes everything.</summary>
    /// <param name="rewrites">Whether most rows are better taken out and put back than updated.</param>
    /// <param name="cancellation">Until the commit.</param>
    public void Write(bool rewrites, CancellationToken cancellation)
    {
        var all = Read();
        bool Changed(Folded profile) => profile.Version > chunk.Seen || chunk.Compared.RowOf(profile.Id) < 0;
        Folded[] compared = [.. all.Where(profile => !Changed(profile))];
        // Where a run looks back, whoever was not there yet stands nowhere.
        var later = LooksBack ? CustomerStore.NotBegunBy(
            shard.Database, shard.Shard, (shard.Moment.AsOf, Instant.Never), chunk.First, chunk.Last) : [];
        CustomerId[] changed = [.. all.Where(Changed).Select(profile => profile.Id).Except(later)];
        cancellation.ThrowIfCancellationRequested();
        if (!KnowsCategories || later.Count > 0) cycles.Forget(chunk.First, chunk.Last);
        Score(compared, rewrites);
        if (changed.Length > 0) Refold(changed, cancellation);
        shard.Database.Query("add-score-history", "scoring_run_id", "shard", "first_id", "last_id")
            .Bind(1, run.Id).Bind(2, shard.Shard).Bind(3, chunk.First).Bind(4, chunk.Last).Run();
        foreach (var id in later)
        {
            shard.Database.Query("forget-score", "shard", "customer_id", "scoring_run_id")
                .Bind(1, shard.Shard).Bind(2, id).Bind(3, run.Id).Run();
        }
    }

    bool KnowsCategories => run.Models.Categories is { Categories.Count: > 0 };

    bool LooksBack => shard.Moment.AsOf < shard.Moment.Now;

    List<Folded> Read()
    {
        var profiles = new List<Folded>(chunk.Compared.Ids.Length);
        var rows = shard.Database.Query("profiles-to-score", "shard", "first_id", "last_id")
            .Bind(1, shard.Shard).Bind(2, chunk.First).Bind(3, chunk.Last);
        while (rows.Step())
            profiles.Add(new Folded(rows.CustomerId(0), rows.Int64(1), rows.Instant(2),
                rows.IsNull(3) ? Instant.Never : rows.Instant(3)));
        return profiles;
    }

    void Score(Folded[] compared, bool rewrites)
    {
        if (compared.Length == 0) return;
        var mayMove = stays.MayMove;
        // Before the scores are written: what is stored is what destinations know.
        if (shard.Moment.Tells || mayMove || rewrites || KnowsCategories)
        {
            CustomerId[] ids = [.. compared.Select(profile => profile.Id)];
            var usesFacts = mayMove && shard.Moment.Segments is { UsesFacts: true };
            foreach (var part in usesFacts || KnowsCategories
                ? HistoryReader.AsOf(shard.Database, shard.Shard, ids, shard.Moment, ordersOnly: !usesFacts)
                : HistoryReader.Names(shard.Database, shard.Shard, ids))
            {
                var now = Notice(part, mayMove, rewrites);
                if (rewrites) Rewrite(part.Ids, now, compared);
            }
            stays.Flush();
        }
        if (!rewrites) Update(compared);
    }

    // Returns the customers as they are from now on.
    ProfileTable Notice(HistoryChunk part, bool mayMove, bool rewrites)
    {
        var watch = mayMove ? shard.Moment.Segments : null;
        IReadOnlyList<Column> columns = rewrites ? ProfileSql.Stored
            : [.. (shard.Moment.Tells ? ChangeText.ToldByScoringRuns : []).Union(watch?.Columns ?? [])];
        var stored = StoredCustomers.Read(
            shard, part.Ids, part.Keys, columns, ScoringRunStore.RfmSegments(run), watch);
        var (scored, now) = (chunk.Compared.Of(part.Ids, part.Keys), new ProfileTable(Columns.All, part.Keys));
        ProfileCopy.All(stored.Table, now, columns);
        ProfileCopy.All(scored, now, [.. columns.Where(column => column.FollowsScoringRun)]);
        scored.NextChangeAt.CopyTo(now.NextChangeAt, 0);
        var stands = ShardStep.CyclesOf(part.History, shard.Moment);
        if (stands is not null) cycles.Write(part.Ids, stands);
        var moves = watch is null ? Moves.None(part.Ids.Length) : ShardStep.Recount(
            new ShardState
            {
                History = part.History, Stored = now, Stays = stored.Stays, Attributes = stored.Attributes,
                Permissions = stored.Permissions, PastStays = stored.PastStays,
                Cycles = stands,
            },
            shard.Moment);
        stays.Write(part.Ids, moves);
        strategies?.PutOffScored(part.Ids, moves);
        for (var row = 0; row < part.Ids.Length; row++)
            chunk.Compared.Table.NextChangeAt[chunk.Compared.RowOf(part.Ids[row])] = now.NextChangeAt[row];
        if (shard.Moment.Tells) Tell(part.Ids, stored.Table, now, moves);
        return now;
    }

    void Tell(CustomerId[] ids, ProfileTable stored, ProfileTable now, Moves moves)
    {
        var text = new ChangeText(new ColumnChanges(stored, now, ChangeText.ToldByScoringRuns), ChangeText.BinsOf(run));
        for (var row = 0; row < ids.Length; row++)
            if (text.Of(row, row, moves.Entered[row], moves.Left[row]) is { } change)
                shard.Outbox.Add(ids[row], shard.Moment.AsOf, change);
    }

    void Update(Folded[] compared)
    {
        var table = chunk.Compared.Table;
        var cells = ProfileCells.Of(table, ProfileSql.OfScoringRun);
        var put = shard.Database.Reuse(ProfileSql.Score, ProfileSql.ScoreParameters);
        // An index is torn for everybody whose instant is written, though it stays the same.
        var putBut = shard.Database.Reuse(ProfileSql.ScoreAlone, ProfileSql.ScoreAloneParameters);
        foreach (var profile in compared)
        {
            var row = chunk.Compared.RowOf(profile.Id);
            var (to, first) = table.NextChangeAt[row] == profile.NextChangeAt ? (putBut, 2) : (put, 3);
            if (first == 3) to.Bind(2, table.NextChangeAt[row]);
            for (var i = 0; i < cells.Length; i++) cells[i].Bind(to, first + i, row);
            to.Bind(1, run.Id).Bind(first + cells.Length, shard.Shard).Bind(first + cells.Length + 1, profile.Id)
                .Run();
        }
    }

    // In PostgreSQL an update writes the whole row anew, with all its indexes: taking the rows out and copying them
    // back does the same in a third of the time.
    void Rewrite(CustomerId[] ids, ProfileTable now, Folded[] compared)
    {
        var folds = compared.ToDictionary(profile => profile.Id);
        shard.Database.Query("delete-compared-profiles", "shard", "first_id", "last_id", "seen_version")
            .Bind(1, shard.Shard).Bind(2, ids[0]).Bind(3, ids[^1]).Bind(4, chunk.Seen).Run();
        var cells = ProfileCells.Of(now, ProfileSql.Stored);
        using var put = new BulkInsert<int>(shard.Database, ProfileSql.Add, ProfileSql.PutParameters,
            (to, first, row) =>
            {
                var profile = folds[ids[row]];
                to.Bind(first, shard.Shard).Bind(first + 1, profile.Id).Bind(first + 2, profile.Version)
                    .Bind(first + 3, profile.FoldedAt).Bind(first + 4, now.NextChangeAt[row])
                    .Bind(first + 5, run.Id);
                for (var i = 0; i < cells.Length; i++)
                    cells[i].Bind(to, first + ProfileSql.FirstPutColumn - 1 + i, row);
            });
        for (var row = 0; row < ids.Length; row++) put.Add(row);
        put.Flush();
    }

    void Refold(CustomerId[] changed, CancellationToken cancellation)
    {
        shard.NotBefore(changed[0], changed[^1]);
        using var profiles = new ProfileWriter(shard) { Compared = chunk.Compared };
        profiles.Refold(changed, cancellation);
    }

    public void Dispose()
    {
        stays.Dispose();
        cycles.Dispose();
        strategies?.Dispose();
    }
}
