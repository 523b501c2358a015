using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Profiles;
using Perennial.Core.Recommendations;
using Perennial.Core.Scoring;

namespace Perennial.Data;

/// <summary>Computes profiles from histories and stores them, inside the caller's transaction.</summary>
sealed class ProfileWriter : IDisposable
{
    const int CustomersPerChunk = 65_536;

    readonly Database database;
    readonly WriteOptions options;
    readonly ScoringRun? run;
    readonly IReadOnlyList<string>? segments;
    readonly Statement put, stored;
    readonly int shard;

    /// <summary>Prepares for one transaction.</summary>
    /// <param name="database">In the transaction.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="options">As of when, and by what settings.</param>
    /// <param name="version">The shard's version that the transaction makes.</param>
    /// <param name="run">The run in force, whose cut points score the profiles; null before the first.</param>
    public ProfileWriter(Database database, int shard, WriteOptions options, long version, ScoringRun? run)
    {
        (this.database, this.shard, this.options, this.run) = (database, shard, options, run);
        segments = run is null ? null : ShopStore.SegmentNames(run);
        put = database.Prepare(ProfileSql.Put, ProfileSql.PutParameters);
        put.Bind(1, shard).Bind(3, version).Bind(4, options.AsOf).Bind(6, run?.Id);
        stored = database.Prepare(ProfileSql.SelectOne(ProfileSql.Run), "shard", "customer_id").Bind(1, shard);
    }

    /// <summary>Computes the profiles of the customers that a batch touched, in ascending order. Histories that the
    /// batch holds whole are taken from it.</summary>
    public void Refold(
        List<TouchedCustomer> touched, FactBatch batch, CustomerGroups groups, CancellationToken cancellation)
    {
        var histories = HistoryReader.Of(database, shard, touched, batch, groups, CustomersPerChunk);
        Write(histories, touched.Count, cancellation);
    }

    /// <summary>Computes the profiles of the customers named, in ascending order.</summary>
    public void Refold(IReadOnlyList<CustomerId> ids, CancellationToken cancellation) =>
        Write(HistoryReader.Of(database, shard, ids, CustomersPerChunk, withNames: false), ids.Count, cancellation);

    /// <summary>Computes all profiles of the shard. Returns how many.</summary>
    public int RefoldAll(CancellationToken cancellation)
    {
        var customers = (int)database.Query("count-customers", "shard").Bind(1, shard).Number()!.Value;
        return Write(HistoryReader.All(database, shard, CustomersPerChunk), customers, cancellation);
    }

    int Write(IEnumerable<HistoryChunk> chunks, int total, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var chunk in chunks)
        {
            var table = ProfileFold.FoldAll(chunk.History, chunk.Keys, options.AsOf, options.Profiles);
            if (run is not null)
            {
                // Rank and previous segment stay what the run made them.
                ReadScores(chunk.Ids, table);
                Scorer.Apply(run, table, Enumerable.Range(0, table.Count), options.Profiles.Calendar);
                RecommendationColumns.DropBought(chunk.History, table, run.AsOf, options.AsOf);
            }
            Put(chunk.Ids, table, cancellation);
            done += chunk.Ids.Length;
            options.Progress?.Report(new WriteProgress(WritePhase.Profiles, done, total));
        }
        return done;
    }

    /// <summary>Puts what is stored of the scores into the table.</summary>
    void ReadScores(CustomerId[] ids, ProfileTable table)
    {
        var cells = ProfileCells.Of(table, ProfileSql.Run, segments);
        for (var row = 0; row < ids.Length; row++)
        {
            if (!stored.Bind(2, ids[row]).Step()) continue;
            for (var i = 0; i < cells.Length; i++) cells[i].Read(stored, ProfileSql.FirstSelectedColumn + i, row);
            stored.Reset();
        }
        foreach (var cell in cells) cell.Finish();
    }

    void Put(CustomerId[] ids, ProfileTable table, CancellationToken cancellation)
    {
        var cells = ProfileCells.Of(table, ProfileSql.Stored);
        for (var row = 0; row < ids.Length; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            put.Bind(2, ids[row]).Bind(5, table.NextChangeAt[row]);
            for (var i = 0; i < cells.Length; i++) cells[i].Bind(put, ProfileSql.FirstPutColumn + i, row);
            put.Run();
        }
    }

    public void Dispose()
    {
        put.Dispose();
        stored.Dispose();
    }
}
