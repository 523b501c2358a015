using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Profiles;
using Perennial.Data.Shards;

namespace Perennial.Data.Scoring;

/// <summary>What a run gave some customers of a shard that is not in their profiles yet.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="ScoringRunId">The run.</param>
/// <param name="Number">Its place among those of the shard.</param>
/// <param name="First">Everybody from here</param>
/// <param name="Last">to here, whoever came in since among them.</param>
/// <param name="Seen">The version of the shard that was compared.</param>
/// <param name="Compared">Those who were.</param>
sealed record ScoredChunk(int Shard, long ScoringRunId, long Number, CustomerId First, CustomerId Last, long Seen,
    ComparedCustomers Compared)
{
    /// <summary>The next of a shard; null where all are done, or another run has come in the place of this one.
    /// </summary>
    public static ScoredChunk? Next(Database database, int shard, long scoringRunId)
    {
        var row = database.Query("next-scored-chunk", "shard", "scoring_run_id").Bind(1, shard).Bind(2, scoringRunId);
        if (!row.Step()) return null;
        var compared = ScoredBytes.Read(row.Bytes(4).ToArray());
        var chunk = new ScoredChunk(shard, scoringRunId, row.Int64(0), row.CustomerId(1), row.CustomerId(2),
            row.Int64(3), compared);
        row.Reset();
        return chunk;
    }

    /// <summary>Gives up what other runs have not written yet.</summary>
    /// <returns>Whether there was any.</returns>
    public static bool ForgetOthers(Database database, long scoringRunId) =>
        database.Query("forget-other-chunks", "scoring_run_id").Bind(1, scoringRunId).Run() > 0;

    /// <summary>Takes it, in the transaction that writes it into the profiles; false where somebody else has.</summary>
    public bool Take(Database database) =>
        database.Query("take-scored-chunk", "shard", "scoring_run_id", "chunk")
            .Bind(1, Shard).Bind(2, ScoringRunId).Bind(3, Number).Run() > 0;

    /// <summary>Whether there are more of the shard.</summary>
    public static bool Any(Database database, int shard, long scoringRunId) =>
        database.Query("any-scored-chunk", "shard", "scoring_run_id").Bind(1, shard).Bind(2, scoringRunId).Any();
}

/// <summary>Writes down what a run gave everybody, before it is in force.</summary>
sealed class ScoredChunks(StoreShards shards, long scoringRunId, bool keepsStays)
{
    /// <summary>Writes all of it, a transaction a chunk.</summary>
    /// <param name="compared">Everybody, with what the run gave them.</param>
    /// <param name="size">How many customers a chunk has.</param>
    /// <param name="cancellation">Between chunks.</param>
    public void Put(StoreSnapshot compared, int size, CancellationToken cancellation)
    {
        var rowsOf = new List<int>[shards.Count];
        for (var shard = 0; shard < rowsOf.Length; shard++) rowsOf[shard] = [];
        for (var row = 0; row < compared.Count; row++) rowsOf[shards.Of(compared.Ids[row])].Add(row);
        for (var shard = 0; shard < rowsOf.Length; shard++)
        {
            // The ranges of a shard's chunks are everybody whom it can hold.
            var first = default(CustomerId);
            for (var (chunk, done) = (1, 0); chunk == 1 || done < rowsOf[shard].Count; chunk++)
            {
                cancellation.ThrowIfCancellationRequested();
                var rows = rowsOf[shard].GetRange(done, Math.Min(size, rowsOf[shard].Count - done));
                done += rows.Count;
                var last = done == rowsOf[shard].Count ? new(UInt128.MaxValue) : compared.Ids[rows[^1]];
                Put(compared, new Place(shard, chunk, first, last), [.. rows]);
                first = last.Next;
            }
        }
    }

    readonly record struct Place(int Shard, int Chunk, CustomerId First, CustomerId Last);

    void Put(StoreSnapshot compared, Place place, int[] rows)
    {
        using var rental = shards.Rent();
        var body = ScoredBytes.Of(compared.Ids, compared.Profiles, rows);
        using var transaction = Transaction.Write(rental.Database);
        rental.Database.Query("add-scored-chunk", "shard", "scoring_run_id", "chunk", "first_id", "last_id",
                "seen_version", "keeps_stays", "body")
            .Bind(1, place.Shard).Bind(2, scoringRunId).Bind(3, place.Chunk).Bind(4, place.First).Bind(5, place.Last)
            .Bind(6, compared.ShardVersions[place.Shard]).Bind(7, keepsStays ? 1 : 0).BindBlob(8, body).Run();
        transaction.Commit();
    }
}
