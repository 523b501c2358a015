using Perennial.Core;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    void PutScores(Database database, int shard, long runId, StoreSnapshot scored, WriteOptions options,
        CancellationToken cancellation)
    {
        const int reportEvery = 65_536;
        using var put = database.Prepare(ProfileSql.Score, ProfileSql.ScoreParameters);
        var customer = ProfileSql.ScoreParameters.Length;
        put.Bind(1, runId).Bind(customer - 1, shard);
        var cells = ProfileCells.Of(scored.Profiles, ProfileSql.Run);
        for (var row = 0; row < scored.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (ShardOf(scored.Ids[row]) != shard) continue;
            put.Bind(2, scored.Profiles.NextChangeAt[row]);
            for (var i = 0; i < cells.Length; i++) cells[i].Bind(put, 3 + i, row);
            put.Bind(customer, scored.Ids[row]).Run();
            if (row % reportEvery == 0)
                options.Progress?.Report(new WriteProgress(WritePhase.Profiles, row, scored.Count));
        }
    }

    // In PostgreSQL an update writes the whole row anew, with all its indexes: taking the rows out and copying them
    // back does the same in a third of the time. Those that changed since the snapshot stay, to be folded after.
    static void RewriteScores(
        Database database, int shard, long runId, StoreSnapshot scored, CancellationToken cancellation)
    {
        var rows = new List<(int Row, long Version, Instant FoldedAt)>();
        using (var folds = database.Scan(SqlText.Query("profile-folds"), shard))
        {
            while (folds.Step())
            {
                var row = scored.RowOf(folds.CustomerId(0));
                if (folds.Int64(1) > scored.ShardVersions[shard]) continue;
                if (row < 0) throw new InvalidOperationException("A profile without a customer: run perennial doctor.");
                rows.Add((row, folds.Int64(1), folds.Instant(2)));
            }
        }
        database.Query("delete-profiles-up-to", "shard", "version")
            .Bind(1, shard).Bind(2, scored.ShardVersions[shard]).Run();
        var cells = ProfileCells.Of(scored.Profiles, ProfileSql.Stored);
        using var put = new BulkInsert<(int Row, long Version, Instant FoldedAt)>(
            database, ProfileSql.Add, ProfileSql.PutParameters, (to, first, profile) =>
            {
                to.Bind(first, shard).Bind(first + 1, scored.Ids[profile.Row]).Bind(first + 2, profile.Version)
                    .Bind(first + 3, profile.FoldedAt).Bind(first + 4, scored.Profiles.NextChangeAt[profile.Row])
                    .Bind(first + 5, runId);
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

    // What the run changed of customers whom nothing else has changed meanwhile: those are told of when they are
    // folded again.
    void TellScores(Database database, int shard, StoreSnapshot scored, StoreSnapshot before,
        List<CustomerId> changed, Instant at, int bins)
    {
        var others = changed.ToHashSet();
        var changes = new ProfileChanges(before.Profiles, scored.Profiles, ProfileChanges.ToldByRuns, bins);
        using var outbox = new OutboxWriter(database, shard);
        for (var row = 0; row < scored.Count; row++)
        {
            var id = scored.Ids[row];
            if (ShardOf(id) != shard || others.Contains(id) || before.RowOf(id) is not (>= 0 and var was)) continue;
            if (changes.Of(was, row) is { } change) outbox.Add(id, at, change);
        }
        outbox.Flush();
    }
}
